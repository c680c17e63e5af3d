import type { Cell } from '../cell.ts'
import type { Name } from '../people/name.ts'
import { clean, readText } from '../text.ts'
import type { Mapping, Stated } from './mapping.ts'

// What the words of an ERP mean. A word that is not known stays as it is: the row then names it as a fault, never a
// guess.

/** Who trades alone, in a vof, a cv or a maatschap answers as a person (C9). */
const NATURAL =
  /^(natuurlijk( persoon)?|particulier(e huurder)?|persoon|priv[eé]|consument|man|vrouw|np|eenmanszaak|zzp('?er)?|zelfstandige|v\.?o\.?f\.?|c\.?v\.?|maatschap|vennootschap onder firma|commanditaire vennootschap)$/
const LEGAL =
  /^(rechtspersoon|zakelijk|bedrijf|onderneming|organisatie|instelling|rp|b\.?v\.?|n\.?v\.?|stichting|vereniging)$/
const DWELLING =
  /^(woning|woonruimte|wonen|appartement|app\.?|eengezinswoning|meergezinswoning|(boven|beneden|hoek|tussen|senioren|portiek|galerij)woning|flat|studio|kamer|huis|maisonnette|penthouse|zelfstandig|onzelfstandig)$/
const OTHER =
  /^(overig|parkeerplaats|parkeren|parkeerruimte|garage|garagebox|berging|opslag|bedrijfsruimte|bedrijf|winkel|winkelruimte|kantoor|kantoorruimte|horeca|bog|reclame|antenne)$/

const RENT = /^(huur|kale huur|huurprijs|maandhuur|basishuur|servicekosten|voorschot servicekosten|stookkosten)$/
const NO_RENT =
  /^(overig|overige|geen huur|parkeren|parkeerplaats|garage|berging|incassokosten|kosten|rente|schade|schoonmaak|afrekening|eindafrekening|borg|waarborgsom)$/

/** A legal form in a name: who bears one is no natural person (C9). Ahead of a name, `B.V.` are initials. */
const LEGAL_FORM =
  /\s(b\.?v\.?|n\.?v\.?)$|(^|[\s(])(stichting|vereniging|co[oö]peratie|gemeente|holding|v\.?v\.?e\.?|gmbh|ltd\.?)(?=$|[\s),])/i
/** `De Boer, BV`: initials are written with points. */
const LEGAL_INITIALS = /^(bv|nv)$/i

export function renterKind(
  word: Cell | undefined,
  { surname, initials }: Pick<Name, 'surname' | 'initials'>,
  mapping: Mapping,
): Cell {
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
