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
  collectionServiceNumber: optionalLineSchema,
  complaints: z.email(),
  staff: z.email().nullable(),
})

const clientSchema = z.object({ name: lineSchema })

const renterSchema = z.object({
  surname: lineSchema,
  initials: optionalLineSchema,
  street: optionalLineSchema,
  houseNumber: optionalLineSchema,
  houseNumberAddition: optionalLineSchema,
  postcode: optionalLineSchema,
  city: optionalLineSchema,
})

const claimSchema = z.object({
  description: lineSchema,
  invoice: lineSchema,
  dueOn: isoDateSchema,
  /** What is still open, in cents; below zero for a credit. */
  openCents: z.int(),
})

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
  claims: z.array(claimSchema.extend({ disputed: z.boolean() })).min(1),
  /** Sum of the undisputed claims: what the letter asks for. */
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
  /** The optional columns that the client shares (R2); the letter adds the five mandatory ones itself. */
  optionalFields: z.array(z.enum(OPTIONAL_FIELDS)),
  objectionDays: z.int().min(1).max(60),
  /** Page where the renter objects; null when there is none. */
  objectionUrl: webAddressSchema.nullable().default(null),
}

interface Totalled {
  readonly claims: readonly { readonly disputed?: boolean; readonly openCents: number }[]
  readonly totalCents: number
}
const addsUp = ({ claims, totalCents }: Totalled) =>
  claims.reduce((sum, { disputed, openCents }) => (disputed ? sum : sum + openCents), 0) === totalCents
const wrongTotal = () => ({ path: ['totalCents'], message: 'het totaal is niet de som van de onbetwiste posten' })

const reminderSchema = z.object({ kind: z.literal('reminder'), ...aboutArrears }).refine(addsUp, wrongTotal())
const demandSchema = z.object({ kind: z.literal('demand'), ...aboutReport }).refine(addsUp, wrongTotal())
const noticeSchema = z.object({ kind: z.literal('notice'), ...aboutReport }).refine(addsUp, wrongTotal())

/** To a renter: the three acts (C1). Amounts in cents. */
export const renterLetterSchema = z.discriminatedUnion('kind', [reminderSchema, demandSchema, noticeSchema])

const aboutAgency = { ...aboutLetter, client: clientSchema, renterNumber, agency: z.object({ name: lineSchema }) }

/**
 * To a collection agency or bailiff. A hand-over says who owes what and which letters went out; after that the case id
 * and the debtor number are enough. Nothing here can say that the municipality helps, or why a case is paused.
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
      lettersSent: z.array(z.object({ kind: z.enum(['reminder', 'demand', 'notice']), sentOn: isoDateSchema })),
    })
    .refine(addsUp, wrongTotal()),
  z.object({ kind: z.literal('agency-pause'), ...aboutAgency, pauseUntil: isoDateSchema }),
  z.object({ kind: z.literal('agency-resume'), ...aboutAgency }),
  z.object({ kind: z.literal('agency-stop'), ...aboutAgency }),
])

/** A case as a colleague finds it: its id, the renter's number, and whose dwelling it is. */
const aboutCase = { caseId: lineSchema, renter: lineSchema, client: clientSchema }

/**
 * To the debtor department, once a day: what waits for people. Case ids, renter numbers and amounts only: who the
 * renter is stands in the case, so that a purge (K2) need not reach into a mailbox.
 */
export const staffLetterSchema = z
  .object({
    kind: z.literal('staff-daily'),
    date: isoDateSchema,
    organisation: organisationSchema,
    /** Renters whom nobody called yet (C6 b). */
    tasks: z.array(
      z.object({
        ...aboutCase,
        totalCents: z.int(),
        months: z.int().min(0),
        /** Last day on which an effort at personal contact still counts for this round. */
        contactBefore: isoDateSchema,
      }),
    ),
    /** How many more there are than the mail lists. */
    moreTasks: z.int().min(0).default(0),
    questions: z.array(
      z.object({
        caseId: lineSchema.nullable(),
        renter: lineSchema.nullable(),
        /** What a person must find out or decide, in Dutch, without personal data. */
        question: lineSchema,
      }),
    ),
    /** Signals that the municipality should have answered by now (F1). */
    overdue: z.array(z.object({ ...aboutCase, municipality: lineSchema, answerBy: isoDateSchema })),
    moreOverdue: z.int().min(0).default(0),
  })
  .refine(
    ({ tasks, questions, overdue }) => tasks.length + questions.length + overdue.length > 0,
    'er is niets te doen',
  )

export const letterModelSchema = z.discriminatedUnion('kind', [
  renterLetterSchema,
  agencyLetterSchema,
  staffLetterSchema,
])

/** What the caller hands in; unknown keys are dropped, so nothing beyond the schema can reach a letter. */
export type LetterModel = z.input<typeof letterModelSchema>
export type Letter = z.output<typeof letterModelSchema>
export type RenterLetter = z.output<typeof renterLetterSchema>
export type AgencyLetter = z.output<typeof agencyLetterSchema>
export type StaffLetter = z.output<typeof staffLetterSchema>
export type LetterKind = Letter['kind']

export const LETTER_KINDS = [
  'reminder',
  'demand',
  'notice',
  'agency-handover',
  'agency-pause',
  'agency-resume',
  'agency-stop',
  'staff-daily',
] as const satisfies readonly LetterKind[]
