import { z } from 'zod'
import { portalSchema } from '../contracts/portals.ts'

/**
 * What a status of a portal means: help accepted (F2, with its date), one of the codes for any other answer, a line
 * that the portal refused, for another reason (`rejected`) or one of our list (S5), or one that it passed on to the
 * municipality. That changes nothing, and neither does help that was not accepted (F3): collection goes on, and there
 * is no ground to keep it.
 */
const meaningSchema = z.enum([
  'accepted',
  'repeated',
  'below-threshold',
  'deceased',
  'moved-away',
  'other',
  'rejected',
  'unknown-address',
  'not-connected',
  'duplicate',
  'invalid-row',
  'passed-on',
  'not-accepted',
])

const titlesSchema = z.array(z.string().min(1)).min(1)
/** Two systems write the same word in two ways: capitals, signs and spaces do not count. */
export const asWord = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/**
 * How a portal writes a file with answers, refusals, or what became of the signals: data, since BKR and Inforing hand
 * it out after the contract.
 */
export const answerProfileSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/),
    version: z.string().min(1),
    /** Whom a person has to ask before this profile is used for real, and what; left out when nothing is open. */
    confirm: z.string().min(1).optional(),
    portal: portalSchema,
    /** The titles under which the portal may give a field; the address says which signal it is about. */
    columns: z.strictObject({
      postcode: titlesSchema,
      houseNumber: titlesSchema,
      houseNumberAddition: titlesSchema.optional(),
      status: titlesSchema,
      date: titlesSchema.optional(),
    }),
    /** The portal's words, whatever their capitals and signs. They go on the record, so none may be about a person. */
    statuses: z.record(z.string().min(1).max(80), meaningSchema),
  })
  .superRefine(({ columns, statuses }, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const words = Object.keys(statuses).map(asWord)
    if (new Set(words).size < words.length) problem('statuses', 'een status staat er twee keer in')
    if (Object.values(statuses).includes('accepted') && !columns.date)
      problem('columns', 'hulp aanvaard heeft een datum nodig: date ontbreekt')
    const all = Object.values(columns)
      .flatMap((each) => each ?? [])
      .map(asWord)
    if (new Set(all).size < all.length) problem('columns', 'een titel staat er twee keer in')
  })
export type AnswerProfile = z.infer<typeof answerProfileSchema>
export type Meaning = z.infer<typeof meaningSchema>
