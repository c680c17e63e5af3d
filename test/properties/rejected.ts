import type { Told } from './told.ts'

type Before = Told['before']

/** What stands again once a signal counts as never sent: a withdrawal since took all back (S5). */
const again = (before: Before, withdrawn: boolean): Before =>
  before && { ...before, withdrawn: withdrawn || before.withdrawn }

/** Without an earlier signal that the portal refused. */
function without(before: Before, file: string): Before {
  if (before === null) return null
  return before.written === file
    ? again(before.before, before.withdrawn)
    : { ...before, before: without(before.before, file) }
}

/**
 * After the portal refused the last signal, or the one of a file. Of an earlier one, nothing is said of the last: it is
 * on its way, or at the portal (S5).
 */
export const afterRejection = (told: Told, file: string | null): Partial<Told> =>
  told.written !== null && file !== null && file !== told.written
    ? { before: without(told.before, file) }
    : { rejected: true, held: false, ...again(told.before, told.withdrawn) }
