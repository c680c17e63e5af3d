import type { Client } from '../contracts/registers.ts'
import type { OptionalField } from '../domain/closed-lists.ts'
import type { CaseState } from '../domain/state.ts'

/**
 * The optional fields that may leave: those that the client shares today, and that the last letter with an offer named,
 * so that the renter could object to exactly these (R2). Of a letter from before its fields were kept, today's are
 * taken.
 */
export function fieldsToShare(
  { letters }: CaseState,
  { client }: { readonly client: Pick<Client, 'optionalFields'> },
): OptionalField[] {
  const last = letters.findLast(({ offer }) => offer)
  if (!last) return []
  const { shared } = last
  return shared ? client.optionalFields.filter((field) => shared.includes(field)) : client.optionalFields
}
