import { z } from 'zod'
import { reasonOf } from '../../shared/portals/transfer-failure.ts'
import { type DeliveryRecords, recordDelivered, recordNotDelivered } from '../../shared/rounds/deliveries.ts'

/** The part that counts of the events "SFTP Connector File Send Completed" and "… Failed" of AWS Transfer Family. */
export const recordTransferInput = z.object({
  time: z.iso.datetime({ offset: true }),
  detail: z.object({
    /** The key of the file, with its bucket in front. */
    'file-path': z.string().min(1),
    'status-code': z.enum(['COMPLETED', 'FAILED']),
    'failure-code': z.string().nullish(),
    'failure-message': z.string().nullish(),
  }),
})

/**
 * Records what became of a file that was pushed over sFTP (S2). An event may come twice, late, and of any of the file's
 * transfers: that it arrived counts once and for good. Another attempt is for `deliver-file`, which asks about its own
 * transfer.
 */
export async function recordTransfer(
  ports: DeliveryRecords,
  { time, detail }: z.infer<typeof recordTransferInput>,
): Promise<void> {
  const path = detail['file-path']
  const file = path.slice(path.lastIndexOf('/') + 1)
  if (detail['status-code'] === 'COMPLETED')
    await recordDelivered(ports, file, { how: 'pushed', at: time, by: 'system' })
  else await recordNotDelivered(ports, file, reasonOf(detail['failure-code'], detail['failure-message']), time)
}
