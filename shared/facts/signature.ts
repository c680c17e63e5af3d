import type { RegisterStore } from '../contracts/ports.ts'
import { type Colleague, NO_COLLEAGUES, sameName } from '../contracts/registers.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { Author } from '../domain/event.ts'
import { randomBits } from '../runtime/random.ts'

/** The colleague whom an id, an e-mail address or a name stands for, in this order. */
export const colleagueOf = (colleagues: readonly Colleague[], by: string): Colleague | undefined =>
  colleagues.find(({ id }) => id === by) ??
  colleagues.find(({ email }) => email !== null && sameName(email) === sameName(by)) ??
  colleagues.find(({ name }) => sameName(name) === sameName(by))

/**
 * Who signs, as a history may hold it: the id of a colleague and never the name, or `system`, `portal` or `renter`. Who
 * is not in the register of colleagues is added to it, under an id that tells nothing (E1).
 *
 * @param by an id, an e-mail address or a name, as somebody wrote it
 */
export async function signedBy(
  registers: Pick<RegisterStore, 'addColleague' | 'colleagues'>,
  by: string,
  at: IsoInstant,
): Promise<Author> {
  if (NO_COLLEAGUES.has(by)) return by
  const known = colleagueOf(await registers.colleagues(), by)
  if (known) return known.id
  const colleague = {
    id: `M-${randomBits().slice(0, 12)}`,
    name: by,
    email: null,
    role: null,
  }
  return (await registers.addColleague(colleague, at, 'system')).id
}
