import { z } from 'zod'
import type { Person } from '../contracts/renters.ts'
import type { Arrears } from '../domain/claims.ts'
import { postcodeOf } from '../domain/postcode.ts'
import { isAddition, isOnePerson, isResidence } from '../domain/reportable.ts'
import { cleanText } from './clean-text.ts'
import { MANDATORY_COLUMNS, OPTIONAL_COLUMNS, type OptionalTitle } from './columns.ts'

/** The arrears on the day of the signal: whole months, and the open amount in euro cents. */
export type SignalArrears = Pick<Arrears, 'months' | 'cents'>

const textSchema = z.string().overwrite(cleanText).max(255)

const postcodeSchema = z
  .string()
  .overwrite((value) => postcodeOf(cleanText(value)) ?? '')
  .min(1)

/**
 * One signal: what leaves, and no more. Optional fields are empty when they are not shared. The amount is in euro
 * cents. Parsing also puts texts on one line and writes the postcode without a space.
 */
export const signalRowSchema = z.strictObject({
  // A dash, a question mark or a number in this place is how an export writes "not known".
  surname: textSchema.regex(/\p{L}/u),
  initials: textSchema,
  street: textSchema,
  houseNumber: textSchema.regex(/^[1-9][0-9]{0,4}$/),
  houseNumberAddition: textSchema,
  postcode: postcodeSchema,
  city: textSchema,
  phone: textSchema,
  email: textSchema,
  monthsInArrears: z.int().min(1),
  amountCents: z.int().positive(),
})
export type SignalRow = z.infer<typeof signalRowSchema>

/**
 * Builds the row of one signal. Of the optional fields only those that the client allows are filled (`R2`).
 * Ask `mandatoryFieldProblems` first (`G8`).
 *
 * @throws ZodError, which names fields but no values, when the row cannot be sent
 */
export function signalRow(person: Person, arrears: SignalArrears, optionalFields: readonly OptionalTitle[]): SignalRow {
  const row: Record<string, unknown> = {
    surname: person.surname,
    houseNumber: person.houseNumber,
    postcode: person.postcode,
    monthsInArrears: arrears.months,
    amountCents: arrears.cents,
  }
  for (const { title, field } of OPTIONAL_COLUMNS) {
    row[field] = optionalFields.includes(title) ? person[field] : ''
  }
  return signalRowSchema.parse(row)
}

/**
 * The titles of the mandatory fields that are missing or not valid, in the order of the file; none when gate `G8` is
 * met. A street that is no residence and an addition that a portal would misread count, shared or not: without them the
 * signal is about another door.
 */
export function mandatoryFieldProblems(person: Person, arrears: SignalArrears): string[] {
  const known = { ...person, monthsInArrears: arrears.months, amountCents: arrears.cents }
  const unfit = MANDATORY_COLUMNS.filter(
    ({ field }) =>
      !signalRowSchema.shape[field].safeParse(known[field]).success ||
      (field === 'surname' && !isOnePerson(cleanText(person.surname))),
  )
  return [
    ...unfit.map(({ title }) => title),
    ...(isResidence(person.street) ? [] : ['Straatnaam']),
    ...(isAddition(person.houseNumberAddition) ? [] : ['Huisnummer toevoeging']),
  ]
}
