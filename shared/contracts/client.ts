import { z } from 'zod'
import { OPTIONAL_FIELDS } from '../domain/closed-lists.ts'
import { NOT_RENT } from '../domain/rent.ts'
import { isoDateSchema, lineOfText, recordIdSchema, UNTIL_BEFORE_FROM, untilNotBeforeFrom } from './fields.ts'

// A client in `registers.json`, and as it is kept: what is filled in may be read again.

const fact = isoDateSchema.nullable().default(null)
const evidenceSchema = z.strictObject({
  /** The management agreement was amended (art. 6.3 and annex 1 of the complexovereenkomst): no mandate without. */
  agreementChangedOn: fact,
  /** The client was told beforehand what is shared of its renters. */
  clientInformedOn: fact,
  /** The register of processing activities was brought up to date (art. 30 AVG). */
  registerUpdatedOn: fact,
  /** Who says so. */
  by: lineOfText(120).nullable().default(null),
})
export type MandateEvidence = z.output<typeof evidenceSchema>

/** The three facts of a mandate of which nobody gave the dates: taken as told on its first day (R1). */
export const toldOn = (day: string, by: string | null = null): MandateEvidence => ({
  agreementChangedOn: day,
  clientInformedOn: day,
  registerUpdatedOn: day,
  by,
})

const mandateSchema = z
  .strictObject({
    from: isoDateSchema,
    until: isoDateSchema.nullable().default(null),
    evidence: evidenceSchema.optional(),
  })
  .refine(untilNotBeforeFrom, UNTIL_BEFORE_FROM)
  .transform(({ evidence, ...period }) => ({ ...period, evidence: evidence ?? toldOn(period.from) }))

export const collectionAgencySchema = z.strictObject({ name: lineOfText(120), email: z.email() })

/**
 * What a client may decide anew while cases run: the data that it shares (R2), and what follows a signal (F3, LCV 3.2).
 */
export const clientPolicy = {
  optionalFields: z
    .array(z.enum(OPTIONAL_FIELDS))
    .refine((fields) => new Set(fields).size === fields.length, 'een veld staat er twee keer in'),
  collectionAgency: collectionAgencySchema.nullable(),
  handOver: z.enum(['after-answer-period', 'after-signal', 'never']),
  /** What happens to a case that could not be reported for two rounds (F3). */
  handOverUnreported: z.enum(['ask', 'after-notice']),
  resignal: z.enum(['never', 'monthly']),
}

/** For how many days after a case closed each kind of data is kept, unless a client says otherwise with a reason. */
const KEPT_DAYS = { renter: 730, letters: 730, objections: 730, reports: 730, facts: 730, views: 365 } as const
type Kind = keyof typeof KEPT_DAYS
const KINDS = Object.keys(KEPT_DAYS) as Kind[]

const days = z.int().min(0).max(3660)
const retentionSchema = z
  .strictObject({
    ...{ renter: days.exactOptional(), letters: days.exactOptional(), objections: days.exactOptional() },
    ...{ reports: days.exactOptional(), facts: days.exactOptional(), views: days.exactOptional() },
    /** Why a term is shorter than ours, in writing. */
    reason: lineOfText(300).nullable().default(null),
  })
  .superRefine((given, context) => {
    const shorter = KINDS.find((kind) => (given[kind] ?? KEPT_DAYS[kind]) < KEPT_DAYS[kind])
    if (shorter && given.reason === null)
      context.addIssue({
        code: 'custom',
        path: ['reason'],
        message: `een kortere termijn dan ${KEPT_DAYS[shorter]} dagen voor ${shorter} heeft een reden nodig`,
      })
  })

/** The reason of a term that was given as `retentionDays` alone. */
const GIVEN_AS_DAYS = 'opgegeven als retentionDays'

interface Given {
  readonly retention?: z.output<typeof retentionSchema> | undefined
  readonly retentionDays?: number | undefined
}

function retentionOf({ retention, retentionDays }: Given): Record<Kind, number> & { reason: string | null } {
  const one = retentionDays === undefined ? {} : { renter: retentionDays, letters: retentionDays }
  const reason = retention?.reason ?? (retentionDays === undefined ? null : GIVEN_AS_DAYS)
  return { ...KEPT_DAYS, ...one, ...retention, reason }
}

export const clientSchema = z
  .strictObject({
    id: recordIdSchema,
    name: lineOfText(120),
    mandate: mandateSchema.nullable().default(null),
    optionalFields: clientPolicy.optionalFields.default([]),
    /** When the client agreed to share these fields, and who says so (R2). */
    optionalFieldsAgreed: z
      .strictObject({ on: isoDateSchema, by: lineOfText(120) })
      .nullable()
      .default(null),
    collectionAgency: clientPolicy.collectionAgency.default(null),
    handOver: clientPolicy.handOver.default('after-answer-period'),
    handOverUnreported: clientPolicy.handOverUnreported.default('ask'),
    resignal: clientPolicy.resignal.default('never'),
    /** The words in a description that say that a claim on a dwelling is no rent (C12). */
    notRent: z.array(lineOfText(60)).default([...NOT_RENT]),
    retention: retentionSchema.optional(),
    retentionDays: days.optional(),
  })
  .transform(({ retention, retentionDays, ...rest }) => ({
    ...rest,
    retention: retentionOf({ retention, retentionDays }),
  }))
