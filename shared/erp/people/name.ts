import { clean } from '../text.ts'

export interface Name {
  readonly surname: string
  readonly initials: string
  /** Who acts for this person, by the name itself: `Bewindvoering De Haven inz. Kok`; '' for nobody. */
  readonly representative: string
}

const TITLE =
  '(?:de )?(?:weledelgeboren |weledele |geachte )?(?:heer|mevrouw|juffrouw)|dhr|mevr|mw|mej|hr|fam|familie|mr|mrs|ms|ir|ing|drs|dr|prof|bc|jhr|jkvr|ds|wed|weduwe|sr|jr|msc|bsc|llm|mba'
const ONE_TITLE = new RegExp(`^(?:${TITLE})(?:\\.|(?=[\\s/)]|$))[\\s/]*(?:(?:en/of|e/o|en|of|&)\\s+)?`, 'i')
/** Behind a name stand degrees and `dhr.` alone: `Jansen, A. (dhr.)`, `Bakker MSc`. */
const TITLES_BEHIND =
  /(?:[\s,]+\(?(?:dhr|mevr|mw|mr|mrs|ms|ir|ing|drs|dr|msc|bsc|llm|mba|sr|jr)\.?\)?|\s*[,(]\s*(?:de heer|heer|mevrouw)\)?)$/i

const PREFIX =
  "(?:van|de|der|den|het|'t|’t|ten|ter|te|in|op|aan|bij|onder|over|uit|voor|la|le|du|des|da|di|dos|del|von|zu|el|al|v\\.?d\\.?|v/d|v\\.|d')"
const PREFIXES = new RegExp(`^${PREFIX}(?: ${PREFIX})*$`, 'i')
const PREFIX_AHEAD = new RegExp(`^(${PREFIX}(?: ${PREFIX})*) (\\S.*)$`)
const PREFIX_BEHIND = new RegExp(`^(\\S.*?)((?: ${PREFIX})+)$`)
const INITIALS = /^(?:\p{Lu}\p{Ll}{0,2}\. ?){1,7}$|^(?:\p{Lu} ?){1,5}$/u

const LEGAL_FORM = /^(b\.?v|n\.?v|v\.?o\.?f|c\.?v|v\.?v\.?e)\.?$/i

const TO_ANOTHER = /^(t\.?a\.?v\.?|c\/o|p\/a)(?!\p{L})/iu

/** The representative stands ahead of the person. */
const ACTS_FOR = /^(.{2,}?)[\s,(]+(?:inz\.?|inzake|i\.z\.|namens|q\.?q\.?|o\.?b\.?v\.?)[:\s]+(.{2,}?)\)?$/i
/** A name without the titles and forms of address around it; what is nothing else stays as it is. */
export function withoutTitles(text: string): string {
  let plain = text
  for (const title of [ONE_TITLE, TITLES_BEHIND])
    for (let next = plain.replace(title, ''); next !== plain && next !== ''; next = plain.replace(title, ''))
      plain = next
  return clean(plain)
}

/** True for `dhr.`, `Mevr.` and the like alone. */
export const isTitle = (text: string): boolean => withoutTitles(text).replace(ONE_TITLE, '') === '' && text !== ''

/**
 * The parts of a name as exports write it: `Jansen, A.B.`, `Wit, de, L.`, `Dhr. A.B. van Dijk`, `Jansen A.B.`,
 * `Jansen, Piet`, and `… inz. Kok`. A name of which the initials cannot be told apart is a surname whole.
 */
export function splitName(written: string): Name {
  const whole = clean(written)
  if (TO_ANOTHER.test(whole)) return { surname: whole, initials: '', representative: '' }
  const acting = ACTS_FOR.exec(whole)
  if (acting) return { ...splitName(acting[2] ?? ''), representative: clean(acting[1] ?? '') }
  const plain = withoutTitles(whole)
  return { ...(withCommas(plain) ?? inOrder(plain)), representative: '' }
}

type Parts = Omit<Name, 'representative'>

/** Surname first, and behind commas the prefix, the initials or a first name. Null for what has no comma, or others. */
function withCommas(plain: string): Parts | null {
  const [first = '', ...rest] = plain.split(',').map((part) => withoutTitles(clean(part)))
  if (rest.length === 0 || rest.length > 2 || first === '') return null
  let initials = ''
  let prefix = ''
  for (const part of rest.filter((each) => each !== '')) {
    const behind = PREFIX_BEHIND.exec(part)
    const ahead = PREFIX_AHEAD.exec(part)
    const named = behind?.[1] ?? ahead?.[2] ?? part
    const said = PREFIXES.test(part) ? '' : initialsOf(named)
    if (said === null || (said !== '' && initials !== '')) return null
    if (said === '') prefix = part
    else {
      initials = said
      prefix ||= clean(behind?.[2] ?? ahead?.[1] ?? '')
    }
  }
  const own = PREFIX_BEHIND.exec(first)
  const surname = prefix === '' && own ? `${clean(own[2] ?? '')} ${own[1]}` : `${prefix} ${first}`
  return { surname: clean(surname), initials }
}

/** Initials as they are, or those of first names; null for what is neither. */
function initialsOf(text: string): string | null {
  if (LEGAL_FORM.test(text)) return null
  if (INITIALS.test(text)) return clean(text)
  if (/^(?:\p{Ll}\. ?){1,7}$/u.test(text)) return clean(text).toUpperCase()
  if (!/^\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,3}$/u.test(text)) return null
  return text
    .split(/[ -]/)
    .map((name) => `${name.charAt(0)}.`)
    .join('')
}

function inOrder(plain: string): Parts {
  const ahead = /^((?:\p{Lu}\p{Ll}?\. ?){1,7}|(?:\p{Lu} ){1,4})(\S.*)$/u.exec(plain)
  if (ahead && /\p{L}{2}/u.test(ahead[2] ?? ''))
    return { surname: withoutTitles(ahead[2] ?? ''), initials: clean(ahead[1] ?? '') }
  const behind = /^(\p{L}.*?\p{L}) ((?:\p{Lu}\p{Ll}?\. ?){1,7})(\p{Ll}[\p{Ll}' ]*)?$/u.exec(plain)
  if (
    behind &&
    !/\d/.test(plain) &&
    !/ (?:en|of|&)$/i.test(behind[1] ?? '') &&
    !LEGAL_FORM.test(clean(behind[2] ?? ''))
  )
    return { surname: clean(`${behind[3] ?? ''} ${behind[1]}`), initials: clean(behind[2] ?? '') }
  const alone = /^(\p{L}.*\p{L}{2}) (\p{Lu}(?: \p{Lu}){0,3})$/u.exec(plain)
  return alone ? { surname: alone[1] ?? '', initials: alone[2] ?? '' } : { surname: plain, initials: '' }
}
