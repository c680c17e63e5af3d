import { z } from 'zod'
import { statusColumns } from '../contracts/import.ts'

const centsSchema = z.int().min(-99_999_999_999).max(99_999_999_999)

/** One line of the client's book: a claim on a renter, as it was on the reference date. Amounts are whole cents. */
export const claimSchema = z.strictObject({
  client: z.string().min(1),
  /** The ERP's number of the renter (debiteurnummer), as text: leading zeros count. */
  renter: z.string().min(1),
  contract: z.string(),
  naturalPerson: z.boolean(),
  surname: z.string().min(1),
  initials: z.string(),
  street: z.string(),
  /** 1 to 99999; another text, or '', where the export has none that is valid (G8). */
  houseNumber: z.string(),
  houseNumberAddition: z.string(),
  /** Without a space: 1234AB; another text, or '', where the export has none that is valid (G8). */
  postcode: z.string(),
  city: z.string(),
  phone: z.string(),
  /** An address, or '' when there is none to write to: then the letter goes by post (C5). */
  email: z.union([z.literal(''), z.email()]),
  ...statusColumns,
  dwelling: z.boolean(),
  /** Rent of a dwelling, monthly service charges included; not parking, costs, damage or a settlement (C12). */
  rent: z.boolean(),
  invoice: z.string().min(1),
  description: z.string(),
  dueOn: z.iso.date(),
  amountCents: centsSchema,
  openCents: centsSchema,
})

export type Claim = z.infer<typeof claimSchema>
