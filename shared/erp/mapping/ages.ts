import { titleKey } from './fields.ts'

// Columns of amounts by age. The age is counted from the due date, as rent is; a month is thirty days.

const NOT_DUE =
  /^(?:(?:nog )?niet (?:vervallen|verlopen)|nog te vervallen|not (?:yet )?(?:due|overdue)|current|lopend|huidig|actueel|toekomstig|future|binnen (?:de )?(?:betaal)?termijn)$/
const THIS_MONTH = /^(?:lopende|huidige|deze) maand$|^this month$/

const OLDEST = /^(?:ouder|oudere?|oudste|nog ouder|older|daarna|daarvoor)$/

const NOISE =
  /\b(?:vervallen|verv|verlopen|ouderdom|leeftijd|openstaand|open|achterstand|achterstallig|saldo|bedrag|overdue|past due|aged|aging|oud|te laat|eur|euro)\b\.?|[()€:]/g
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/(?<=\d\+? ?)(?:maanden|maand|mnd|mnden|months?|mths?)\b\.?/g, 30],
  [/(?<=\d\+? ?)(?:weken|week|wkn|wk|weeks?)\b\.?/g, 7],
  [/(?<=\d\+? ?)(?:dagen|dag|dgn|dg|days?|d)\b\.?/g, 1],
]

interface Said {
  readonly kind: 'range' | 'more' | 'less' | 'bare' | 'oldest'
  readonly from: number
  /** The end of a range. */
  readonly to?: number
}

/** What a title says of an age, in days; undefined for any other title. */
function saidBy(title: string): Said | null | undefined {
  const text = titleKey(title).replaceAll(/[–—]/g, '-')
  if (NOT_DUE.test(text)) return null
  if (THIS_MONTH.test(text)) return { kind: 'range', from: 0 }
  if (OLDEST.test(text)) return { kind: 'oldest', from: 0 }
  const [pattern, unit] = UNITS.find(([each]) => text.search(each) >= 0) ?? [/$^/g, 1]
  const plain = text.replaceAll(pattern, ' ').replaceAll(NOISE, ' ').replaceAll(/\s+/g, ' ').trim()
  const named = plain !== text
  const range = /^(?:van )?(\d{1,3}) ?(?:-|\/|\.\.|t\/m|tm|tot en met|tot|to|until) ?(\d{1,3})$/.exec(plain)
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])]
    return from < to ? { kind: 'range', from: from * unit, to: to * unit } : undefined
  }
  const more = /^(>=?|≥|meer dan|ouder dan|langer dan|older than|more than|over|boven|na|vanaf|from) ?(\d{1,3})$/.exec(
    plain,
  )
  if (more) {
    const beyond = /^(>|meer dan|ouder dan|langer dan|older than|more than|over|boven|na)$/.test(more[1] ?? '') ? 1 : 0
    return { kind: 'more', from: Number(more[2]) * unit + beyond }
  }
  const open = /^(\d{1,3}) ?(?:\+|plus|(?:en|of|and|or) (?:ouder|meer|hoger|langer|older|more|over|above)|>)$/.exec(
    plain,
  )
  if (open) return { kind: 'more', from: Number(open[1]) * unit }
  const less =
    /^(?:<=?|≤|tot|t\/m|tm|tot en met|minder dan|korter dan|jonger dan|up to|under|less than) ?(\d{1,3})$/.exec(plain)
  if (less) return { kind: 'less', from: 0, to: Number(less[1]) * unit }
  const bare = /^\d{1,3}$/.exec(plain)
  return bare && named ? { kind: 'bare', from: Number(plain) * unit } : undefined
}

/**
 * How many days the amounts in a column of ages are overdue at least: `31-60 dagen` 31, `> 90` 91, `90+` 90. Null for
 * what is not yet due; undefined for any other title, and for one (`30 dagen`, `ouder`) that says it only beside
 * others.
 */
export function ageOf(title: string): number | null | undefined {
  const said = saidBy(title)
  return said == null ? said : said.kind === 'bare' || said.kind === 'oldest' ? undefined : said.from
}

/**
 * The ages of the columns of a file, by title. Titles with one number (`30 dagen`, `60 dagen`, `> 60`) are ends of
 * their ages where the last number is there again as the beginning of the oldest, or where nothing says otherwise,
 * since that takes no claim for older than it is; else beginnings.
 */
export function agesOf(titles: readonly string[]): ReadonlyMap<string, number | null> {
  const said = titles.flatMap((title) => {
    const each = saidBy(title)
    return each === undefined ? [] : [[title, each] as const]
  })
  const bare = said.flatMap(([, each]) => (each?.kind === 'bare' ? [each.from] : [])).toSorted((a, b) => a - b)
  const ends = said.flatMap(([, each]) => (each?.kind === 'less' ? [each.to ?? 0] : [])).toSorted((a, b) => a - b)
  const more = said.find(([, each]) => each?.kind === 'more')?.[1]?.from
  const beginnings = more !== undefined && more > (bare.at(-1) ?? 0) + 1
  const last = Math.max(...said.map(([, each]) => (each?.kind === 'oldest' ? 0 : (each?.to ?? each?.from ?? 0))))
  const alone = said.length < 2 && said.some(([, each]) => each?.kind === 'bare' || each?.kind === 'oldest')
  if (alone) return new Map()
  return new Map(
    said.map(([title, each]) => {
      if (each?.kind === 'oldest') return [title, last + 1]
      // `tot 30`, `tot 60`: the second begins where the first ends.
      if (each?.kind === 'less') return [title, beginOf(each.to ?? 0, ends)]
      if (each?.kind !== 'bare' || beginnings) return [title, each?.from ?? null]
      return [title, beginOf(each.from, bare)]
    }),
  )
}

/** Where an age begins that ends on a day, after the ends before it. */
function beginOf(end: number, ends: readonly number[]): number {
  const before = ends.filter((days) => days < end).at(-1)
  return before === undefined ? 0 : before + 1
}
