import { clean } from '../text.ts'

export interface House {
  readonly street: string
  readonly number: string
  readonly addition: string
}

/** What follows a house number and belongs to it. More than a portal takes is kept whole: G8 holds the signal. */
const FOLLOWS =
  /^(?: ?[-/] ?([a-z0-9]{1,4})|[ ,-]*([a-z](?:[ -]?[a-z0-9]{1,4})?|(?!n[ro]\b)[a-z]{2,4}(?:[ -]?[a-z0-9]{1,3})?)|,? ?-?((?:\d{1,2} ?-?(?:e|ste|de)? ?)?(?:hoog|verd(?:ieping)?\.?|etage)|t\/o|tegenover|(?:kamer|kmr|app(?:artement)?|unit|studio|kelder|souterrain|bel-?etage|boven|beneden|achter|voor(?:zijde)?|huis)\.? ?[a-z]?\d{0,3}))$/i

/** Two house numbers of one building: of one side of the street, and near each other. `12-3` is an addition. */
function isRange(number: number, behind: string): boolean {
  const other = /^\d{1,5}$/.test(behind) ? Number(behind) : 0
  return other > number && other - number <= 20 && (other - number) % 2 === 0
}

/**
 * `12`, `12A`, `12-2`, `12 bis`, `12 HS`, `12, 2e verd.`. What is none of these (`12 3`), or names two houses
 * (`12-14`), stays whole as a number, which G8 then holds.
 */
export function splitHouseNumber(text: string): Omit<House, 'street'> {
  const plain = clean(text)
  const [, number = '', behind = ''] = /^(\d{1,5})(?!\d)(.*)$/.exec(plain) ?? []
  if (number === '') return { number: plain, addition: '' }
  if (behind === '') return { number, addition: '' }
  if (/^ ?(?:en|of|tot|t\/m|tm)\b/i.test(behind)) return { number: plain, addition: '' }
  const found = FOLLOWS.exec(behind)
  const addition = found?.[1] ?? found?.[2] ?? found?.[3]
  return addition === undefined || isRange(Number(number), found?.[1] ?? '')
    ? { number: plain, addition: '' }
    : { number, addition: clean(addition) }
}

/** A street that is nothing without the year behind it: `Plein 1940`. */
const NEEDS_YEAR = /^(plein|laan|straat|weg|park|hof|\S+ van)$/i
const YEAR = /^(1[5-9]|20)\d\d$/
/** A year, or two, at the end of a street's name: `Plein 1940`, `Laan 1940-1945`. */
const NAMED_BY_YEAR = /\p{L}\S* (?:1[5-9]|20)\d\d(?: ?[-/–] ?(?:(?:1[5-9]|20)\d\d|\d\d))?$/u
const PLACE_BEHIND = /,? ?\b[1-9]\d{3} ?(?!nr|no)[A-Za-z]{2}\b(?:[ ,].*)?$/

/**
 * `Dorpsstraat 12 A`: the house is the first number that may be one. A year in the name of the street is none, and a
 * number behind another (`Fabriciuslaan 1 31`) is not told apart: then the number is all of it. No number at all: ''.
 */
export function splitAddress(text: string): House {
  const plain = clean(text)
    .replace(PLACE_BEHIND, '')
    .replace(/[ ,]+$/, '')
  const places = [...plain.matchAll(/(?<=[ ,])\d{1,5}(?!\d)/g)].map(({ index }) => index)
  const split = places.flatMap((at) => {
    const street = ahead(plain, at)
    const rest = plain.slice(at)
    if (!/\p{L}/u.test(street) || places.some((next) => next > at && endsInYear(plain, next))) return []
    return NEEDS_YEAR.test(street) && YEAR.test(rest) ? [] : [{ street, house: splitHouseNumber(rest) }]
  })
  const [first] = split
  return first ? { street: first.street, ...first.house } : { street: plain, number: '', addition: '' }
}

/** What stands ahead of a place in the text ends in a year of the street's name. */
const endsInYear = (text: string, at: number): boolean => NAMED_BY_YEAR.test(ahead(text, at))

/** What stands ahead of a place, without a word for "number". */
const ahead = (text: string, at: number): string =>
  text.slice(0, at).replace(/(?:[ ,]+(?:nr|no|nummer|huisnr)\.?)?[ ,]+$/i, '')

/** `1012 AB Amsterdam`. */
export function splitPlace(text: string): { postcode: string; city: string } {
  const found = /^(\d{4} ?[a-z]{2})\b[ ,]*(.*)$/i.exec(clean(text))
  return found ? { postcode: found[1] ?? '', city: found[2] ?? '' } : { postcode: '', city: clean(text) }
}

/** A street without the house number that stands behind it as well, in a file that has a column for the number. */
export function streetAlone(street: string, number: string, addition: string): string {
  if (number === '' || !street.includes(number)) return street
  const split = splitAddress(street)
  const same = split.number === number && (split.addition === '' || alike(split.addition, addition))
  return same && split.street !== '' ? split.street : street
}

const alike = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
