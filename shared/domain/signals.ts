import type { IsoDate } from './calendar.ts'
import type { GateReason } from './gate-reasons.ts'
import { type CaseState, deliveredAt, isOnItsWay, type Signal } from './state.ts'

// The signals of a case, the newest first: each knows the one before it (LCV 3.2).

type Before = Signal['before']

/** The signal that left in a file; null when none did, or when its portal refused it. */
export function signalIn({ signal }: Pick<CaseState, 'signal'>, file: string): Signal | null {
  for (let each = signal; each; each = each.before.signal) if (each.file === file) return each
  return null
}

/** The signals that the portal has, or is about to have, the newest first: none that a withdrawal took back (S4). */
export function liveSignals(state: Pick<CaseState, 'signal' | 'withdrawn'>): Signal[] {
  const live: Signal[] = []
  for (let { signal, withdrawn } = state; signal && !withdrawn; { signal, withdrawn } = signal.before) live.push(signal)
  return live
}

/**
 * Which signal an answer is about that names none: the last one, unless that is only written, while the municipality
 * still owes an answer about an earlier one that it has (S2).
 */
export function signalMeant(state: Pick<CaseState, 'signal' | 'files'>): Signal | null {
  const last = state.signal
  if (!last || deliveredAt(state, last) !== null) return last
  for (let each = last.before.signal; each; each = each.before.signal)
    if (deliveredAt(state, each) !== null && !each.answered) return each
  return last
}

/** The signals after the municipality answered about one of them. */
export function answeredIn(signal: Signal | null, file: string): Signal | null {
  if (!signal) return null
  if (signal.file === file) return { ...signal, answered: true }
  return { ...signal, before: { ...signal.before, signal: answeredIn(signal.before.signal, file) } }
}

/**
 * As if the rejected signal had never left (S5). What was said or taken back since concerns the signal that the portal
 * has: an answer is an answer to that one, and a withdrawal took all back.
 */
export function undone({ before, answered }: Signal, withdrawn: boolean): Before {
  const { signal } = before
  return {
    ...before,
    signal: signal && { ...signal, answered: signal.answered || answered },
    withdrawn: withdrawn || before.withdrawn,
  }
}

/** The signals without an earlier one that its portal rejected after all: the later ones stay as they are (S5). */
export function withoutEarlier(signal: Signal, file: string): Signal {
  const { before } = signal
  if (!before.signal) return signal
  return {
    ...signal,
    before:
      before.signal.file === file
        ? undone(before.signal, before.withdrawn)
        : { ...before, signal: withoutEarlier(before.signal, file) },
  }
}

/** The case as if the last signal had not been written: what the gate says of a row that is on its way (S2). */
export function withoutLast(state: CaseState): CaseState {
  return state.signal ? { ...state, ...undone(state.signal, state.withdrawn) } : state
}

/** The file of the last signal was taken away: what failed is held, and the rest waits for another file (S2). */
export function afterVoid(
  state: CaseState,
  { file, reasons }: { readonly file: string; readonly reasons: readonly GateReason[] },
  on: IsoDate,
): Partial<CaseState> {
  const { signal, files } = state
  const known = files.get(file)
  if (signal?.file !== file || !known) return {}
  const failed = reasons.length > 0
  return {
    ...undone(signal, state.withdrawn),
    files: new Map([...files, [file, { ...known, voided: { ...signal, failed } }]]),
    queued: !failed,
    held: failed ? { reasons, on, stale: false } : null,
    signalReservation: null,
  }
}

/**
 * A file that was taken away is at its portal all the same: its row counts, and what was written of the case since
 * would report it twice (S2).
 */
export function deliveredAfterAll(state: CaseState, file: string): Partial<CaseState> {
  const { signal, files, withdrawn, redelivery } = state
  const known = files.get(file)
  if (!known?.voided || known.deliveredAt !== null) return {}
  const { voided } = known
  if (!signal || signal.file === voided.before.signal?.file)
    return {
      signal: { ...voided, before: { signal, withdrawn, redelivery } },
      ...{ withdrawn: false, redelivery: false, queued: false, signalReservation: null },
    }
  const earlier = { ...voided, before: signal.before }
  return {
    signal: { ...signal, failed: isOnItsWay(state), before: { ...signal.before, signal: earlier, withdrawn: false } },
  }
}
