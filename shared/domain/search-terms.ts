import { postcodeOf } from './postcode.ts'

// By what people look for a renter, and by what the renter is then found: a term is a text without a key, and only its
// keyed hash is stored (`adapters/search-tokens.ts`).

/** What a renter is found by. */
export interface Findable {
  readonly surname: string
  readonly initials: string
  readonly houseNumber: string
  readonly houseNumberAddition: string
  readonly postcode: string
  readonly email: string
}

/** What somebody typed, as far as it is about a person: the term to look up, and who of those found is meant. */
export interface Looked {
  readonly term: string
  readonly isMeant: (person: Findable) => boolean
}

/** A name is looked for from so many letters on; a term holds no more letters of a word than the last. */
const [SHORTEST, LONGEST] = [3, 8]
/** An organisation may have more words in its name; a term for each would say little of it. */
const MOST_WORDS = 6
/** Of a thousand renters a hundred would be found by one of these. */
const PARTICLES = new Set(['aan', 'bij', 'del', 'den', 'der', 'dos', 'het', 'ten', 'ter', 'uit', 'van', 'von', 'voor'])
/** Letters that are no other letter with a mark. */
const LETTERS: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' }

/**
 * The terms by which a person is found, each once: of each word of the surname its first three to eight letters, the
 * surname written as one word, the address, and the mailbox.
 */
export function termsOf({ surname, postcode, houseNumber, email }: Findable): string[] {
  const words = wordsOf(surname)
  const telling = words.filter((word) => word.length >= SHORTEST && !PARTICLES.has(word))
  const joined = words.join('')
  return [
    ...new Set([
      ...(telling.length > 0 ? telling : [joined]).slice(0, MOST_WORDS).flatMap(prefixesOf),
      ...(joined === '' ? [] : [nameTerm(joined)]),
      ...(postcode === '' || houseNumber === '' ? [] : [addressTerm(postcode, houseNumber)]),
      ...(email.trim() === '' ? [] : [mailboxTerm(email)]),
    ]),
  ]
}

/**
 * What somebody typed as a mailbox, as a postcode with a house number, or else as a name; null when it is none of
 * these, or a name of fewer than three letters that is not a whole surname.
 */
export function lookedFor(typed: string): Looked | null {
  if (typed.includes('@')) return byMailbox(typed)
  return byAddress(typed) ?? byName(typed)
}

const byMailbox = (typed: string): Looked => {
  const term = mailboxTerm(typed)
  return { term, isMeant: ({ email }) => mailboxTerm(email) === term }
}

const ADDRESS = /^([1-9]\d{3}\s*[a-z]{2})[\s,]*(\d+)(.*)$/i

function byAddress(typed: string): Looked | null {
  const [, area = '', number = '', rest = ''] = ADDRESS.exec(typed.trim()) ?? []
  const postcode = postcodeOf(area)
  if (postcode === null) return null
  const [term, addition] = [addressTerm(postcode, number), plain(rest)]
  return {
    term,
    isMeant: (person) =>
      addressTerm(person.postcode, person.houseNumber) === term &&
      (addition === '' || plain(person.houseNumberAddition) === addition),
  }
}

function byName(typed: string): Looked | null {
  const words = wordsOf(typed)
  if (words.length === 0 || /\d/.test(typed)) return null
  const joined = words.join('')
  const [longest = ''] = words
    .filter((word) => word.length >= SHORTEST)
    .sort((a, b) => Number(PARTICLES.has(a)) - Number(PARTICLES.has(b)) || b.length - a.length)
  return { term: nameTerm(longest || joined), isMeant: (person) => isNamed(person, words, joined) }
}

/** Whether each word that was typed begins a word of the surname, or is of the initials; or all of them the surname. */
function isNamed({ surname, initials }: Findable, typed: readonly string[], joined: string): boolean {
  const words = wordsOf(surname)
  const first = wordsOf(initials).join('')
  return (
    words.join('').startsWith(joined) ||
    typed.every((each) => words.some((word) => word.startsWith(each)) || first.startsWith(each))
  )
}

const prefixesOf = (word: string): string[] =>
  Array.from({ length: Math.max(1, Math.min(word.length, LONGEST) - SHORTEST + 1) }, (_, more) =>
    nameTerm(word.slice(0, SHORTEST + more)),
  ).filter((term) => term !== nameTerm(''))

const nameTerm = (word: string): string => `name ${word.slice(0, LONGEST)}`
const addressTerm = (postcode: string, houseNumber: string): string =>
  `address ${plain(postcode)} ${plain(houseNumber)}`
const mailboxTerm = (email: string): string => `mailbox ${email.trim().toLowerCase()}`

/** The words of a name, without marks on their letters. */
const wordsOf = (name: string): string[] =>
  folded(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
const plain = (text: string): string => folded(text).replace(/[^a-z0-9]/g, '')

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[øłđıßæœþ]/g, (letter) => LETTERS[letter] ?? letter)
