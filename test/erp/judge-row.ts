import { expect } from 'vitest'
import type { Claim } from '../../shared/erp/claim.ts'
import type { ExportItem } from '../../shared/erp/export.ts'

// What the cells of a damaged row say, read a second time and without the readers that are judged: a claim says the
// same as its cells, or the row or the cell is named.

/** What a column holds, by which its cells are compared with a claim. */
export type Role =
  | 'client'
  | 'renter'
  | 'contract'
  | 'invoice'
  | 'name'
  | 'date'
  | 'open'
  | 'this-month'
  | 'last-month'
  | 'count'
  | 'word'

const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\s\u200b-\u200d\u2060\u00ad]+/g, ' ')
    .trim()

/** The cents of an amount as any of the notations of this test writes it; null for what is none. */
export function centsSaid(text: string): number | null {
  const bare = codeSaid(text).replaceAll(/[ €]|EUR/gi, '')
  const negative = /^-|-$|^\(.*\)$/.test(bare)
  const found = /^(\d{1,3}(?:[.,]\d{3})+|\d*)(?:[.,](\d{1,2}))?$/.exec(bare.replaceAll(/[-()]/g, ''))
  const [, whole = '', fraction = ''] = found ?? []
  if (!found || (whole === '' && fraction === '')) return null
  const cents = Number(`${whole.replaceAll(/[.,]/g, '')}${fraction.padEnd(2, '0')}`)
  return negative && cents !== 0 ? -cents : cents
}

const dateSaid = (text: string): string | null => {
  const [, day = '', month = '', year = ''] = /^(\d\d?)[-/.](\d\d?)[-/.](?:20)?(\d\d)$/.exec(plain(text)) ?? []
  return day === '' ? null : `20${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

const codeSaid = (text: string): string => (plain(text) === '-' ? '' : plain(text).replace(/^'(?=[\d+=-])/, ''))

/** Every letter and digit of one text is in the other, as often. */
function madeOf(part: string, whole: string): boolean {
  const left = [...whole.normalize('NFC').toLowerCase()]
  return [...part.toLowerCase()]
    .filter((sign) => /[\p{L}\p{N}]/u.test(sign))
    .every((sign) => {
      const at = left.indexOf(sign)
      if (at !== -1) left.splice(at, 1)
      return at !== -1
    })
}

const sum = (claims: readonly Claim[]): number => claims.reduce((total, { openCents }) => total + openCents, 0)

/** What the claims of a row hold of a column, and what its cell says: the same, unless the cell is named. */
function agrees(role: Role, cell: string, claims: readonly Claim[]): boolean {
  const every = (test: (claim: Claim) => boolean) => claims.every(test)
  const dueIn = (month: string) => claims.filter(({ dueOn }) => dueOn === month)
  switch (role) {
    case 'client':
      return every(({ client }) => client === codeSaid(cell))
    case 'renter':
      return every(({ renter }) => renter === codeSaid(cell))
    case 'contract':
      return every(({ contract }) => contract === codeSaid(cell))
    case 'invoice':
      return every(({ invoice }) => invoice === codeSaid(cell))
    case 'name':
      return every(({ surname, initials }) => surname !== '' && madeOf(`${surname}${initials}`, cell))
    case 'date':
      return every(({ dueOn }) => dueOn === dateSaid(cell))
    case 'open':
      return sum(claims) === centsSaid(cell)
    case 'this-month':
      return sum(dueIn('2026-03-01')) === (codeSaid(cell) === '' ? 0 : centsSaid(cell))
    case 'last-month':
      return sum(dueIn('2026-02-01')) === (codeSaid(cell) === '' ? 0 : centsSaid(cell))
    case 'count':
      return claims.length === Math.max(1, Math.ceil(Number(plain(cell).replace(',', '.'))))
    case 'word':
      return true
  }
}

/**
 * Judges what came of a row: an error or a note that names it, or claims that say what its cells say.
 *
 * @param summed lines of one claim were added up, so that the claims of a row are not those of its cells alone
 */
export function judgeRow(
  row: { readonly number: number; readonly cells: readonly string[] },
  roles: readonly Role[],
  titles: readonly string[],
  items: readonly ExportItem[],
  summed: boolean,
): void {
  const own = items.filter((item) => item.row === row.number)
  const claims = own.flatMap((item) => (item.kind === 'claim' ? [item.claim] : []))
  const named = new Set(own.flatMap((item) => (item.kind === 'claim' ? [] : [item.field])))
  for (const item of own) {
    if (item.kind === 'claim') continue
    expect(item.message).toMatch(/\p{L}{3,}/u)
    if (item.field !== null) expect([...titles, 'Factuurnummer', 'Openstaand']).toContain(item.field)
  }
  if (own.some(({ kind }) => kind === 'error')) {
    expect(claims).toEqual([])
    return
  }
  if (claims.length === 0 || summed) return
  if (row.cells.slice(titles.length).some((cell) => plain(cell) !== '')) {
    const beside = items.some((item) => item.kind === 'note' && new RegExp(`\\b${row.number}\\b`).test(item.message))
    expect(beside, `row ${row.number} goes on beside its titles`).toBe(true)
  }
  for (const [index, role] of roles.entries()) {
    if (named.has(titles[index] ?? '')) continue
    const cell = row.cells[index] ?? ''
    expect({ title: titles[index], cell, agrees: agrees(role, cell, claims), claims }).toMatchObject({ agrees: true })
  }
}
