import { z } from 'zod'
import { postcodeOrArea } from '../domain/postcode.ts'
import { type clientPolicy, clientSchema } from './client.ts'
import {
  eurosAsCentsSchema,
  gemeentecodeSchema,
  isoDateSchema,
  lineOfText,
  UNTIL_BEFORE_FROM,
  untilNotBeforeFrom,
} from './fields.ts'
import { organisationSchema } from './organisation.ts'
import { policySchema } from './policy.ts'
import { CHANNELS, type Channel, FORMATS, PORTALS, portalSchema } from './portals.ts'

export const agreementStatusSchema = z.enum(['none', 'requested', 'in-force', 'ended'])

// --- registers.json --------------------------------------------------------------------------------------------------

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

/**
 * `registers.json` (R1–R4): who reports, for whom, where, and by which policy. Strict: an unknown key is an error.
 * Left out: organisation `phone`, `address`, `kvkNumber`, `iban`, `collectionServiceNumber`, `staff` (no mail to
 * staff), `functionaris`, `administrator`, `linkAddress` and `nvvk` null, `ibanName` the organisation's own,
 * `complaints` the address in `from`, `letterReference` 'VS', `approveRounds` false; client `mandate` null (none:
 * nothing is reported), `optionalFields` none, `collectionAgency` null, `handOver` 'after-answer-period',
 * `handOverUnreported` 'ask', `resignal` 'never', `notRent` our list, `retentionDays` 30; municipality `channel`
 * 'sftp' (RIS) or 'upload' (VPS), `format` 'xlsx' (RIS) or 'csv' (VPS), `agreement` none, `minimumAmount` null;
 * `portalsFile` null (the bundled profiles); a colleague's `email` and `role` null; an absent `colleagues`,
 * `municipalities`, `addresses` or `policy` is an empty one. Parsed money is in cents, dates are `YYYY-MM-DD`, `until`
 * is the last day that counts.
 */
export const registersSchema = z
  .strictObject({
    organisation: organisationSchema,
    clients: z.array(clientSchema).min(1),
    colleagues: z.array(colleagueSchema).default([]),
    municipalities: z.array(municipalitySchema).default([]),
    addresses: z.array(addressLineSchema).default([]),
    addressesFile: lineOfText(1000).nullable().default(null),
    portalsFile: lineOfText(1000).nullable().default(null),
    policy: policySchema.prefault({}),
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
export type ClientChange = Partial<Pick<Client, keyof typeof clientPolicy | 'optionalFieldsAgreed'>>
export type Colleague = Registers['colleagues'][number]
export type Municipality = Registers['municipalities'][number]
export type Policy = Registers['policy']
export type AddressLine = z.output<typeof addressLineSchema>
export type AgreementStatus = z.output<typeof agreementStatusSchema>
