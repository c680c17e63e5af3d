import { z } from 'zod'
import { ibanOf } from '../domain/iban.ts'
import { postcodeOf } from '../domain/postcode.ts'
import { REFERENCE_PREFIX } from '../domain/reference.ts'
import { lineOfText } from './fields.ts'

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

/** Where the organisation gets post; a post box will do. */
const senderAddressSchema = z.strictObject({
  street: lineOfText(120),
  postcode: z
    .string()
    .overwrite((text) => postcodeOf(text) ?? '')
    .min(1, 'schrijf een postcode als 1234AB'),
  city: lineOfText(80),
})

export const organisationFieldsSchema = z.strictObject({
  name: lineOfText(120),
  from: z.email(),
  objectionEmail: z.email(),
  website: z.url({ protocol: /^https?$/ }),
  privacyUrl: z.url({ protocol: /^https?$/ }),
  phone: lineOfText(40).nullable().default(null),
  address: senderAddressSchema.nullable().default(null),
  /** The number in the trade register. */
  kvkNumber: z
    .string()
    .regex(/^\d{8}$/, 'een KvK-nummer heeft acht cijfers, tussen aanhalingstekens')
    .nullable()
    .default(null),
  /** The account that renters pay to, and whose it is. */
  iban: z
    .string()
    .overwrite((text) => ibanOf(text) ?? '')
    .min(1, 'dit is geen IBAN; kijk of er een cijfer verkeerd staat')
    .nullable()
    .default(null),
  ibanName: lineOfText(70).nullable().default(null),
  collectionServiceNumber: lineOfText(40).nullable().default(null),
  complaints: z.email().optional(),
  staff: z.email().optional(),
  /** The officer for data protection (FG), and who hears of what staff leave lying. */
  functionaris: z.email().nullable().default(null),
  administrator: z.email().nullable().default(null),
  /** Where the page lies on which a renter objects; plain http only on the machine itself. */
  linkAddress: z
    .url({ protocol: /^https?$/ })
    .regex(/^(https:\/\/|http:\/\/127\.0\.0\.1([:/]|$))/, 'dit adres moet met https:// beginnen')
    .nullable()
    .default(null),
  /** What the references of new cases begin with; the cases that there are keep theirs. */
  letterReference: z
    .string()
    .regex(REFERENCE_PREFIX, 'een kenmerk begint met hoogstens zes hoofdletters of cijfers, een letter eerst')
    .default('VS'),
  nvvk: nvvkSchema.nullable().default(null),
  /** Whether a colleague approves each round before it goes (S6). */
  approveRounds: z.boolean().default(false),
})
export const organisationSchema = organisationFieldsSchema.transform((value) => ({
  ...value,
  complaints: value.complaints ?? value.from,
  staff: value.staff ?? null,
}))
