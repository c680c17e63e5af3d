import type { TimestampService } from '../../shared/contracts/anchor.ts'
import { anchorKey, timestampKey } from '../../shared/contracts/object-keys.ts'
import type { ObjectsFor } from '../../shared/contracts/rights.ts'
import { type IsoDate, plusDays } from '../../shared/domain/calendar.ts'

export interface StampPorts {
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'exists' | 'putNew'>
  /** Null where anchors are not stamped. */
  readonly timestamps: TimestampService | null
}

export interface Stamped {
  readonly stamped: number
  readonly unstamped: number
  /** The name of the error, where some are left without. */
  readonly because: string | null
}

/** An older anchor needs no stamp of its own: it is chained to one that has it. */
const LOOK_BACK_DAYS = 7

/**
 * Has the anchors of the last days stamped that have no timestamp yet. When the service is down they stand without, and
 * the next run asks again.
 */
export async function stampAnchors({ objects, timestamps }: StampPorts, last: IsoDate): Promise<Stamped> {
  if (timestamps === null) return { stamped: 0, unstamped: 0, because: null }
  const days = Array.from({ length: LOOK_BACK_DAYS }, (_, back) => plusDays(last, -back)).reverse()
  const waiting: { readonly day: IsoDate; readonly text: string }[] = []
  for (const day of days) {
    const anchor = (await objects.exists('evidence', timestampKey(day)))
      ? null
      : await objects.get('evidence', anchorKey(day))
    if (anchor) waiting.push({ day, text: new TextDecoder().decode(anchor) })
  }
  for (const [index, { day, text }] of waiting.entries()) {
    try {
      const token = await timestamps.stamp(text)
      await objects.putNew('evidence', timestampKey(day), token, 'application/timestamp-reply')
    } catch (error) {
      // One that is down is not asked seven times.
      return { stamped: index, unstamped: waiting.length - index, because: error instanceof Error ? error.name : '' }
    }
  }
  return { stamped: waiting.length, unstamped: 0, because: null }
}
