import { bad, type Cell, type Read } from '../cell.ts'
import { isEmail } from '../fields.ts'
import { freeText, plainText } from '../text.ts'

/** Something that was read, and what a person should know of how, in Dutch; null for nothing. */
export interface Found {
  readonly value: string
  readonly remark: string | null
}

const NO_PHONE = 'Dit is geen telefoonnummer. Het is weggelaten.'
const ZERO_BACK = 'Aan dit telefoonnummer ontbrak de nul. Die is ervoor gezet.'
const MORE_PHONES = 'Hier staan meer telefoonnummers. Alleen het eerste wordt gebruikt.'
const NO_MAIL = 'Dit is geen geldig e-mailadres. Brieven aan deze huurder gaan per post.'
const MORE_MAIL = 'Hier staan meer e-mailadressen. Alleen het eerste wordt gebruikt.'

/** `0000000000` and `0612121212` behind the eye: a number of one digit is none. */
const ONE_DIGIT = /^(?:\+|00)?0?\d?(\d)\1{6,}$/

/**
 * A telephone number in digits: of ten, as the Netherlands has, or with the sign and the number of another country. A
 * zero that Excel took off is put back. Null for what is none.
 */
function phoneOf(text: string): { number: string; repaired: boolean } | null {
  const plain = text
    .replace(/^\s*(?:tel(?:efoon)?|mob(?:iel)?|m|t|gsm)\b[.:]*/i, '')
    .replaceAll('(0)', '')
    .replace(/ ?(?:\([^()]*\p{L}[^()]*\)|\p{L}[\p{L} .]*)$/u, '')
  if (!/^[+(\d][\d\s().\-/]*$/.test(plain.trim())) return null
  const digits = plain.replaceAll(/[^+\d]/g, '')
  if (ONE_DIGIT.test(digits)) return null
  const dutch = /^(?:\+31|0031|31(?=[1-9]\d{8}$))0?([1-9]\d{8})$/.exec(digits)
  if (dutch) return { number: `0${dutch[1]}`, repaired: false }
  if (/^0[1-9]\d{8}$/.test(digits)) return { number: digits, repaired: false }
  if (/^[1-9]\d{8}$/.test(digits)) return { number: `0${digits}`, repaired: true }
  const abroad = /^(?:\+|00)([1-9]\d{7,13})$/.exec(digits)
  return abroad && !abroad[1]?.startsWith('31') ? { number: `+${abroad[1]}`, repaired: false } : null
}

/** The first telephone number of a cell; '' for none, with a remark where something else stands there (S3). */
export function phone(cell: Cell): Found {
  const text = freeText(cell)
  if (!text.ok) return { value: '', remark: NO_PHONE }
  if (/^(|geen|nvt|n\.v\.t\.?|n\/a|onbekend|[x.?-]+)$/i.test(text.value)) return { value: '', remark: null }
  const whole = phoneOf(text.value)
  if (whole) return { value: whole.number, remark: whole.repaired ? ZERO_BACK : null }
  const [first] = text.value
    .split(/[/;,|&]|\b(?:en|of)\b| - |(?<=\d) (?=0[1-9]|\+)/i)
    .flatMap((part) => phoneOf(part.trim()) ?? [])
  return first ? { value: first.number, remark: MORE_PHONES } : { value: '', remark: NO_PHONE }
}

/** What people write into a field that may not be empty: a letter to it would reach somebody else, or nobody. */
const NOBODYS = /^(?:geen(?:-?e?-?mail)?|onbekend|nvt|n\.v\.t|none|no-?mail|no-?reply|leeg|x{3,})@/i

/** The first e-mail address of a cell, bare; '' for none. */
export function email(cell: Cell): Found {
  const text = plainText(cell)
  if (!text.ok) return { value: '', remark: NO_MAIL }
  if (text.value === '') return { value: '', remark: null }
  const words = text.value.split(' ')
  const list = words.every((word) => word.includes('@')) ? words : [text.value]
  const parts = list.flatMap((each) => each.split(/[;,|/]| en | of /i)).map(bareAddress)
  const found = parts.filter((part) => isEmail(part) && !NOBODYS.test(part))
  const [first] = found
  if (first === undefined) return { value: '', remark: NO_MAIL }
  return { value: first, remark: parts.filter((part) => part !== '').length > 1 ? MORE_MAIL : null }
}

/** `Jan Jansen <j@x.nl>` and `mailto:j@x.nl` are j@x.nl. */
function bareAddress(part: string): string {
  const inside = /^[^<>:]*<([^<>\s]+)>$/.exec(part.trim())
  return (inside?.[1] ?? part.replace(/\([^)]*\)\s*$/, ''))
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\.$/, '')
}

/** Signs that stand beside a letter only where a file was kept in another code page. */
const STRANGE =
  /\p{L}[£€¤¥¢§¶¦¬±×÷†‡‰•™¨¸¯]|[£€¤¥¢§¶¦¬±×÷†‡‰•™¨¸¯]\p{L}|\p{L}[?‚„“”‹›]\p{L}|[ÃÂÄÅ][\u00a0-\u00bf‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›€]/u

const STRANGE_REASON =
  'Hier staat een teken dat in geen naam voorkomt. Het bestand is in een andere tekenset bewaard: lever het aan als UTF-8 of XLSX.'

/** Wraps a reader of names: a sign that is in no name is a fault, for it would stand in a letter and a signal. */
export function named(reader: (cell: Cell) => Read<string>): (cell: Cell) => Read<string> {
  return (cell) => {
    const read = reader(cell)
    return read.ok && STRANGE.test(read.value) ? bad(STRANGE_REASON) : read
  }
}
