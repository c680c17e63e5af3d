import { BALANCE } from '../../domain/balance.ts'
import { monthOf, plusDays } from '../../domain/calendar.ts'
import { bad, type Cell, good, type Read } from '../cell.ts'
import { firstOfMonth, monthsBefore } from './dates.ts'
import type { MappedFile, Mapping } from './mapping.ts'
import { amountCell, type CellOf, mainAmount, NOT_ADDING_UP, negated, openAmount, sideAmount, total } from './sums.ts'

/** What becomes one line of the known layout. */
export interface Post {
  readonly invoice: Cell
  readonly description: Cell
  readonly dueOn: Cell
  readonly amount: Cell
  readonly open: Cell
}

const MAX_MONTHS = 120

const monthName = (on: string): string => `${monthOf(on)} ${on.slice(0, 4)}`

const post = (invoice: string, description: string, dueOn: string, cents: number): Post => ({
  invoice,
  description,
  dueOn,
  amount: amountCell(good(cents)),
  open: amountCell(good(cents)),
})

const monthPost = (dueOn: string, cents: number): Post =>
  post(dueOn.slice(0, 7), `Huur ${monthName(dueOn)}`, dueOn, cents)

const failed = (reason: string): Post => ({
  invoice: BALANCE,
  description: '',
  dueOn: '2000-01-01',
  amount: '0,00',
  open: { kind: 'fault', reason },
})

/**
 * The posts of a row that gives a number of months and an amount: one a month, the newest in the month of the reference
 * date.
 */
export function monthPosts(of: CellOf, mapping: Mapping, on: string): Post[] {
  const written = openAmount(of, mapping)
  const open = mapping.owedIs === 'negative' ? negated(written) : written
  if (!open.ok) return [failed(open.reason)]
  const cell = of('Aantal maanden achterstand') ?? ''
  const text = typeof cell === 'string' ? cell.trim() : cell.kind === 'number' ? cell.literal.replace(/\.0+$/, '') : ''
  const count = /^\d{1,3}([.,]\d{1,2})?$/.test(text) ? Math.ceil(Number(text.replace(',', '.'))) : Number.NaN
  if (Number.isNaN(count) || count > MAX_MONTHS)
    return [failed('Het aantal maanden achterstand is geen getal van 0 tot en met 120.')]
  return spread(open.value, Math.max(1, count), on)
}

/** An amount in equal parts over the last months; what does not divide lies with the oldest. */
function spread(cents: number, count: number, on: string): Post[] {
  const part = Math.trunc(cents / count)
  return Array.from({ length: count }, (_, back) =>
    monthPost(monthsBefore(on, back), back === count - 1 ? cents - part * (count - 1) : part),
  )
}

/**
 * The posts of a row that gives one renter's balance. With ages: a post a column, due on the last first of the month
 * that is old enough. With the monthly rent: a post a month, the newest first, since payments settle the oldest. With
 * neither: one post of which the books to come tell how old it is. A prepayment is a credit.
 */
export function balancePosts(
  of: CellOf,
  { ageing, columns }: MappedFile,
  cellAt: (column: string) => Cell,
  mapping: Mapping,
  on: string,
): Post[] {
  const sign = (read: Read<number>) => (mapping.owedIs === 'negative' ? negated(read) : read)
  const ages = ageing.map(({ column, fromDays }) => ({ column, fromDays, cents: sign(sideAmount(cellAt(column))) }))
  const gross = of('Openstaand') ?? of('Achterstand')
  const apart = of('Debet') !== undefined || of('Credit') !== undefined
  const owed = gross !== undefined || apart ? sign(openAmount(of, mapping)) : undefined
  const balance = of('Saldo') === undefined ? undefined : sign(mainAmount(of('Saldo') ?? '', mapping))
  const prepaid = sideAmount(of('Vooruitbetaling'))
  const aged = total(ages.map(({ cents }) => cents))
  const named: readonly (readonly [string | undefined, Read<number> | undefined])[] = [
    ...ages.map(({ column, cents }) => [column, cents] as const),
    [columns.Saldo, balance],
    [columns.Vooruitbetaling, prepaid],
  ]
  if (owed && !owed.ok) return [failed(owed.reason)]
  for (const [column, read] of named)
    if (read && !read.ok) return [failed(`${read.reason} Dit gaat over de kolom ${column}.`)]

  const credit = prepaid.ok ? -Math.abs(prepaid.value) : 0
  const sum = ages.length > 0 ? aged : (owed ?? balance ?? bad('Deze rij heeft geen bedrag.'))
  if (!sum.ok) return [failed(sum.reason)]
  // Without a gross amount the balance is what is left after the prepayment.
  const net = ages.length === 0 && owed === undefined
  const notDue = total(ages.filter(({ fromDays }) => fromDays === null || fromDays < 0).map(({ cents }) => cents))
  const due = sum.value - (centsOf(notDue) ?? 0)
  const differs = net ? null : disagreement({ sum: sum.value, due, credit }, centsOf(owed), centsOf(balance))
  if (differs !== null) return [failed(differs)]
  const posts = ages.length > 0 ? agePosts(ages, on) : owedPosts(sum.value, of, on)
  const extra = net || credit === 0 ? [] : [post('Vooruitbetaling', 'Vooruitbetaald', firstOfMonth(on), credit)]
  return [...posts, ...extra]
}

