import type { StoredEvent } from '../../shared/domain/event.ts'
import type { Evidence, Judge } from './invariants.ts'
import type { Told } from './told.ts'

// S2: a file that its portal does not have yet is taken away when one row may not leave any more.

/** As if the signal in the file had not been written: what failed is held, the rest waits for another file. */
export function afterVoid(told: Told, { file, reasons }: StoredEvent & { type: 'SignalVoided' }): Partial<Told> {
  const { written = null, withdrawn = false, redelivery = false, before = null } = told.before ?? {}
  return {
    ...{ written, withdrawn, redelivery, before },
    queued: reasons.length === 0,
    held: reasons.length > 0,
    voided: new Map([...told.voided, [file, written]]),
  }
}

/** The portal has it all the same: it counts, above the signals from before it and below one from after it. */
export function afterDelivery(told: Told, file: string): Partial<Told> {
  const { written, withdrawn, redelivery, before, deliveries, voided } = told
  const under = voided.get(file)
  if (under === undefined || deliveries.has(file)) return {}
  if (written === under)
    return {
      ...{ written: file, withdrawn: false, redelivery: false, queued: false },
      before: { written, withdrawn, redelivery, before },
    }
  const newer = before ?? { written: null, withdrawn: false, redelivery: false, before: null }
  return { before: { ...newer, written: file, withdrawn: false, before: newer } }
}

/** Whether the case took the signal of a file away, and its portal did not get it all the same. */
export const isVoid = (events: readonly StoredEvent[], file: string, until = Number.POSITIVE_INFINITY): boolean =>
  events.some((event) => event.type === 'SignalVoided' && event.file === file && event.seq < until) &&
  !events.some((event) => event.type === 'SignalDelivered' && event.file === file && event.seq < until)

/** A file is void in all of its cases or in none, but for what came to its portal row by row. */
export const voidFilesAreVoid: Judge = ({ cases }: Evidence) => {
  const voided = new Set(
    cases.flatMap(({ events }) => events.flatMap((event) => (event.type === 'SignalVoided' ? [event.file] : []))),
  )
  return cases.flatMap(({ caseId, events }) =>
    [...voided]
      .filter(
        (file) =>
          events.some((event) => event.type === 'SignalWritten' && event.file === file) &&
          !events.some(
            (event) => (event.type === 'SignalVoided' || event.type === 'SignalDelivered') && event.file === file,
          ),
      )
      .map((file) => `1: ${caseId} does not know that ${file} was taken away`),
  )
}
