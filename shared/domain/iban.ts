/** Country, two check digits, and the account by the country's own rule, of 11 to 30 characters (ISO 13616). */
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/
/** The one length that we know for certain; the check digits find a wrong one abroad. */
const DUTCH_LENGTH = 18

/** An IBAN, in any case and with or without spaces, as it is kept: `NL91ABNA0417164300`. Null for what is none. */
export function ibanOf(text: string): string | null {
  const iban = text.replace(/\s/g, '').toUpperCase()
  if (!IBAN.test(iban) || (iban.startsWith('NL') && iban.length !== DUTCH_LENGTH)) return null
  return remainder(iban.slice(4) + iban.slice(0, 4)) === 1 ? iban : null
}

/** Modulo 97 of the digits, a letter being two of them (`A` is 10), as ISO 7064 has it. */
const remainder = (text: string): number =>
  [...text].reduce((rest, char) => {
    const value = Number.parseInt(char, 36)
    return (rest * (value > 9 ? 100 : 10) + value) % 97
  }, 0)
