import type { z } from 'zod'
import type { Bucket } from '../contracts/ports.ts'

/** Writes a value as JSON. */
export const putJson = <B extends Bucket>(
  objects: { readonly put: (bucket: NoInfer<B>, key: string, body: string, contentType: string) => Promise<void> },
  bucket: B,
  key: string,
  value: unknown,
): Promise<void> => objects.put(bucket, key, JSON.stringify(value), 'application/json')

/** Reads JSON and checks it; null when there is no such object. @throws ZodError when it is something else */
export async function getJson<B extends Bucket, S extends z.ZodType>(
  objects: { readonly get: (bucket: NoInfer<B>, key: string) => Promise<Uint8Array | null> },
  bucket: B,
  key: string,
  schema: S,
): Promise<z.infer<S> | null> {
  const bytes = await objects.get(bucket, key)
  return bytes && schema.parse(JSON.parse(new TextDecoder().decode(bytes)))
}
