import type { ObjectsFor } from '../contracts/rights.ts'
import { type Manifest, manifestSchema } from '../portals/manifest.ts'
import { getJson, putJson } from '../runtime/json-objects.ts'

/** Where the manifest of a file lies among the evidence (S2). */
export const manifestKey = (file: string): string => `manifests/${file}.json`

/**
 * Changes what a manifest says of its file, and of the way that it went. Returns it as it stands then; null when there
 * is no such file.
 */
export async function changeManifest(
  objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'put'>,
  file: string,
  change: (
    manifest: Manifest,
  ) => Partial<Pick<Manifest, 'rows' | 'writtenAt' | 'pickedUpAt' | 'deliveredAt' | 'voidedAt' | 'uploaded'>>,
): Promise<Manifest | null> {
  const before = await getJson(objects, 'evidence', manifestKey(file), manifestSchema)
  if (!before) return null
  const after = { ...before, ...change(before) }
  // What is said twice makes no second version: evidence is kept for ever.
  if (JSON.stringify(after) !== JSON.stringify(before)) await putJson(objects, 'evidence', manifestKey(file), after)
  return after
}
