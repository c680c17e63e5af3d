import { dateOf } from './calendar.ts'
import type { Receipt, StoredEvent } from './event.ts'
import { undone, withoutEarlier } from './signals.ts'
import type { CaseState, PortalFile } from './state.ts'

// What files for portals make of the state (S2, S5).

/** What is known of a file in which the case has a row. */
export const fileNow = (
  { files }: CaseState,
  file: string,
  news: Partial<PortalFile> & Pick<PortalFile, 'kind'>,
): Pick<CaseState, 'files'> => ({
  files: new Map([...files, [file, { deliveredAt: null, receipts: [], voided: null, ...files.get(file), ...news }]]),
})

/** The portal's own receipt came. */
export const confirmed = (
  state: CaseState,
  kind: PortalFile['kind'],
  { file, document }: Receipt,
): Pick<CaseState, 'files'> =>
  fileNow(state, file, { kind, receipts: [...(state.files.get(file)?.receipts ?? []), document] })

/** The portal refuses the last signal, or an earlier one, which says nothing of those after it (S5). */
export function afterRejection(
  { signal, withdrawn }: CaseState,
  { reason, file = signal?.file }: Extract<StoredEvent, { type: 'SignalRejected' }>,
): Partial<CaseState> {
  if (signal && file !== signal.file) return { signal: withoutEarlier(signal, file ?? '') }
  return { rejected: reason, held: null, ...(signal && undone(signal, withdrawn)) }
}

/** A person took the signal back: it may have been withdrawn in a file that its portal refused (S4). */
export const takenBack = (
  { withdrawn, resumedAt }: CaseState,
  { file, at }: Extract<StoredEvent, { type: 'SignalWithdrawnByHand' }>,
): Partial<CaseState> => ({ withdrawn: true, takenBackByHand: file, resumedAt: withdrawn ? resumedAt : at })

/**
 * The months in whose round the signal was held; a hold, which people end themselves, is none, and no more is an open
 * question about the person (F3).
 */
export function heldIn(
  state: CaseState,
  { reasons, personUnclear, at }: Extract<StoredEvent, { type: 'SignalHeld' }>,
): readonly string[] {
  const month = dateOf(at).slice(0, 7)
  return reasons.includes('R7') || personUnclear || state.heldIn.includes(month)
    ? state.heldIn
    : [...state.heldIn, month]
}
