import { type CaseState, deliveredAt, type Signal } from './state.ts'

// The signals of a case, the newest first: each knows the one before it (LCV 3.2).

type Before = Signal['before']

/** The signal that left in a file; null when none did, or when its portal refused it. */
export function signalIn({ signal }: Pick<CaseState, 'signal'>, file: string): Signal | null {
  for (let each = signal; each; each = each.before.signal) if (each.file === file) return each
  return null
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
