import { z } from 'zod'
import type { ObjectsFor } from '../contracts/rights.ts'
import type { IsoDate } from '../domain/calendar.ts'
import type { Author, Receipt } from '../domain/event.ts'
import { keepJsonOnce, SALT } from '../runtime/keep-once.ts'
import { sha256 } from '../runtime/sha256.ts'

type Evidence = ObjectsFor<'evidence read' | 'evidence write'>

/**
 * What is kept of a portal's receipt of a file beside the copy (S2). The history has the hash of this, since a receipt
 * may list the addresses of a file, and a hash of it alone could be searched for persons (K2).
 */
export const keptReceiptSchema = z.strictObject({
  file: z.string(),
  /** The receipt's own date; of a copy, the day on which it came. */
  on: z.iso.date(),
  by: z.string(),
  /** Key of the copy as the portal gave it, and its SHA-256; null where there is only somebody's word. */
  copy: z.string().nullable(),
  sha256: z.hex().length(64).nullable(),
  salt: z.string().regex(SALT),
})

/** A receipt as it came: what the portal gave with the ending of its name, or what somebody said of it. */
export interface GivenReceipt {
  readonly file: string
  readonly on: IsoDate
  readonly by: Author
  readonly copy?: { readonly bytes: Uint8Array; readonly ending: string }
}

/** What the cases of the file are told of a kept receipt. */
export interface KeptReceipt {
  readonly receipt: Receipt
  readonly by: Author
}

const folderOf = (file: string): string => `receipts/${file}/`
const copiesOf = (file: string): string => `${folderOf(file)}copy/`

/**
 * Keeps a receipt. The same one that comes again is kept as it was the first time, with its first date; of another one
 * there is a document of its own.
 */
export async function keepReceipt(
  objects: Pick<Evidence, 'get' | 'putNew'>,
  { file, on, by, copy }: GivenReceipt,
): Promise<KeptReceipt> {
  const key = copy ? await keepCopy(objects, file, copy) : null
  const name = key === null ? 'reported' : `copy-${key.slice(copiesOf(file).length)}`
  const document = `${folderOf(file)}${name}.json`
  const value = { file, on, by, copy: key, sha256: copy ? sha256(copy.bytes) : null }
  return asKept(document, await keepJsonOnce(objects, document, value))
}

/** The key under which these very bytes are kept. What lies there already is never written over. */
async function keepCopy(
  objects: Pick<Evidence, 'get' | 'putNew'>,
  file: string,
  { bytes, ending }: NonNullable<GivenReceipt['copy']>,
): Promise<string> {
  for (let copy = 1; ; copy += 1) {
    const key = `${copiesOf(file)}${copy}${ending}`
    if (await objects.putNew('evidence', key, bytes, 'application/octet-stream')) return key
    const there = await objects.get('evidence', key)
    if (there && sha256(there) === sha256(bytes)) return key
  }
}

/** All receipts that are kept of a file. */
export async function receiptsOf(objects: Pick<Evidence, 'get' | 'list'>, file: string): Promise<KeptReceipt[]> {
  const kept: KeptReceipt[] = []
  for await (const document of objects.list('evidence', folderOf(file))) {
    const bytes = document.startsWith(copiesOf(file)) ? null : await objects.get('evidence', document)
    if (bytes) kept.push(asKept(document, bytes))
  }
  return kept
}

function asKept(document: string, bytes: Uint8Array): KeptReceipt {
  const { file, on, by } = keptReceiptSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  return { receipt: { file, on, document, sha256: sha256(bytes) }, by }
}
