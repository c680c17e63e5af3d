import { z } from 'zod'
import type { Person } from '../contracts/renters.ts'
import type { OptionalTitle } from './columns.ts'
import { signalRowSchema } from './signal-row.ts'

/**
 * What the portal needs to find a signal again, and no more (`S4`). `reference` is the number by which the portal
 * itself knows it: ours may not be shared, so the portal has none of ours.
 */
export const withdrawalRowSchema = signalRowSchema
  .pick({
    postcode: true,
    houseNumber: true,
    houseNumberAddition: true,
  })
  .extend({ reference: z.string().min(1).max(200).exactOptional() })
export type WithdrawalRow = z.infer<typeof withdrawalRowSchema>

/**
 * Builds the row that withdraws a signal (`S4`). The addition leaves only when it was allowed to leave in the signal
 * (`R2`).
 *
 * @throws ZodError, which names fields but no values, when the address cannot be sent
 */
export function withdrawalRow(
  person: Pick<Person, 'postcode' | 'houseNumber' | 'houseNumberAddition'>,
  optionalFields: readonly OptionalTitle[],
): WithdrawalRow {
  return withdrawalRowSchema.parse({
    postcode: person.postcode,
    houseNumber: person.houseNumber,
    houseNumberAddition: optionalFields.includes('Huisnummer toevoeging') ? person.houseNumberAddition : '',
  })
}
