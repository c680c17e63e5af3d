import { z } from 'zod'
import type { ObjectsFor } from '../contracts/rights.ts'
import type { WrittenRow } from '../domain/event.ts'
import type { RowAsWritten } from '../portals/row-as-written.ts'
import { randomBits } from '../runtime/random.ts'
import { sha256 } from '../runtime/sha256.ts'

/** Where a case keeps its own row of a file for a portal, among the evidence. */
const rowKey = (caseId: string, file: string): string => `rows/${caseId}/${file}.json`

/** The row of one case as it left (S2). `bits` are random, and stand nowhere else. */
export const keptRowSchema = z.strictObject({
  file: z.string(),
  row: z.int().min(2),
  columns: z.array(z.string()),
  values: z.array(z.union([z.string(), z.number()])),
  bits: z.string().regex(/^[0-9a-f]{32}$/),
})

/**
 * Keeps the row of one case by itself: the proof of the report outlives the file, and can be shown without the rows of
 * others. What goes into the history is its key and its hash. Without the 128 random bits that hash would still tell,
 * after a purge, whose row it was to anybody who tries the rows of persons that they know.
 */
export async function keepRow(
  objects: Pick<ObjectsFor<'evidence write'>, 'put'>,
  caseId: string,
  { file, row }: Pick<WrittenRow, 'file' | 'row'>,
  written: RowAsWritten,
): Promise<WrittenRow> {
  const kept = { file, row, ...written, bits: randomBits() }
  const text = JSON.stringify(kept)
  const document = rowKey(caseId, file)
  await objects.put('evidence', document, text, 'application/json')
  return { file, row, document, sha256: sha256(text) }
}
