import { z } from 'zod'
import type { ObjectsFor } from '../contracts/rights.ts'
import type { Manifest } from '../portals/manifest.ts'
import { signalRowSchema } from '../portals/signal-row.ts'
import { withdrawalRowSchema } from '../portals/withdrawal-row.ts'
import { getJson, putJson } from '../runtime/json-objects.ts'
import { randomBits } from '../runtime/random.ts'
import { sha256 } from '../runtime/sha256.ts'
import { changeManifest } from './manifests.ts'

// Who is in a file for a portal. Each try to write it leaves what it would put in; the file that is there, whoever
// wrote it, says which try it was.

/** A case in a written file, with the row that it keeps. */
const placedCaseSchema = z.strictObject({
  caseId: z.string(),
  renter: z.string(),
  written: z.strictObject({ file: z.string(), row: z.int(), document: z.string(), sha256: z.string() }),
  months: z.int(),
  amountCents: z.int(),
  /** The numbers of the claims that it reports; none of a withdrawal. */
  claims: z.array(z.int()),
  /** By what the portal finds a signal again, as it is in the file (S4). Personal data, like the file. */
  address: withdrawalRowSchema,
})
export type PlacedCase = z.infer<typeof placedCaseSchema>

/**
 * A line of a file as the API of a portal gets it; `signalFile` is where a withdrawn signal left. Personal data, like
 * the file.
 */
export const apiRowSchema = z.strictObject({
  row: z.int(),
  caseId: z.string(),
  fields: signalRowSchema.partial(),
  signalFile: z.string().nullable(),
})
export type ApiRow = z.infer<typeof apiRowSchema>

/** What one try to write a file would put in it. Personal data, like the file. */
const tryFileSchema = z.strictObject({
  /** Of the file. */
  sha256: z.string(),
  writtenAt: z.iso.datetime(),
  cases: z.array(placedCaseSchema),
  /** Null where the file does not go through an API. */
  apiRows: z.array(apiRowSchema).nullable(),
})
type TryFile = z.infer<typeof tryFileSchema>

const placedKey = (file: string) => `rounds/${file}.placed.json`
const triesOf = (file: string) => `rounds/${file}.tries/`
export const apiRowsKey = (file: string): string => `rounds/${file}.rows.json`

/** Who is in a file that was written; null when that is not known any more, or there is no such file yet. */
export const placedIn = (
  { objects }: { readonly objects: Pick<ObjectsFor<'work read'>, 'get'> },
  file: string,
): Promise<PlacedCase[] | null> => getJson(objects, 'work', placedKey(file), z.array(placedCaseSchema))

/**
 * Who is in a file, or may come to be as long as it is being written: whoever any try would put in it. An address is
 * that of the row.
 */
export async function mayBeIn(
  objects: Pick<ObjectsFor<'work read'>, 'get' | 'list'>,
  file: string,
): Promise<Pick<PlacedCase, 'caseId' | 'address'>[]> {
  const placed = await placedIn({ objects }, file)
  if (placed) return placed
  const cases: PlacedCase[] = []
  for await (const key of objects.list('work', triesOf(file)))
    cases.push(...((await getJson(objects, 'work', key, tryFileSchema))?.cases ?? []))
  // It may have been written while the tries were read.
  return (await placedIn({ objects }, file)) ?? cases
}

/** Leaves what a try would put in the file with these bytes, before it writes it. */
export async function noteTry(
  objects: Pick<ObjectsFor<'work write'>, 'put'>,
  file: string,
  bytes: Uint8Array,
  rest: Omit<TryFile, 'sha256'>,
): Promise<void> {
  const noted: TryFile = { sha256: sha256(bytes), ...rest }
  await putJson(objects, 'work', `${triesOf(file)}${randomBits()}.json`, noted)
}

/** The rows of the cases, as the manifest of their file lists them. */
export const rowsOf = (cases: readonly PlacedCase[]): Manifest['rows'] =>
  cases.map(({ caseId, written: { file: _, ...place } }) => ({ caseId, ...place }))

/**
 * Makes the list of who is in a file, its rows for an API and its manifest those of the file with these bytes, which is
 * there. The list comes last: then all is done.
 */
export async function settleOn(
  objects: Pick<ObjectsFor<'work read' | 'work write' | 'evidence read' | 'evidence write'>, 'get' | 'list' | 'put'>,
  file: string,
  bytes: Uint8Array,
): Promise<PlacedCase[]> {
  const hash = sha256(bytes)
  for await (const key of objects.list('work', triesOf(file))) {
    const noted = await getJson(objects, 'work', key, tryFileSchema)
    if (noted?.sha256 !== hash) continue
    const { cases, apiRows, writtenAt } = noted
    if (apiRows) await putJson(objects, 'work', apiRowsKey(file), apiRows)
    await changeManifest(objects, file, () => ({ writtenAt, rows: rowsOf(cases) }))
    await putJson(objects, 'work', placedKey(file), cases)
    return cases
  }
  throw new Error(`${file} is there, and nobody noted who is in it`)
}
