import { z } from 'zod'
import { isoDateSchema } from '../contracts/fields.ts'
import { OPTIONAL_FIELDS } from '../domain/closed-lists.ts'

/**
 * One line of text. An export may hold tabs and line breaks inside a name; they become one space here, so that nothing
 * can start a new line in a mail header, an address window or a table. A letter and its accent become one character, as
 * fonts have them.
 */
const lineSchema = z.string().transform(toOneLine).pipe(z.string().min(1).max(1000))

/** The same, for what may be unknown; null and empty are one thing. */
const optionalLineSchema = z
  .string()
  .nullable()
  .default(null)
  .transform((text) => (text === null ? null : toOneLine(text) || null))
  .pipe(z.string().max(1000).nullable())

function toOneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
}

const webAddressSchema = z.url({ protocol: /^https?$/ })

const organisationSchema = z.object({
  name: lineSchema,
  from: z.email(),
  objectionEmail: z.email(),
  website: webAddressSchema,
  privacyUrl: webAddressSchema,
  phone: optionalLineSchema,
  address: z.object({ street: lineSchema, postcode: lineSchema, city: lineSchema }).nullable(),
  kvkNumber: optionalLineSchema,
  /** Where to pay, and whose account it is; without a name it is the organisation's. */
  iban: optionalLineSchema,
  ibanName: optionalLineSchema,
  collectionServiceNumber: optionalLineSchema,
  complaints: z.email(),
  staff: z.email().nullable(),
})

const clientSchema = z.object({ name: lineSchema })

const placeSchema = z.object({
  street: optionalLineSchema,
  houseNumber: optionalLineSchema,
  houseNumberAddition: optionalLineSchema,
  postcode: optionalLineSchema,
  city: optionalLineSchema,
})

const renterSchema = placeSchema.extend({ surname: lineSchema, initials: optionalLineSchema })

/**
 * Who gets the letter in the renter's place (R7). An administrator (bewindvoerder) or a guardian (curator) is addressed
 * himself; `care-of` is an envelope, and the letter stays the renter's. A mentor gets none.
 */
const representativeSchema = placeSchema.extend({
  kind: z.enum(['administration', 'guardian', 'care-of']),
  name: lineSchema,
})

const claimSchema = z.object({
  description: lineSchema,
  invoice: lineSchema,
  dueOn: isoDateSchema,
  /** What is still open, in cents; below zero for a credit. */
  openCents: z.int(),
})

/** A claim that the letter asks to be paid, and counts as listed by it (C10). */
const listedClaimSchema = claimSchema.extend({
  /** Rent of a dwelling. */
  rent: z.boolean(),
  /** No letter listed it before: a month that came later has wording of its own. */
  later: z.boolean().default(false),
  /** It was paid, and the payment came back (C14). */
  returned: z.boolean().default(false),
})

/** What a letter shows apart and does not ask for: it does not count as listed (C3, C10). */
const apartSchema = z.object({
  disputed: z.array(claimSchema).default([]),
  arranged: z.array(claimSchema).default([]),
  agency: z.array(claimSchema).default([]),
  /** Open too, and listed by a letter before: what a follow-up reminder is not about. */
  earlier: z.array(claimSchema).default([]),
})
/** In the order in which a letter shows them. */
export const APART = ['disputed', 'arranged', 'agency', 'earlier'] as const
export type Apart = (typeof APART)[number]

const aboutLetter = {
  caseId: lineSchema,
  /** The day on which the letter is sent, Europe/Amsterdam. */
  date: isoDateSchema,
  organisation: organisationSchema,
}

/** The number that the renter has with the client; a case's reference is ours alone. */
const renterNumber = lineSchema

const aboutArrears = {
  ...aboutLetter,
  client: clientSchema,
  renterNumber,
  renter: renterSchema,
  /** Null: the renter gets it. */
  representative: representativeSchema.nullable().default(null),
  /** A business letter, to a legal person or about no dwelling, says nothing of debt help (C9). */
  naturalPerson: z.boolean(),
  dwelling: z.boolean(),
  claims: z.array(listedClaimSchema).min(1),
  apart: apartSchema.prefault({}),
  /** Sum of the claims: what the letter asks for. */
  totalCents: z.int().positive(),
  /** Days to pay, counted from receipt of the letter. */
  payWithinDays: z.int().min(1).max(60),
}

const aboutReport = {
  ...aboutArrears,
  /** Null while the address is not found in the address table: the letter then says "uw gemeente" (R5). */
  municipality: z.object({ name: lineSchema }).nullable(),
  /**
   * Whether this renter's data may go to the municipality if nothing changes: mandate in force, natural person,
   * dwelling, no objection on record (C7, C9, R1). False: the letter announces no report and lists no data.
   */
  reporting: z.boolean(),
  /**
   * The optional columns that the client shares and that this renter has (R2); the letter adds the five mandatory ones
   * itself.
   */
  optionalFields: z.array(z.enum(OPTIONAL_FIELDS)),
  objectionDays: z.int().min(1).max(60),
  /** Page where the renter objects; null when there is none. */
  objectionUrl: webAddressSchema.nullable().default(null),
}

