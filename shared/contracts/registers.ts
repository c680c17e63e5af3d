import { z } from 'zod'
import { OPTIONAL_FIELDS } from '../domain/closed-lists.ts'
import { postcodeOrArea } from '../domain/postcode.ts'
import { REFERENCE_PREFIX } from '../domain/reference.ts'
import { CHANNELS, type Channel, FORMATS, PORTALS, portalSchema } from './portals.ts'

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

export const agreementStatusSchema = z.enum(['none', 'requested', 'in-force', 'ended'])

// --- registers.json --------------------------------------------------------------------------------------------------

/** What the form of the NVVK asks of a partner that registers itself (work instruction, step 1), in its order. */
const nvvkSchema = z.strictObject({
  contact: z.strictObject({ name: lineOfText(120), email: z.email() }),
  /** Whether municipalities and the suppliers of the portals may have the contact's name and address. */
  shareContact: z.boolean(),
  signatory: z.strictObject({
    name: lineOfText(120),
    role: lineOfText(120),
    email: z.email(),
    mobile: lineOfText(40).nullable().default(null),
  }),
})

export const organisationFieldsSchema = z.strictObject({
  name: lineOfText(120),
  from: z.email(),
  objectionEmail: z.email(),
  website: z.url({ protocol: /^https?$/ }),
  privacyUrl: z.url({ protocol: /^https?$/ }),
  phone: lineOfText(40).nullable().default(null),
  collectionServiceNumber: lineOfText(40).nullable().default(null),
  complaints: z.email().optional(),
  staff: z.email().optional(),
  /** What the references of new cases begin with; the cases that there are keep theirs. */
  letterReference: z
    .string()
    .regex(REFERENCE_PREFIX, 'een kenmerk begint met hoogstens zes hoofdletters of cijfers, een letter eerst')
    .default('VS'),
  nvvk: nvvkSchema.nullable().default(null),
  /** Whether a colleague approves each round before it goes (S6). */
  approveRounds: z.boolean().default(false),
})
const organisationSchema = organisationFieldsSchema.transform((value) => ({
  ...value,
  complaints: value.complaints ?? value.from,
  staff: value.staff ?? null,
}))

const mandateSchema = z
  .strictObject({ from: isoDateSchema, until: isoDateSchema.nullable().default(null) })
  .refine(untilNotBeforeFrom, UNTIL_BEFORE_FROM)

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
  resignal: z.enum(['never', 'monthly']),
}

export const clientFieldsSchema = z.strictObject({
  id: recordIdSchema,
  name: lineOfText(120),
  mandate: mandateSchema.nullable().default(null),
  optionalFields: clientPolicy.optionalFields.default([]),
  collectionAgency: clientPolicy.collectionAgency.default(null),
  handOver: clientPolicy.handOver.default('after-answer-period'),
  resignal: clientPolicy.resignal.default('never'),
  retentionDays: z.int().min(0).max(3660).default(30),
})

const agreementSchema = z
  .strictObject({
    status: agreementStatusSchema,
    from: isoDateSchema.nullable().default(null),
    until: isoDateSchema.nullable().default(null),
  })
  .refine(untilNotBeforeFrom, UNTIL_BEFORE_FROM)

export const municipalityFieldsSchema = z.strictObject({
  gemeentecode: gemeentecodeSchema,
  name: lineOfText(80),
  portal: portalSchema,
  channel: z.enum(CHANNELS).optional(),
  format: z.enum(FORMATS).optional(),
  agreement: agreementSchema.default({ status: 'none', from: null, until: null }),
  minimumAmount: eurosAsCentsSchema.nullable().default(null),
})
const municipalitySchema = municipalityFieldsSchema
  .superRefine(({ portal, channel }, context) => {
    const known: readonly Channel[] = PORTALS[portal].channels
    if (channel !== undefined && !known.includes(channel))
      context.addIssue({ code: 'custom', path: ['channel'], message: `bij ${portal} kan alleen ${known.join(' of ')}` })
  })
  .transform(({ minimumAmount, channel, format, ...rest }) => ({
    ...rest,
    channel: channel ?? PORTALS[rest.portal].channel,
    format: format ?? PORTALS[rest.portal].format,
    minimumAmountCents: minimumAmount,
  }))

/** What signs in place of a colleague. */
export const NO_COLLEAGUES: ReadonlySet<string> = new Set(['system', 'portal', 'renter'])

/** Who may sign what is reported and changed: histories hold the id alone, so it had better tell nothing. */
export const colleagueSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]{1,20}$/, 'gebruik hoogstens 20 letters, cijfers en streepjes')
    .refine((id) => !NO_COLLEAGUES.has(id), 'dit woord is al van het systeem'),
  name: lineOfText(120),
  email: z.email().nullable().default(null),
  role: lineOfText(120).nullable().default(null),
})

/** A name as it is compared: however it is spaced, and in capitals or not. */
export const sameName = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()

