import { z } from 'zod'
import type { RegisterStore } from '../../shared/contracts/ports.ts'
import { actsFrom } from '../../shared/domain/stop.ts'

/** What the schedule sends; nothing in it is used. */
export const keepBeatInput = z.looseObject({})

export interface BeatPorts {
  readonly registers: Pick<RegisterStore, 'beat' | 'noteBeat'>
  readonly now: () => Date
}

/**
 * Notes that the system is at work, and what the sign of life before it says of a stop (C16), so that the stop stays
 * known when the old sign is gone.
 */
export async function keepBeat({ registers, now }: BeatPorts): Promise<{ actsFrom: string | null }> {
  const at = now().toISOString()
  const beat = { at, actsFrom: actsFrom(await registers.beat(), at) }
  await registers.noteBeat(beat)
  return { actsFrom: beat.actsFrom }
}
