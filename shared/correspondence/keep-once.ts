import type { ObjectsFor } from '../contracts/rights.ts'
import { random128 } from '../runtime/random.ts'

/**
 * What is kept of a letter under a key (C6): written now, or as an earlier try kept it, to the byte. Each is written
 * with 128 random bits that are in its bytes and nowhere else: its hash stays in the history for ever, and without them
 * whoever has a list of persons could write everybody's letter and see whose hash it has (invariant 6).
 */
export async function keepOnce(
  objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'put'>,
  document: string,
  contentType: string,
  write: (salt: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const before = await objects.get('evidence', document)
  if (before) return before
  const bytes = await write(random128())
  await objects.put('evidence', document, bytes, contentType)
  return bytes
}