const addressLineSchema = z
  .strictObject({
    postcode: z
      .string()
      .overwrite((text) => postcodeOrArea(text) ?? '')
      .min(1, 'schrijf een postcode als 1234AB, of vier cijfers'),
    huisnummer: z
      .union(
        [
          z.int(),
          z
            .string()
            .regex(/^\d{1,5}$/)
            .transform(Number),
        ],
        'een huisnummer is een getal van 1 tot 99999',
      )
      .refine((number) => number >= 1 && number <= 99_999, 'een huisnummer is een getal van 1 tot 99999')
      .nullable()
      .default(null),
    gemeentecode: gemeentecodeSchema,
  })
  .refine(({ postcode, huisnummer }) => huisnummer === null || postcode.length === 6, {
    path: ['huisnummer'],
    message: 'bij een huisnummer hoort een hele postcode',
  })

export const policyFieldsSchema = z
  .strictObject({
    signalDay: z.int().min(1).max(28).default(20),
    objectionDays: z.int().min(1).max(60).default(7),
    suspensionDays: z.int().min(1).max(30, 'volgens LCV 4.2 hoogstens 30 dagen').default(30),
    answerDays: z.int().min(1).max(90).default(28),
    reminderDay: z.int().min(1).max(28).default(5),
    demandDay: z.int().min(1).max(28).default(15),
    noticeDay: z.int().min(1).max(28).default(5),
    reminderToDemandDays: z.int().min(1).max(60).default(7),
    demandToNoticeDays: z.int().min(1).max(60).default(14),
    threatAnswerWorkingDays: z.int().min(1).max(20).default(3),
  })
  .refine(({ reminderDay, demandDay }) => reminderDay < demandDay, {
    path: ['demandDay'],
    message: 'de aanmaning komt na de herinnering',
  })
  .refine(({ noticeDay, signalDay }) => noticeDay < signalDay, {
    path: ['signalDay'],
    message: 'het vroegsignaal komt na de sommatie',
  })

/**
 * `registers.json` (R1–R4): who reports, for whom, where, and by which policy. Strict: an unknown key is an error.
 * Left out: organisation `phone`, `collectionServiceNumber`, `staff` (no mail to staff) and `nvvk` null, `complaints`
 * the address in `from`, `letterReference` 'VS', `approveRounds` false; client `mandate` null (none: nothing is
 * reported), `optionalFields` none, `collectionAgency` null, `handOver` 'after-answer-period', `resignal` 'never',
 * `retentionDays` 30; municipality `channel` 'sftp' (RIS) or 'upload' (VPS), `format` 'xlsx' (RIS) or 'csv' (VPS),
 * `agreement` none, `minimumAmount` null; `portalsFile` null (the bundled profiles); a colleague's `email` and `role`
 * null; an absent `colleagues`, `municipalities`, `addresses` or `policy` is an empty one. Parsed money is in cents,
 * dates are `YYYY-MM-DD`, `until` is the last day that counts.
 */
export const registersSchema = z
  .strictObject({
    organisation: organisationSchema,
    clients: z.array(clientFieldsSchema).min(1),
    colleagues: z.array(colleagueSchema).default([]),
    municipalities: z.array(municipalitySchema).default([]),
    addresses: z.array(addressLineSchema).default([]),
    addressesFile: lineOfText(1000).nullable().default(null),
    portalsFile: lineOfText(1000).nullable().default(null),
    policy: policyFieldsSchema.prefault({}),
  })
  .superRefine((registers, context) => {
    const report = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (registers.addressesFile !== null && registers.addresses.length > 0)
      report(['addressesFile'], 'kies: of addresses, of addressesFile')
    for (const index of repeated(registers.clients.map(({ id }) => id)))
      report(['clients', index, 'id'], 'deze opdrachtgever staat er twee keer in')
    for (const index of repeated(registers.municipalities.map((entry) => entry.gemeentecode)))
      report(['municipalities', index, 'gemeentecode'], 'deze gemeente staat er twee keer in')
    for (const index of repeated(registers.colleagues.map(({ id }) => id)))
      report(['colleagues', index, 'id'], 'deze collega staat er twee keer in')
    for (const index of repeated(registers.colleagues.map(({ name }) => sameName(name))))
      report(['colleagues', index, 'name'], 'deze naam staat er twee keer in; maak ze verschillend')
    for (const index of contradicted(registers.addresses))
      report(['addresses', index, 'gemeentecode'], 'dit adres staat er ook in met een andere gemeente')
  })

function repeated(keys: string[]): number[] {
  const seen = new Set<string>()
  return keys.flatMap((key, index) => {
    if (seen.has(key)) return [index]
    seen.add(key)
    return []
  })
}

function contradicted(lines: AddressLine[]): number[] {
  const known = new Map<string, string>()
  return lines.flatMap((line, index) => {
    const key = `${line.postcode} ${line.huisnummer ?? ''}`
    const before = known.get(key) ?? line.gemeentecode
    known.set(key, before)
    return before === line.gemeentecode ? [] : [index]
  })
}

export type Registers = z.output<typeof registersSchema>
export type Organisation = Registers['organisation']
export type Client = Registers['clients'][number]
/** What changes of a client's policy; what is left out stays. */
export type ClientChange = Partial<Pick<Client, keyof typeof clientPolicy>>
export type Colleague = Registers['colleagues'][number]
export type Municipality = Registers['municipalities'][number]
export type Policy = Registers['policy']
export type AddressLine = z.output<typeof addressLineSchema>
export type AgreementStatus = z.output<typeof agreementStatusSchema>
