/**
 * Digits and letters that are not taken for another one, on paper or over the telephone. Their number is prime, so that
 * the check character catches every single wrong character and every two that changed places.
 */
const ALPHABET = '23456789ACDEFGHJKLMNPQRTUVWXY'
const RANDOM_CHARACTERS = 8

/** What may stand before a reference, by the register: it says whose it is, and never of what renter. */
export const REFERENCE_PREFIX = /^[A-Z][A-Z0-9]{0,5}$/
const REFERENCE = new RegExp(`^[A-Z][A-Z0-9]{0,5}-[${ALPHABET}]{${RANDOM_CHARACTERS + 1}}$`)
/** The same as people type it, once spaces, dots and hyphens are gone. */
const TYPED = new RegExp(`^([A-Z][A-Z0-9]{0,5})([${ALPHABET}]{${RANDOM_CHARACTERS + 1}})$`)

/**
 * A new reference of a case, such as `VS-K7QX2MNAW`: eight random characters and a check character.
 *
 * @param draw a random whole number, from 0 and below the number that it is given
 */
export function referenceOf(prefix: string, draw: (below: number) => number): string {
  const drawn = Array.from({ length: RANDOM_CHARACTERS }, () => ALPHABET.charAt(draw(ALPHABET.length))).join('')
  const check = (ALPHABET.length - sumOf(drawn)) % ALPHABET.length
  return `${prefix}-${drawn}${ALPHABET.charAt(check)}`
}

/** Whether a text is a reference as we write it, and its check character is right; the case need not be there. */
export const isReference = (text: string): boolean =>
  REFERENCE.test(text) && sumOf(text.slice(text.lastIndexOf('-') + 1)) === 0

/** The reference that somebody typed, in small letters or with spaces; null when it is none. */
export function typedReference(typed: string): string | null {
  const [, prefix, characters] = TYPED.exec(typed.toUpperCase().replace(/[\s.-]/g, '')) ?? []
  const reference = `${prefix}-${characters}`
  return isReference(reference) ? reference : null
}

/**
 * The weighted sum of the characters, modulo their number: the check character weighs 1 and the first one 9, so that
 * the sum of a whole reference is 0.
 */
const sumOf = (characters: string): number =>
  [...characters].reduce(
    (sum, character, place) => sum + (RANDOM_CHARACTERS + 1 - place) * ALPHABET.indexOf(character),
    0,
  ) % ALPHABET.length
