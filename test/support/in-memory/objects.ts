import type { Bucket, ObjectStore } from '../../../shared/contracts/ports.ts'

/** An object store in memory, filled with texts by `bucket/key`; it tells a test what it holds. */
export function aBucketful(given: Readonly<Record<string, string>> = {}) {
  const held = new Map<string, Uint8Array>()
  const encoder = new TextEncoder()
  // A file for a spreadsheet begins with a mark of its encoding, and a test wants to see it.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for (const [path, text] of Object.entries(given)) held.set(path, encoder.encode(text))
  const text = (bucket: Bucket, key: string) => decoder.decode(held.get(`${bucket}/${key}`))
  return {
    async put(bucket, key, body, _contentType) {
      held.set(`${bucket}/${key}`, typeof body === 'string' ? encoder.encode(body) : body.slice())
    },
    async putNew(bucket, key, body, contentType) {
      if (held.has(`${bucket}/${key}`)) return false
      await this.put(bucket, key, body, contentType)
      return true
    },
    get: async (bucket, key) => held.get(`${bucket}/${key}`)?.slice() ?? null,
    async stream(bucket, key) {
      const bytes = held.get(`${bucket}/${key}`)
      return bytes ? { size: bytes.length, body: inPieces(bytes) } : null
    },
    exists: async (bucket, key) => held.has(`${bucket}/${key}`),
    async *list(bucket, prefix) {
      const paths = [...held.keys()].filter((path) => path.startsWith(`${bucket}/${prefix}`)).sort()
      for (const path of paths) yield path.slice(bucket.length + 1)
    },
    text,
    json: (bucket: Bucket, key: string): unknown => JSON.parse(text(bucket, key)),
    async remove(bucket, key) {
      held.delete(`${bucket}/${key}`)
    },
    keys: () => [...held.keys()],
  } satisfies ObjectStore & Record<string, unknown>
}

const PIECE = 65_536

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.slice(from, from + PIECE)
}
