import { z } from 'zod'
import type { ObjectsFor } from '../../shared/contracts/rights.ts'
import { changeManifest } from '../../shared/rounds/manifests.ts'

/**
 * The key of a file in the bucket for the portals, perhaps with the bucket in front, and when the portal had all of it.
 */
export const recordPickUpInput = z.object({ key: z.string().min(1), at: z.iso.datetime({ offset: true }) })

/** Records in the manifest that a portal picked a file up over sFTP; the first time counts (S2). */
export async function recordPickUp(
  ports: { readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'put'> },
  { key, at }: z.infer<typeof recordPickUpInput>,
): Promise<void> {
  const file = key.slice(key.lastIndexOf('/') + 1)
  await changeManifest(ports.objects, file, ({ pickedUpAt }) => ({ pickedUpAt: pickedUpAt ?? at }))
}
