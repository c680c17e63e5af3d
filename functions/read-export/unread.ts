import type { UnreadRow, UnreadRows } from '../../shared/contracts/import.ts'
import { ownerKey } from '../../shared/domain/renter-number.ts'
import type { Content, Fault } from './content.ts'

/** More faulty rows than this, and more than this share of all, have one cause: the file itself is wrong (I1). */
const NUMBER = 3
const SHARE = 0.05
/** A person is asked about each renter, unless there are so many that nobody would. */
const ASKED = 100

/** What the faults of a file hold, and nothing else (I1). */
export interface Unread extends UnreadRows {
  /** It is not known who may be in the file: nobody who is not has paid. */
  readonly closesNothing: boolean
  readonly isOf: (client: string, renter: string) => boolean
}

/**
 * Whom the faults of a file are about: each renter of a row that cannot be read, with the first fault.
 *
 * @param faults those about rows
 * @param confirmed a person looked at the file: many faults may be as many mistakes
 */
export function unreadIn({ rows }: Pick<Content, 'rows'>, faults: readonly Fault[], confirmed: boolean): Unread {
  const first = new Map<string, UnreadRow>()
  for (const { whose, row, field } of faults)
    if (whose) {
      const key = ownerKey(whose.client, whose.renter)
      if (!first.has(key)) first.set(key, { ...whose, row, field })
    }
  const faulty = new Set(faults.map(({ row }) => row)).size
  const tooMany = faulty > NUMBER && faulty > rows * SHARE
  return {
    rows: [...first.values()],
    each: !tooMany && first.size <= ASKED,
    closesNothing: faults.some(({ whose }) => whose === null) || (tooMany && !confirmed),
    isOf: (client, renter) => first.has(ownerKey(client, renter)),
  }
}
