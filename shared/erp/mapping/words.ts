import type { Cell } from '../cell.ts'
import { clean, readText } from '../text.ts'
import type { Mapping, Stated } from './mapping.ts'

// What the words of an ERP mean. A word that is not known stays as it is: the row then names it as a fault, never a
// guess.

const NATURAL = /^(natuurlijk( persoon)?|particulier(e huurder)?|persoon|priv[eé]|consument|man|vrouw|np)$/
const LEGAL =
  /^(rechtspersoon|zakelijk|bedrijf|onderneming|organisatie|instelling|rp|b\.?v\.?|n\.?v\.?|stichting|vereniging|v\.?o\.?f\.?)$/
const DWELLING =
  /^(woning|woonruimte|wonen|appartement|app\.?|eengezinswoning|meergezinswoning|(boven|beneden|hoek|tussen|senioren|portiek|galerij)woning|flat|studio|kamer|huis|maisonnette|penthouse|zelfstandig|onzelfstandig)$/
const OTHER =
  /^(overig|parkeerplaats|parkeren|parkeerruimte|garage|garagebox|berging|opslag|bedrijfsruimte|bedrijf|winkel|winkelruimte|kantoor|kantoorruimte|horeca|bog|reclame|antenne)$/

const RENT = /^(huur|kale huur|huurprijs|maandhuur|basishuur|servicekosten|voorschot servicekosten|stookkosten)$/
const NO_RENT =
  /^(overig|overige|geen huur|parkeren|parkeerplaats|garage|berging|incassokosten|kosten|rente|schade|schoonmaak|afrekening|eindafrekening|borg|waarborgsom)$/

/** A legal form in a name: who bears one is no natural person (C9). Ahead of a name, `B.V.` are initials. */
const LEGAL_FORM =
  /\s(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|c\.?v\.?)$|(^|[\s(])(stichting|vereniging|co[oö]peratie|maatschap|gemeente|holding|v\.?v\.?e\.?|gmbh|ltd\.?)(?=$|[\s),])/i
/** `De Boer, BV`: initials are written with points. */
const LEGAL_INITIALS = /^(bv|nv|vof|cv)$/i

export function renterKind(word: Cell | undefined, { surname, initials }: Name, mapping: Mapping): Cell {
  const meant = meaning('Soort huurder', word, mapping)
  if (meant === undefined)
    return LEGAL_FORM.test(surname) || LEGAL_INITIALS.test(initials) ? 'rechtspersoon' : 'natuurlijk persoon'
  if (typeof meant !== 'string') return meant
  return named(meant, NATURAL, 'natuurlijk persoon') ?? named(meant, LEGAL, 'rechtspersoon') ?? meant
}

export function unitKind(word: Cell | undefined, mapping: Mapping): Cell {
  const meant = meaning('Soort eenheid', word, mapping) ?? ''
  if (typeof meant !== 'string') return meant
  return named(meant, DWELLING, 'woning') ?? named(meant, OTHER, 'overig') ?? meant
}

export function claimKind(word: Cell | undefined, mapping: Mapping): Cell {
  const meant = meaning('Soort vordering', word, mapping) ?? ''
  if (typeof meant !== 'string') return meant
  return named(meant, RENT, 'huur') ?? named(meant, NO_RENT, 'overig') ?? meant
}

export const blockWord = (word: Cell | undefined, mapping: Mapping): Cell =>
  meaning('Aanmaanblokkade', word, mapping) ?? ''

export const clientCode = (word: Cell | undefined, mapping: Mapping): Cell =>
  meaning('Opdrachtgever', word, mapping) ?? ''

/** What the column or, without a column, the mapping says; in the words of the mapping where it has them. */
function meaning(field: Stated, word: Cell | undefined, mapping: Mapping): Cell | undefined {
  if (word === undefined) return mapping.constants[field]
  if (typeof word !== 'string') return word
  const text = readText(word)
  if (!text.ok) return { kind: 'fault', reason: text.reason }
  const known = Object.entries(mapping.values[field] ?? {}).find(
    ([from]) => clean(from).toLowerCase() === text.value.toLowerCase(),
  )
  return known ? known[1] : text.value
}

const named = (word: string, pattern: RegExp, meant: string): string | undefined =>
  pattern.test(word.toLowerCase()) ? meant : undefined

export interface Name {
  readonly surname: string
  readonly initials: string
}

const HONORIFIC =
  /^(de heer en mevrouw|dhr\. en mevr\.|de heer|mevrouw|dhr\.?|mevr\.?|mw\.?|hr\.?|heer|fam\.?|familie)\s+/i

/**
 * `Jansen, A.B.`, `Dhr. A.B. van Jansen` and `Jansen`. A name without initials that can be told apart is a surname
 * whole.
 */
export function splitName(name: string): Name {
  const plain = clean(name).replace(HONORIFIC, '')
  const behind = /^([^,]+), ?((?:\p{Lu}\. ?)+|\p{Lu}{1,4})( \p{Ll}[\p{Ll}' ]*)?$/u.exec(plain)
  if (behind)
    return {
      surname: [clean(behind[3] ?? ''), behind[1] ?? ''].filter(Boolean).join(' '),
      initials: clean(behind[2] ?? ''),
    }
  const ahead = /^((?:\p{Lu}\p{Ll}?\. ?){1,6})(\S.*)$/u.exec(plain)
  if (ahead) return { surname: ahead[2] ?? '', initials: clean(ahead[1] ?? '') }
  return { surname: plain, initials: '' }
}

export interface House {
  readonly street: string
  readonly number: string
  readonly addition: string
}

const HOUSE_PARTS = /^(\d{1,5})(?: ?[-/] ?([a-z0-9]{1,4})| ?([a-z][a-z0-9]{0,3}))?$/i

/** `12`, `12A`, `12-2`, `12 bis`. What is none of these stays whole as a number, which G8 then holds. */
export function splitHouseNumber(text: string): Omit<House, 'street'> {
  const found = HOUSE_PARTS.exec(clean(text))
  return found
    ? { number: found[1] ?? '', addition: found[2] ?? found[3] ?? '' }
    : { number: clean(text), addition: '' }
}

/** `Dorpsstraat 12 A`: the last number with what follows it is the house. */
export function splitAddress(text: string): House {
  const found = /^(.*\D) (\d{1,5}(?: ?[-/] ?[a-z0-9]{1,4}| ?[a-z][a-z0-9]{0,3})?)$/i.exec(clean(text))
  return found
    ? { street: found[1] ?? '', ...splitHouseNumber(found[2] ?? '') }
    : { street: clean(text), number: '', addition: '' }
}

/** `1012 AB Amsterdam`. */
export function splitPlace(text: string): { postcode: string; city: string } {
  const found = /^(\d{4} ?[a-z]{2})\b[ ,]*(.*)$/i.exec(clean(text))
  return found ? { postcode: found[1] ?? '', city: found[2] ?? '' } : { postcode: '', city: clean(text) }
}