interface Totalled {
  readonly claims: readonly { readonly openCents: number }[]
  readonly totalCents: number
}
const addsUp = ({ claims, totalCents }: Totalled) =>
  claims.reduce((sum, { openCents }) => sum + openCents, 0) === totalCents
const wrongTotal = () => ({ path: ['totalCents'], message: 'het totaal is niet de som van de posten' })

const reminderSchema = z.object({ kind: z.literal('reminder'), ...aboutArrears }).refine(addsUp, wrongTotal())
const demandSchema = z.object({ kind: z.literal('demand'), ...aboutReport }).refine(addsUp, wrongTotal())
const noticeSchema = z.object({ kind: z.literal('notice'), ...aboutReport }).refine(addsUp, wrongTotal())
const followUpSchema = z
  .object({
    kind: z.literal('follow-up'),
    ...aboutReport,
    /** Whether the leading claim had its demand, so that this letter carries tekst 1 as the demand does (C10). */
    withText1: z.boolean(),
  })
  .refine(addsUp, wrongTotal())

/** To a renter: the three acts (C1), and the reminder of months that came later (C10). Amounts in cents. */
export const renterLetterSchema = z.discriminatedUnion('kind', [
  reminderSchema,
  demandSchema,
  noticeSchema,
  followUpSchema,
])

const aboutAgency = { ...aboutLetter, client: clientSchema, renterNumber, agency: z.object({ name: lineSchema }) }
/** The claims that the agency has and the message is about; none when nobody can name them any more. */
const namedClaims = { claims: z.array(claimSchema) }

/**
 * To a collection agency or bailiff. A hand-over says who owes what and which letters went out; after that the case id,
 * the debtor number and the claims are enough. Nothing here can say that the municipality helps, or why a case is
 * paused.
 */
export const agencyLetterSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('agency-handover'),
      ...aboutAgency,
      renter: renterSchema.extend({ phone: optionalLineSchema, email: optionalLineSchema }),
      /** Undisputed claims only: a disputed claim is not for the agency to collect. */
      claims: z.array(claimSchema).min(1),
      totalCents: z.int().positive(),
      lettersSent: z.array(
        z.object({ kind: z.enum(['reminder', 'demand', 'notice', 'follow-up']), sentOn: isoDateSchema }),
      ),
    })
    .refine(addsUp, wrongTotal()),
  z
    .object({
      kind: z.literal('agency-update'),
      ...aboutAgency,
      /** All that the agency has, as it is open today; paid is zero, and new is what it gets with this message (F3). */
      claims: z.array(claimSchema.extend({ added: z.boolean() })).min(1),
      totalCents: z.int(),
    })
    .refine(addsUp, wrongTotal()),
  z.object({ kind: z.literal('agency-pause'), ...aboutAgency, ...namedClaims, pauseUntil: isoDateSchema }),
  z.object({ kind: z.literal('agency-resume'), ...aboutAgency, ...namedClaims }),
  z.object({ kind: z.literal('agency-stop'), ...aboutAgency, ...namedClaims }),
])

/** A line of a mail to colleagues, which may give many reasons. */
const longLineSchema = z.string().transform(toOneLine).pipe(z.string().min(1).max(5000))

/**
 * To the debtor department: what waits for people, in sections of which the most urgent comes first. Of a renter it
 * holds the number, and of one to be called the telephone number: who that is stands in the case, so that a purge (K2)
 * need not reach into a mailbox.
 */
export const staffLetterSchema = z.object({
  kind: z.literal('staff-daily'),
  date: isoDateSchema,
  organisation: organisationSchema,
  /** What there is of it all: the subject. */
  summary: lineSchema,
  sections: z
    .array(
      z.object({
        heading: lineSchema,
        intro: optionalLineSchema,
        lines: z.array(z.object({ about: lineSchema, text: longLineSchema })).min(1),
        /** How many more there are, and where; null when all are listed. */
        more: optionalLineSchema,
      }),
    )
    .min(1, 'er is niets te doen'),
})

export const letterModelSchema = z.discriminatedUnion('kind', [
  renterLetterSchema,
  agencyLetterSchema,
  staffLetterSchema,
])

/** What the caller hands in; unknown keys are dropped, so nothing beyond the schema can reach a letter. */
export type LetterModel = z.input<typeof letterModelSchema>
export type Letter = z.output<typeof letterModelSchema>
export type RenterLetter = z.output<typeof renterLetterSchema>
export type RenterLetterModel = z.input<typeof renterLetterSchema>
export type AgencyLetter = z.output<typeof agencyLetterSchema>
export type StaffLetter = z.output<typeof staffLetterSchema>
export type LetterKind = Letter['kind']

export const LETTER_KINDS = [
  'reminder',
  'demand',
  'notice',
  'follow-up',
  'agency-handover',
  'agency-update',
  'agency-pause',
  'agency-resume',
  'agency-stop',
  'staff-daily',
] as const satisfies readonly LetterKind[]
