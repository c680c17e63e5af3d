import type { ObjectsFor } from '../contracts/rights.ts'
import { randomBits } from './random.ts'

/**
 * What is kept under a key among the evidence: written now, or as an earlier try kept it, to the byte. Each is written
 * with a salt, 128 random bits that are in its bytes and nowhere else: its hash stays in the history for ever, and
 * without them whoever has a list of persons could write everybody's letter, and see whose hash it has (invariant 6).
 */
export async function keepOnce(
  objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'putNew'>,
  document: string,
  contentType: string,
  write: (salt: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const bytes = await write(randomBits())
  if (await objects.putNew('evidence', document, bytes, contentType)) return bytes
  // An earlier try was first, or somebody else. Asked only now: nearly always there is nothing yet.
  const kept = await objects.get('evidence', document)
  if (!kept) throw new Error(`${document} is there, and cannot be read`)
  return kept
}

/** The same of a document in JSON, with the salt as its member `salt`. */
export const keepJsonOnce = (
  objects: Parameters<typeof keepOnce>[0],
  document: string,
  value: object,
): Promise<Uint8Array> =>
  keepOnce(objects, document, 'application/json', async (salt) =>
    new TextEncoder().encode(JSON.stringify({ ...value, salt }, null, 2)),
  )

/** A salt, as it stands in what is kept. */
export const SALT = /^[0-9a-f]{32}$/
