import { z } from 'zod'
import type { ObjectsFor } from '../contracts/rights.ts'
import type { WrittenRow } from '../domain/event.ts'
import type { RowAsWritten } from '../portals/row-as-written.ts'
import { keepJsonOnce, SALT } from '../runtime/keep-once.ts'
import { sha256 } from '../runtime/sha256.ts'

/** Where a case keeps its own row of a file for a portal, among the evidence; of another try, under a number. */
const rowKey = (caseId: string, file: string, other: number): string =>
  `rows/${caseId}/${file}${other === 1 ? '' : `-${other}`}.json`

/** The row of one case as it left (S2). */
export const keptRowSchema = z.strictObject({
  file: z.string(),
  row: z.int().min(2),
  columns: z.array(z.string()),
  values: z.array(z.union([z.string(), z.number()])),
  salt: z.string().regex(SALT),
})

/**
 * Keeps the row of one case by itself: the proof of the report outlives the file, and can be shown without the rows of
 * others. What goes into the history is its key and its hash. Without the salt that hash would still tell, after a
 * purge, whose row it was to anybody who tries the rows of persons that they know.
 *
 * A kept row is never written over: a try that broke off, or another one at the same moment, may have put the case on
 * another row or known it otherwise, and it may be that one which makes the file.
 */
export async function keepRow(
  objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'putNew'>,
  caseId: string,
  { file, row }: Pick<WrittenRow, 'file' | 'row'>,
  { columns, values }: RowAsWritten,
): Promise<WrittenRow> {
  const said = { file, row, columns, values }
  for (let other = 1; ; other += 1) {
    const document = rowKey(caseId, file, other)
    const bytes = await keepJsonOnce(objects, document, said)
    const { salt: _, ...kept } = keptRowSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    if (JSON.stringify(kept) === JSON.stringify(said)) return { file, row, document, sha256: sha256(bytes) }
  }
}
