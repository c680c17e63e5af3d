import type { NotebookFor } from '../contracts/rights.ts'
import { referenceOf } from '../domain/reference.ts'
import { randomBelow, randomBits } from '../runtime/random.ts'

/**
 * A reference that no case has or will have, for a new case. It is taken in the notebook before anything is written
 * under it, so two renters never share one, even when the same characters are drawn twice. One that is lost in a crash
 * stays taken.
 */
export async function reserveReference(
  notebook: Pick<NotebookFor<'reference read' | 'reference put'>, 'reserve'>,
  prefix: string,
  draw: (below: number) => number = randomBelow,
): Promise<string> {
  const owner = randomBits()
  for (;;) {
    const reference = referenceOf(prefix, draw)
    if ((await notebook.reserve('reference', reference, owner)) === owner) return reference
  }
}
