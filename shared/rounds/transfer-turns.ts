import type { NotebookFor } from '../contracts/rights.ts'
import type { TransferTurn } from '../contracts/round.ts'
import { randomBits } from '../runtime/random.ts'

export const turnId = (file: string, turn: number): string => `${file}/${turn}`

/** The last turn that was taken for a file, and its number; 0 when none was. */
export async function lastTurn(
  notebook: Pick<NotebookFor<'transfer read'>, 'get'>,
  file: string,
): Promise<{ turn: number; last: TransferTurn | null }> {
  let last: TransferTurn | null = null
  for (let turn = 1; ; turn += 1) {
    const found = await notebook.get('transfer', turnId(file, turn))
    if (!found) return { turn: turn - 1, last }
    last = found
  }
}

/**
 * Takes the next turn of a file so that no transfer of it starts any more (S2). @returns false while one is under way,
 * of which nobody knows yet what it brings
 */
export async function keepFromStarting(
  notebook: Pick<NotebookFor<'transfer read' | 'transfer put'>, 'get' | 'reserve'>,
  file: string,
  at: string,
): Promise<boolean> {
  const { turn, last } = await lastTurn(notebook, file)
  if (last?.voids) return true
  if (last && !last.over) return false
  const mine: TransferTurn = { by: randomBits(), at, transfer: null, over: false, voids: true }
  return (await notebook.reserve('transfer', turnId(file, turn + 1), mine)).by === mine.by
}
