import type { z } from 'zod'
import type { Bucket, ObjectStore } from '../contracts/ports.ts'

/** Writes a value as JSON. */
export const putJson = (objects: ObjectStore, bucket: Bucket, key: string, value: unknown): Promise<void> =>
  objects.put(bucket, key, JSON.stringify(value), 'application/json')

/** Reads JSON and checks it; null when there is no such object. @throws ZodError when it is something else */
export async function getJson<S extends z.ZodType>(
  objects: ObjectStore,
  bucket: Bucket,
  key: string,
  schema: S,
): Promise<z.infer<S> | null> {
  const bytes = await objects.get(bucket, key)
  return bytes && schema.parse(JSON.parse(new TextDecoder().decode(bytes)))
}
