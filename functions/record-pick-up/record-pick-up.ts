import { z } from 'zod'
import { type DeliveryRecords, recordDelivered } from '../../shared/rounds/deliveries.ts'

/**
 * The key of a file in the bucket for the portals, perhaps with the bucket in front, and when the portal had all of it;
 * under which user of the server, and with which key, as far as that is known.
 */
export const recordPickUpInput = z.object({
  key: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  user: z.string().nullish(),
  publicKey: z.string().nullish(),
})

/** Records in every case of a file that the portal fetched it over sFTP; the first time counts (S2). */
export async function recordPickUp(
  ports: DeliveryRecords,
  { key, at, user, publicKey }: z.infer<typeof recordPickUpInput>,
): Promise<void> {
  const file = key.slice(key.lastIndexOf('/') + 1)
  await recordDelivered(ports, file, {
    how: 'fetched',
    at,
    by: 'portal',
    ...(user && { user }),
    ...(publicKey && { key: publicKey }),
  })
}
