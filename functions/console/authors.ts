import type { RegisterStore } from '../../shared/contracts/ports.ts'
import type { Author } from '../../shared/domain/event.ts'

const NO_PERSON: Readonly<Record<Author, string>> = {
  system: 'het systeem',
  portal: 'het meldpunt',
  renter: 'de huurder',
}

/** Whom the id of an author stands for; the id itself where nobody in the register has it. */
export async function authorOf(
  { registers }: { readonly registers: Pick<RegisterStore, 'colleagues'> },
  by: Author,
): Promise<string> {
  return NO_PERSON[by] ?? (await registers.colleagues()).find(({ id }) => id === by)?.name ?? by
}
