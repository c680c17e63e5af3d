import { dateOf, type IsoDate, type IsoInstant, plusMinutes } from './calendar.ts'
import type { Command, Decision } from './command.ts'
import type { CaseEvent, DeliveredHow, Receipt, WrittenRow } from './event.ts'
import { type GateFacts, gate, heldFor } from './gate.ts'
import { outgoing } from './outgoing.ts'
import type { ClientConditions, Policy } from './policy.ts'
import { signalIn, signalMeant, withoutLast } from './signals.ts'
import { isBookNew } from './standing.ts'
import { type CaseState, type FileReservation, isOnItsWay } from './state.ts'

// What the files for portals ask of a case: to be written in one, and to know what became of it (S2, S4).

/** How long a round gets to write the file that it reserved a case for, retries included; after that it broke off. */
export const WRITING_MINUTES = 120

/** The last test, at the moment of writing (invariant 1): of the gate, and of the book on which it rests (C13). */
export function reserveSignal(
  command: Command & { type: 'reserve-signal' },
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  now: IsoInstant,
): Decision {
  if (outgoing(state, policy, dateOf(now)) !== 'signal' || inAnotherFile(state.signalReservation, command.file, now))
    return { refused: 'elsewhere' }
  if (!isBookNew(policy.signalBookDays, state, client, now)) return { event: { type: 'SignalWaitsForBook' } }
  const reasons = gate(state, policy, command.facts, dateOf(now))
  return { event: reasons.length > 0 ? heldFor(reasons, command.facts) : { type: 'SignalClaimed', file: command.file } }
}

/**
 * Whether another round may still be writing it: two rounds at once must not both bring it to the portal (invariant 3).
 */
const inAnotherFile = (reserved: FileReservation | null, file: string, now: IsoInstant): boolean =>
  reserved !== null && reserved.file !== file && plusMinutes(reserved.at, WRITING_MINUTES) > now

/** Takes a reserved signal out of the file when it no longer passes; `nothing-new` when it still does. */
export function dropSignal(
  facts: GateFacts,
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  now: IsoInstant,
): Decision {
  const today = dateOf(now)
  if (outgoing(state, policy, today) !== 'signal') return { refused: 'nothing-new' }
  if (!isBookNew(policy.signalBookDays, state, client, now)) return { event: { type: 'SignalWaitsForBook' } }
  const reasons = gate(state, policy, facts, today)
  if (reasons.length === 0) return { refused: 'nothing-new' }
  return { event: heldFor(reasons, facts) }
}

/** The file is written by now, and the signal is in it, whatever was said since the last test. */
export function writeSignal(
  { row, months, amountCents, claims }: Command & { type: 'write-signal' },
  state: CaseState,
): Decision {
  if (state.files.has(row.file)) return { refused: 'already-recorded' }
  return { event: { type: 'SignalWritten', ...row, months, amountCents, claims } }
}

/** The file is taken away: with the reasons for which this row may not leave, or with none (S2). */
export function voidSignal(
  { file, facts }: Command & { type: 'void-signal' },
  state: CaseState,
  policy: Policy,
  today: IsoDate,
): Decision {
  const known = state.files.get(file)
  if (known?.voided) return { refused: 'already-recorded' }
  if (!known) return { refused: 'no-signal' }
  if (state.signal?.file !== file || !isOnItsWay(state)) return { refused: 'elsewhere' }
  const reasons = gate(withoutLast(state), policy, facts, today)
  // What is at the portal already in a file that was taken away, leaves in no other one.
  return {
    event: { type: 'SignalVoided', file, reasons: state.signal.failed && reasons.length === 0 ? ['G9'] : reasons },
  }
}

/** Of two rounds at once, one takes the signal back (invariant 3). A try that comes again has its time anew. */
export function reserveWithdrawal(file: string, state: CaseState, policy: Policy, now: IsoInstant): Decision {
  if (outgoing(state, policy, dateOf(now)) !== 'withdrawal' || inAnotherFile(state.withdrawalReservation, file, now))
    return { refused: 'elsewhere' }
  return { event: { type: 'WithdrawalClaimed', file } }
}

/** The file is written by now: an objection that was lifted in that moment does not bring the signal back. */
export function writeWithdrawal(row: WrittenRow, state: CaseState): Decision {
  if (!state.signal || state.withdrawn) return { refused: 'elsewhere' }
  return { event: { type: 'WithdrawalWritten', ...row } }
}

/**
 * A person took the signal back in the portal, once (S4): where no file may, or where the portal refused what a file
 * said. `no-signal` when none is to be taken back.
 */
export function withdrawnByHand(state: CaseState, policy: Policy, today: IsoDate): Decision {
  const { signal, withdrawn, takenBackByHand } = state
  if (!signal || signal.file === takenBackByHand) return { refused: 'no-signal' }
  if (!withdrawn && outgoing(state, policy, today) !== 'withdrawal') return { refused: 'no-signal' }
  return { event: { type: 'SignalWithdrawnByHand', file: signal.file } }
}

/** The portal has the file, the first time that somebody says so; `no-signal` when the case has no row in it (yet). */
export function recordDelivery(file: string, delivered: DeliveredHow, state: CaseState): Decision {
  const known = state.files.get(file)
  if (!known) return { refused: 'no-signal' }
  if (known.deliveredAt !== null) return { refused: 'already-recorded' }
  return { event: { type: known.kind === 'signal' ? 'SignalDelivered' : 'SignalWithdrawn', file, ...delivered } }
}

/** A receipt of the portal's own, once; `no-signal` when the case has no row in the file (yet). */
export function recordReceipt(receipt: Receipt, state: CaseState): Decision {
  const known = state.files.get(receipt.file)
  if (!known) return { refused: 'no-signal' }
  if (known.receipts.includes(receipt.document)) return { refused: 'already-recorded' }
  return { event: { type: known.kind === 'signal' ? 'SignalConfirmed' : 'WithdrawalConfirmed', ...receipt } }
}

/** The portal refuses the signal of a file, or the last one (S5); `no-signal` when there is none to refuse. */
export function rejectSignal({ reason, file }: Command & { type: 'portal-rejection' }, state: CaseState): Decision {
  if (file === undefined && state.rejected !== null) return { refused: 'no-signal' }
  if (!(file === undefined ? state.signal : signalIn(state, file))) return { refused: 'no-signal' }
  return { event: { type: 'SignalRejected', reason, ...(file !== undefined && { file }) } }
}

/**
 * What an answer or a refusal proves about the signal that it is about: that the portal has it (S2). One that names no
 * file proves nothing while it may be about an earlier signal. Null when the delivery was known. It comes before the
 * event itself.
 */
export function provenBy(event: CaseEvent, state: CaseState): CaseEvent | null {
  if (event.type !== 'AnswerReceived' && event.type !== 'SignalRejected') return null
  const { by, file = signalMeant(state)?.file } = event
  if (file === undefined) return null
  const known = state.files.get(file)
  if (known?.kind !== 'signal' || known.deliveredAt !== null) return null
  return { type: 'SignalDelivered', file, how: 'answered', ...(by !== undefined && { by }) }
}