const centsOf = (read: Read<number> | undefined): number | null => (read?.ok ? read.value : null)

const NOT_THE_ARREARS = 'De bedragen per ouderdom zijn samen niet de achterstand in deze rij.'
const NOT_THE_BALANCE = 'De bedragen per ouderdom zijn samen niet het saldo in deze rij.'
const NOT_THE_REST = 'De achterstand min de vooruitbetaling is niet het saldo in deze rij.'
/** Faults of rows whose columns do not add up to their own total. */
export const NOT_EVEN: readonly string[] = [NOT_THE_ARREARS, NOT_THE_BALANCE, NOT_THE_REST, NOT_ADDING_UP]

/** A file that gives the same amount twice, and not the same, is not read in one of the two ways. */
function disagreement(
  { sum, due, credit }: { sum: number; due: number; credit: number },
  owed: number | null,
  balance: number | null,
): string | null {
  const sums = [sum, due, ...(balance === null ? [sum + credit, due + credit] : [])]
  if (owed !== null && !sums.includes(owed)) return NOT_THE_ARREARS
  if (balance === null || [sum + credit, due + credit].includes(balance)) return null
  return credit === 0 ? NOT_THE_BALANCE : NOT_THE_REST
}

function agePosts(ages: readonly { fromDays: number | null; cents: Read<number> }[], on: string): Post[] {
  const byMonth = new Map<string, number>()
  for (const { fromDays, cents } of ages) {
    if (!cents.ok || cents.value === 0) continue
    const month = fromDays === null ? monthsBefore(on, -1) : firstOfMonth(plusDays(on, -fromDays))
    byMonth.set(month, (byMonth.get(month) ?? 0) + cents.value)
  }
  // A renter without arrears stays in the book with nothing open, so that no row is lost on the way.
  if (byMonth.size === 0) return [monthPost(firstOfMonth(on), 0)]
  return [...byMonth].map(([dueOn, cents]) => monthPost(dueOn, cents))
}

/**
 * The columns of ages in which, on this reference date, the rents of two months lie: the newer month is then assumed.
 */
export function columnsOfTwoMonths({ ageing, months }: MappedFile, on: string): string[] {
  if (months) return []
  const due = ageing.flatMap(({ column, fromDays }) => (fromDays === null ? [] : [{ column, fromDays }]))
  return due.flatMap(({ column, fromDays }) => {
    const next = Math.min(...due.map((other) => other.fromDays).filter((days) => days > fromDays))
    const before = monthsBefore(plusDays(on, -fromDays), 1)
    return Number.isFinite(next) && before > plusDays(on, -next) ? [column] : []
  })
}

function owedPosts(cents: number, of: CellOf, on: string): Post[] {
  const cell = of('Maandhuur')
  if (cell === undefined || cents <= 0) return [post(BALANCE, 'Openstaand saldo', firstOfMonth(on), cents)]
  const rent = sideAmount(cell)
  if (!rent.ok) return [failed(rent.reason)]
  if (rent.value <= 0 || cents / rent.value > MAX_MONTHS)
    return [post(BALANCE, 'Openstaand saldo', firstOfMonth(on), cents)]
  const count = Math.ceil(cents / rent.value)
  return Array.from({ length: count }, (_, back) =>
    monthPost(monthsBefore(on, back), back === count - 1 ? cents - rent.value * (count - 1) : rent.value),
  )
}
