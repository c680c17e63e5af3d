import type { ObjectStore } from '../../shared/contracts/ports.ts'

/** An object store in memory, filled with texts by `bucket/key`. The adapter itself is tested against a real engine. */
export function aBucketful(given: Readonly<Record<string, string>>) {
  const held = new Map<string, Uint8Array>()
  const encoder = new TextEncoder()
  for (const [path, text] of Object.entries(given)) held.set(path, encoder.encode(text))
  const text = (bucket: string, key: string) => new TextDecoder().decode(held.get(`${bucket}/${key}`))
  return {
    put: async (bucket, key, body) => {
      held.set(`${bucket}/${key}`, typeof body === 'string' ? encoder.encode(body) : body)
    },
    get: async (bucket, key) => held.get(`${bucket}/${key}`) ?? null,
    stream: async () => null,
    exists: async (bucket, key) => held.has(`${bucket}/${key}`),
    async *list(bucket, prefix) {
      for (const path of held.keys()) if (path.startsWith(`${bucket}/${prefix}`)) yield path.slice(bucket.length + 1)
    },
    text,
    json: (bucket: string, key: string): unknown => JSON.parse(text(bucket, key)),
    remove: (bucket: string, key: string) => held.delete(`${bucket}/${key}`),
    keys: () => [...held.keys()],
  } satisfies ObjectStore & Record<string, unknown>
}
