import { type CasePortsOutside, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import type { BookEntry } from '../../shared/contracts/import.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import { type HoldCommand, holdReported } from '../../shared/domain/holds.ts'
import type { CaseState } from '../../shared/domain/state.ts'

/** What the columns of an export say of a renter (R7), as far as it is kept with the renter. */
type Personal = Pick<RenterRecord, 'representative' | 'deceased' | 'mainTenant'>

/**
 * As the book has it now; what it has no column for stays as it was, and so does a representative whom a person named.
 */
export function personalOf(known: RenterRecord | null, entry: BookEntry): Personal {
  const deceased = entry.deceased === null ? known?.deceased : said(entry.deceased)
  const mainTenant = entry.mainTenant ?? known?.mainTenant
  const representative = representativeOf(known, entry)
  return {
    ...(representative && { representative }),
    ...(deceased !== undefined && { deceased }),
    ...(mainTenant !== undefined && { mainTenant }),
  }
}

const said = <T>(word: T | 'none'): T | undefined => (word === 'none' ? undefined : word)

function representativeOf(known: RenterRecord | null, entry: BookEntry): Personal['representative'] {
  if (entry.representative === null || known?.representative?.source === 'report') return known?.representative
  const told = said(entry.representative)
  return told && { ...told, source: 'column' }
}

/** Whether two records say the same of it. */
export const samePersonal = (a: Personal, b: Personal): boolean =>
  JSON.stringify([a.representative, a.deceased, a.mainTenant]) ===
  JSON.stringify([b.representative, b.deceased, b.mainTenant])

/**
 * Tells a case that begins what a person said of the renter before it: a hold that nobody ended belongs to the renter
 * and not to a case, and so does who acts for the renter (R7).
 *
 * @param hold of the case before
 */
export async function tellEarlier(
  ports: CasePortsOutside,
  outcome: Outcome,
  { representative }: RenterRecord,
  hold: CaseState['hold'],
): Promise<Outcome> {
  const { caseId } = outcome
  let last = outcome
  if (hold && hold.source !== 'column')
    last = await changeCase(ports, caseId, { type: 'hold', ...hold }, { from: last })
  if (representative?.source !== 'report') return last
  const { kind, source } = representative
  return changeCase(ports, caseId, { type: 'representative', kind, source }, { from: last })
}

/** Tells the case what the columns say that it does not know: a hold, its end, and who acts for the renter (R7). */
export async function tellColumns(
  ports: CasePortsOutside,
  outcome: Outcome,
  entry: BookEntry,
  record: RenterRecord,
): Promise<Outcome> {
  let last = outcome
  for (const command of byColumns(entry, record, outcome.state))
    if (holdReported(command, last.state, ports.now().toISOString()))
      last = await changeCase(ports, outcome.caseId, command, { from: last })
  return last
}

function byColumns(entry: BookEntry, record: RenterRecord, { hold }: CaseState): HoldCommand[] {
  const source = 'column'
  const { representative, deceased } = record
  const reason = deceased === undefined ? said(entry.hold) : 'deceased'
  const commands: HoldCommand[] = []
  if (reason) commands.push({ type: 'hold', reason, lookAgain: null, source })
  else if (entry.hold === 'none' || (hold?.reason === 'deceased' && entry.deceased === 'none'))
    commands.push({ type: 'hold-ended', source })
  if (entry.representative !== null && representative?.source !== 'report')
    commands.push({ type: 'representative', kind: representative?.kind ?? null, source })
  return commands
}
