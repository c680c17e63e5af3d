import { z } from 'zod'

// What more than one contract reads. Every message is Dutch: a debtor department corrects these files.

/** A calendar date that exists, `YYYY-MM-DD`; as text, dates compare in the order of time. */
export const isoDateSchema = z.iso.date()

/** A CBS gemeentecode: four digits, as text, since it may begin with a zero. */
export const gemeentecodeSchema = z
  .string()
  .regex(/^\d{4}$/, 'een gemeentecode heeft vier cijfers, tussen aanhalingstekens')

/** One line of text without control characters, so that it can stand in a mail header or a table cell. */
export const lineOfText = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .regex(/^\P{Cc}*$/u, 'dit moet één regel tekst zijn')

/**
 * A client's id or a debtor number; it becomes part of database keys and file names, so `#`, `/` and `\` are refused.
 */
export const recordIdSchema = lineOfText(64).regex(/^[^#/\\]*$/, 'gebruik geen # / of \\ in dit veld')

/**
 * Euros as a JSON number with at most two decimals, read into whole cents through their decimal notation: no rounding.
 */
export const eurosAsCentsSchema = z.number().transform((euros, context): number => {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(String(euros)) ?? []
  if (whole !== undefined) return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  context.addIssue({
    code: 'custom',
    message: 'schrijf een bedrag in euro’s, met hoogstens twee cijfers achter de punt',
  })
  return z.NEVER
})

/** `from` and `until` are both the last word: a period counts on its first and on its last day. Null is open. */
export function untilNotBeforeFrom(period: { from: string | null; until: string | null }): boolean {
  return period.from === null || period.until === null || period.from <= period.until
}
export const UNTIL_BEFORE_FROM = { path: ['until'], message: 'de einddatum ligt voor de begindatum' }
