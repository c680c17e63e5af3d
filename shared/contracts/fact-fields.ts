import { z } from 'zod'
import { unwrapped } from '../domain/renter-number.ts'
import { eurosAsCentsSchema, isoDateSchema, lineOfText, recordIdSchema } from './fields.ts'

// What several facts have in common.

/**
 * Local time in Europe/Amsterdam, without an offset; parsed to whole seconds, so that text order is the order of time.
 */
export const localTimeSchema = z
  .string()
  .refine((text) => isLocalTime(text), 'schrijf een bestaande datum en tijd als jjjj-mm-ddTuu:mm, zonder tijdzone')
  .transform((text) => (text.length === 16 ? `${text}:00` : text))

function isLocalTime(text: string): boolean {
  const [date, time] = [text.slice(0, 10), text.slice(10)]
  return isoDateSchema.safeParse(date).success && /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)
}

/**
 * A word from a list that we do not own (`moved away`, `below_threshold`), read into one spelling: `moved-away`. Short,
 * and without punctuation: there is no room for a sentence about a person.
 */
export const shortCodeSchema = z
  .string()
  .transform((text) =>
    text
      .trim()
      .toLowerCase()
      .replace(/[\s_/]+/g, '-'),
  )
  .pipe(
    z
      .string()
      .regex(/^[\p{L}\d][\p{L}\d-]{0,39}$/u, 'gebruik een kort woord, met alleen letters, cijfers en streepjes'),
  )

/** What every fact may say of itself (E1); whoever reports may leave out all but when it happened. */
export const anyFact = {
  at: localTimeSchema,
  /** Its own identity: the same one counts once, through whichever door it comes. */
  id: lineOfText(200).exactOptional(),
  /** Who says it: a colleague, by id, name or e-mail, or `system`, `portal` or `renter`. */
  by: lineOfText(120).exactOptional(),
}

export const amountAboveZeroSchema = eurosAsCentsSchema.refine((cents) => cents > 0, 'het bedrag moet hoger zijn dan 0')

/** A debtor number, as an export or a program writes it. */
export const renterSchema = z.string().transform(unwrapped).pipe(recordIdSchema)
/** A debtor number belongs to one client: `client` says to which (R6). */
export const aboutRenter = { ...anyFact, renter: renterSchema, client: recordIdSchema.exactOptional() }
