import { z } from 'zod'
import { CONTACT_KINDS, OBJECTION_CHANNELS, type ObjectionChannel, THREATS, wordOf } from '../domain/closed-lists.ts'
import { HELP_ACCEPTED } from '../domain/event.ts'
import { clientPolicy } from './client.ts'
import { aboutRenter, amountAboveZeroSchema, anyFact, shortCodeSchema } from './fact-fields.ts'
import { factsOfPeople } from './facts-of-people.ts'
import {
  gemeentecodeSchema,
  isoDateSchema,
  lineOfText,
  recordIdSchema,
  UNTIL_BEFORE_FROM,
  untilNotBeforeFrom,
} from './fields.ts'
import { agreementStatusSchema, type ClientChange } from './registers.ts'

/** Other words for the channels of an objection. */
const CHANNEL_WORDS: Readonly<Record<string, ObjectionChannel>> = {
  ...{ email: 'e-mail', mail: 'e-mail', phone: 'telefoon', telephone: 'telefoon', letter: 'post', brief: 'post' },
}

const channelSchema = shortCodeSchema.transform((word) =>
  wordOf(OBJECTION_CHANNELS, CHANNEL_WORDS[word] ?? word, 'overig'),
)
const threatSchema = shortCodeSchema.transform((word) => wordOf(THREATS, word, 'overig'))

const termsSchema = z
  .array(z.strictObject({ date: isoDateSchema, amount: amountAboveZeroSchema }).transform(toTerm))
  .min(1)
  .superRefine((list, context) => {
    const late = list.findIndex(({ date }, index) => index > 0 && date <= (list[index - 1]?.date ?? ''))
    if (late > 0)
      context.addIssue({
        code: 'custom',
        path: [late, 'date'],
        message: 'de termijnen moeten op volgorde van datum staan',
      })
  })

function toTerm({ date, amount }: { date: string; amount: number }): { date: string; amountCents: number } {
  return { date, amountCents: amount }
}

/**
 * F2: the law lets only acceptance and its date through; every other answer is a code without any detail. Parsed `on`
 * is the day on which help was accepted, and for a code the day on which it came.
 */
const answerSchema = z
  .strictObject({
    ...aboutRenter,
    type: z.literal('answer'),
    accepted: z.literal(true, 'hier kan alleen true staan: de gemeente meldt alleen dat hulp is aanvaard').optional(),
    on: isoDateSchema.optional(),
    code: shortCodeSchema
      .refine((code) => code !== HELP_ACCEPTED, 'schrijf "accepted": true met de datum in "on"')
      .optional(),
  })
  .transform(({ accepted, on, code, ...rest }, context) => {
    if (accepted && on !== undefined && code === undefined) return { ...rest, code: HELP_ACCEPTED, on }
    if (!accepted && on === undefined && code !== undefined) return { ...rest, code, on: rest.at.slice(0, 10) }
    const missingDate = accepted === true && code === undefined
    context.addIssue({
      code: 'custom',
      path: missingDate ? ['on'] : [],
      message: missingDate ? 'dit veld ontbreekt' : 'een antwoord is "accepted": true met "on", of alleen "code"',
    })
    return z.NEVER
  })

/**
 * A client's policy changes from now on, in the cases that run too; what is left out stays as it is. The mandate has a
 * fact of its own.
 */
const clientSchema = z
  .strictObject({
    ...anyFact,
    type: z.literal('client'),
    client: recordIdSchema,
    handOver: clientPolicy.handOver.exactOptional(),
    handOverUnreported: clientPolicy.handOverUnreported.exactOptional(),
    resignal: clientPolicy.resignal.exactOptional(),
    optionalFields: clientPolicy.optionalFields.exactOptional(),
    collectionAgency: clientPolicy.collectionAgency.exactOptional(),
  })
  .transform(({ handOver, handOverUnreported, resignal, optionalFields, collectionAgency, ...rest }, context) => {
    const change: ClientChange = {
      ...(handOverUnreported !== undefined && { handOverUnreported }),
      ...(handOver !== undefined && { handOver }),
      ...(resignal !== undefined && { resignal }),
      ...(optionalFields !== undefined && { optionalFields }),
      ...(collectionAgency !== undefined && { collectionAgency }),
    }
    if (Object.keys(change).length > 0) return { ...rest, change }
    context.addIssue({ code: 'custom', path: [], message: 'er staat niet bij wat er verandert' })
    return z.NEVER
  })

