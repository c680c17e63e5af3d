import { arrearsOn } from './arrears.ts'
import { dateOf, type IsoDate, plusDays } from './calendar.ts'
import type { GateReason } from './gate-reasons.ts'
import { type ClientConditions, holdsOn, type MunicipalityConditions, type Policy } from './policy.ts'
import { objectionPeriodOver } from './standing.ts'
import { type CaseState, deliveredAt } from './state.ts'

/** What the gate must know beside the case itself, read at the moment of testing and never earlier. */
export interface GateFacts {
  readonly client: ClientConditions
  /** Null when the address is not in the table, or the municipality not in the register. */
  readonly municipality: MunicipalityConditions | null
  /** The mandatory fields of the portal's file that are missing or invalid, by their Dutch titles (G8). */
  readonly fieldProblems: readonly string[]
  /** An objection of this renter, also one from an earlier case (C7). */
  readonly objection: boolean
}

/**
 * The meldcriteria G1–G9 on a day, with C9, the municipality's own minimum (R3) and a portal's rejection that nobody
 * has answered yet (S5). Every reason that fails is named, in this order; none means that the signal may leave.
 */
export function gate(state: CaseState, policy: Policy, facts: GateFacts, today: IsoDate): GateReason[] {
  const arrears = arrearsOn(state.claims, today)
  const { reminder, demand, notice } = state.letters
  const letters = [reminder, demand, notice].filter((letter) => letter !== undefined)
  const agreement = facts.municipality?.agreement
  const minimum = facts.municipality?.minimumAmountCents ?? null
  const again = facts.client.resignal === 'monthly' || state.redelivery
  const failing: [boolean, GateReason][] = [
    [!state.naturalPerson || !state.dwelling, 'C9'],
    [arrears.cents === 0 || state.ended !== null, 'G1'],
    [arrears.oldestDueOn === null || plusDays(arrears.oldestDueOn, 30) > today, 'G2'],
    [letters.length === 0, 'G3'],
    [letters.length === 0, 'G4a'],
    [state.contactAttempts === 0, 'G4b'],
    [!letters.some((letter) => letter.debtHelp), 'G4c'],
    [!state.offerAccepted && !letters.some((letter) => letter.offer), 'G4d'],
    [state.objection || facts.objection || !objectionPeriodPassed(state, policy, today), 'G5'],
    [!facts.client.mandate || !holdsOn(facts.client.mandate, today), 'G6'],
    [agreement?.status !== 'in-force' || !holdsOn(agreement, today), 'G7'],
    [facts.fieldProblems.length > 0, 'G8'],
    [
      state.suspension !== null ||
        state.accepted !== null ||
        state.arrangement !== null ||
        (state.signal !== null && !(again && hadBefore(state, today))),
      'G9',
    ],
    [minimum !== null && arrears.cents > 0 && arrears.cents < minimum, 'R3'],
    [state.rejected !== null, 'S5'],
  ]
  return failing.filter(([fails]) => fails).map(([, reason]) => reason)
}

/** A signal that its portal never had is not delivered again: its file is still on its way (S2). */
function hadBefore(state: CaseState, today: IsoDate): boolean {
  const delivered = deliveredAt(state, state.signal)
  return delivered !== null ? dateOf(delivered) < today : state.withdrawn
}

/**
 * A notice that bounced has not reached the renter: its objection period starts when it was posted (C5). One that said
 * nothing of objecting, while an earlier letter made the offer, starts none.
 */
function objectionPeriodPassed({ letters, toPost, offerAccepted }: CaseState, policy: Policy, today: IsoDate): boolean {
  const { demand, notice } = letters
  if (!notice || toPost === 'notice' || (demand?.offer && !notice.offer && !offerAccepted)) return false
  return objectionPeriodOver(notice.receivedOn, policy) <= today
}
