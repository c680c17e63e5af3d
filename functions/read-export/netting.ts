import type { Remark } from '../../shared/contracts/import.ts'
import { owedInBook } from '../../shared/domain/arrears.ts'
import type { RenterAccount } from '../../shared/erp/book.ts'
import type { Row } from './content.ts'

const euros = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',')

/** What was deducted from what renters owe: each credit by its row, then the sum, so that nothing is netted unseen. */
export function nettingOf(claims: readonly Row[], accounts: readonly RenterAccount[], on: string): Remark[] {
  const credits = claims.filter(({ claim }) => claim.openCents < 0)
  if (credits.length === 0) return []
  const cents = credits.reduce((sum, { claim }) => sum - claim.openCents, 0)
  const renters = accounts.filter(({ claims }) => claims.some(({ openCents }) => openCents < 0))
  const cancelled = renters.filter(({ claims }) => owedInBook(claims, on) <= 0).length
  const whose = renters.length === 1 ? '1 huurder' : `${renters.length} huurders`
  const none = cancelled === 1 ? 'Daardoor heeft 1 van hen' : `Daardoor hebben ${cancelled} van hen`
  const sum = `Van het openstaande bedrag is bij ${whose} samen ${euros(cents)} euro aan tegoeden afgetrokken.`
  return [
    { row: null, field: null, message: cancelled > 0 ? `${sum} ${none} geen achterstand.` : sum },
    ...credits.map(({ row, claim }) => ({
      row,
      field: 'Openstaand',
      message: `Dit is een tegoed van ${euros(-claim.openCents)} euro. Het is afgetrokken van wat deze huurder open heeft.`,
    })),
  ]
}
