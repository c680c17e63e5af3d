import type { SheetRow } from '../cell.ts'
import { LayoutFault } from '../faults.ts'
import { monthNumber } from '../month-names.ts'
import { clean } from '../text.ts'
import { monthsBefore } from './dates.ts'
import { titleKey, titleText } from './fields.ts'
import { type MappedFile, type Mapping, mainFile } from './mapping.ts'

// Columns of amounts by month: `jan 2026`, `maart`, `2026-03`. The next book has other months, so that a mapping names
// none of them: it says that every title of a month is such a column.

const BESIDE = /\b(?:huur|open|openst|openstaand|achterstand|saldo|bedrag|maand|periode|mnd|eur|euro)\b\.?|[():€]/g
const OLDER =
  /^(?:ouder|oudere?|oudste|eerder|daarvoor|(?:oudere|eerdere|voorgaande|vorige) (?:maanden|jaren|perioden?))$/

export interface Month {
  /** 1 to 12. */
  readonly month: number
  /** Null where the title leaves it out. */
  readonly year: number | null
}

/** The month that a title is; undefined for any other, also for one that says more (`betaald maart`). */
export function monthOf(title: string): Month | undefined {
  const text = clean(titleKey(title).replaceAll(BESIDE, ' ').replaceAll('_', ' '))
  const named = /^(\p{L}{3,9})\.?(?:[ \-/.]*(?:'?(\d{2})|(20\d\d)))?$/u.exec(text)
  const month = named ? monthNumber(named[1] ?? '') : null
  if (named && month !== null) return { month, year: yearOf(named[3] ?? named[2]) }
  const yearFirst = /^(20\d\d)(?:[-/. ](\d{1,2})|(\d\d))$/.exec(text)
  const monthFirst = /^(\d{1,2})[-/. ](20\d\d)$/.exec(text)
  const number = Number(yearFirst?.[2] ?? yearFirst?.[3] ?? monthFirst?.[1])
  return number >= 1 && number <= 12 ? { month: number, year: Number(yearFirst?.[1] ?? monthFirst?.[2]) } : undefined
}

const yearOf = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits.length === 2 ? `20${digits}` : digits)

/** A mapping with the columns of months that this file has. @throws LayoutFault where it has none */
export function withMonths(mapping: Mapping, part: number, { cells, row }: SheetRow): Mapping {
  const main = mainFile(mapping)
  if (!main.months || part > 0) return mapping
  const used = [...Object.values(main.columns), ...main.ageing.map(({ column }) => column)]
  const titles = cells.map(titleText).filter((title) => !used.includes(title))
  const found = titles.filter((title) => monthOf(title) !== undefined || OLDER.test(titleKey(title)))
  if (!found.some((title) => monthOf(title)))
    throw new LayoutFault(`Dit bestand heeft geen kolom van een maand, en de koppeling ${mapping.source} leest die.`, {
      row,
    })
  const ageing = [...main.ageing, ...found.map((column) => ({ column, fromDays: 0 }))]
  return { ...mapping, files: [{ ...main, ageing }, ...mapping.files.slice(1)] }
}

const NO_YEAR =
  'Bij deze maand staat geen jaar, en aan de andere maanden is niet te zien welk jaar het is. Zet het jaar erbij, zoals "maart 2026".'

/**
 * A mapping of which each column of a month says how long ago, on the reference date, its first day was: rent falls due
 * on it. Months without a year follow each other, and the last of them is that of the reference date, or next to it.
 *
 * @throws LayoutFault where that would be a guess
 */
export function datedMonths(mapping: Mapping, on: string, row: number): Mapping {
  const main = mainFile(mapping)
  if (!main.months) return mapping
  const named = main.ageing.flatMap(({ column }) => {
    const month = monthOf(column)
    return month ? [{ column, ...month }] : []
  })
  const first = new Map<string, string>()
  for (const { column, month, year } of named)
    if (year !== null) first.set(column, `${year}-${String(month).padStart(2, '0')}-01`)
  const open = named.filter(({ year }) => year === null)
  if (open.length > 0 && open.length < named.length)
    throw new LayoutFault(NO_YEAR, { row, field: open[0]?.column ?? null })
  const dated = open.length === 0 ? new Map<string, string>() : inARow(open, on)
  if (dated === null) throw new LayoutFault(NO_YEAR, { row, field: open[0]?.column ?? null })
  for (const [column, day] of dated) first.set(column, day)
  const oldest = [...first.values()].toSorted()[0] ?? on
  const ageing: MappedFile['ageing'] = main.ageing.map((each) => {
    if (monthOf(each.column) === undefined && !OLDER.test(titleKey(each.column))) return each
    return { ...each, fromDays: daysBetween(first.get(each.column) ?? monthsBefore(oldest, 1), on) }
  })
  return { ...mapping, files: [{ ...main, ageing }, ...mapping.files.slice(1)] }
}

/** Months without a year, from old to new or from new to old; null where the reference date does not tell the year. */
function inARow(open: readonly { column: string; month: number }[], on: string): Map<string, string> | null {
  const steps = open.slice(1).map(({ month }, index) => (month - (open[index]?.month ?? 0) + 12) % 12)
  const up = steps.every((step) => step === 1)
  if (open.length > 12 || (!up && !steps.every((step) => step === 11))) return null
  const fromNew = up ? open.toReversed() : open
  const newest = [-1, 0, 1]
    .map((back) => monthsBefore(on, back))
    .find((day) => Number(day.slice(5, 7)) === fromNew[0]?.month)
  if (newest === undefined) return null
  return new Map(fromNew.map(({ column }, back) => [column, monthsBefore(newest, back)]))
}

const daysBetween = (day: string, on: string): number =>
  Math.round((Date.parse(`${on}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000)