/**
 * One line of `events.jsonl`: what people, municipalities and portals report. `at` is local time in Europe/Amsterdam;
 * amounts are read from euros into cents. Strict: an unknown key or type is an error.
 */
export const reportedFactSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...aboutRenter,
    type: z.literal('contact-attempt'),
    kind: z.enum(CONTACT_KINDS),
    reached: z.boolean(),
  }),
  z.strictObject({ ...aboutRenter, type: z.literal('objection'), channel: channelSchema }),
  z.strictObject({ ...aboutRenter, type: z.literal('objection-withdrawn'), channel: channelSchema }),
  z
    .strictObject({
      ...aboutRenter,
      type: z.literal('payment'),
      amount: z.union([amountAboveZeroSchema, z.literal('all')], 'schrijf een bedrag boven 0 in euro’s, of "all"'),
    })
    .transform(({ amount, ...rest }) => ({ ...rest, amountCents: amount })),
  z.strictObject({ ...aboutRenter, type: z.literal('dispute'), invoice: lineOfText(64) }),
  z.strictObject({ ...aboutRenter, type: z.literal('dispute-resolved'), invoice: lineOfText(64) }),
  z.strictObject({
    ...aboutRenter,
    type: z.literal('arrangement'),
    terms: termsSchema,
    /** What the terms are for; all that is due and undisputed, unless told (C8). */
    invoices: z.array(lineOfText(64)).min(1).exactOptional(),
  }),
  z.strictObject({ ...aboutRenter, type: z.literal('arrangement-broken') }),
  z.strictObject({ ...aboutRenter, type: z.literal('threat'), kind: threatSchema }),
  answerSchema,
  z.strictObject({ ...aboutRenter, type: z.literal('portal-rejection'), reason: lineOfText(200) }),
  /**
   * A person sends the signal again while the arrears last, or for the first time after the portal's rejection was
   * dealt with (LCV 3.2, S5).
   */
  z.strictObject({ ...aboutRenter, type: z.literal('redeliver') }),
  z.strictObject({ ...aboutRenter, type: z.literal('bounce') }),
  z
    .strictObject({
      ...anyFact,
      type: z.literal('mandate'),
      client: recordIdSchema,
      from: isoDateSchema,
      until: isoDateSchema.nullable().default(null),
    })
    .refine(untilNotBeforeFrom, UNTIL_BEFORE_FROM),
  clientSchema,
  z
    .strictObject({
      ...anyFact,
      type: z.literal('agreement'),
      gemeentecode: gemeentecodeSchema,
      status: agreementStatusSchema,
      from: isoDateSchema.nullable().default(null),
      until: isoDateSchema.nullable().default(null),
    })
    .refine(untilNotBeforeFrom, UNTIL_BEFORE_FROM),
  z.strictObject({ ...anyFact, type: z.literal('import-confirmed'), file: lineOfText(255) }),
  /** A person put a file in the portal by hand (S2). */
  z.strictObject({ ...anyFact, type: z.literal('upload-confirmed'), file: lineOfText(255) }),
  ...factsOfPeople,
  /** The portal's own receipt of a file came, with this date (S2). */
  z.strictObject({ ...anyFact, type: z.literal('portal-receipt'), file: lineOfText(255), on: isoDateSchema }),
])

export type ReportedFact = z.output<typeof reportedFactSchema>
