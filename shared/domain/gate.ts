import { dateOf, type IsoDate, latest, plusDays } from './calendar.ts'
import { type Owed, sumOf } from './claims.ts'
import type { CaseEvent } from './event.ts'
import { freeAfterReturn, isUnderNotice, leadForSignal, provenLetters, reportedOn, wasContacted } from './evidence.ts'
import type { GateReason } from './gate-reasons.ts'
import { lettersAbout } from './levels.ts'
import { type ClientConditions, holdsOn, type MunicipalityConditions, type Policy } from './policy.ts'
import { objectionPeriodOver } from './round-day.ts'
import { type CaseState, deliveredAt, isSuspended, liveSignal } from './state.ts'

/** What the gate must know beside the case itself, read at the moment of testing and never earlier. */
export interface GateFacts {
  readonly client: ClientConditions
  /** Null when the address is not in the table, or the municipality not in the register. */
  readonly municipality: MunicipalityConditions | null
  /** The mandatory fields of the portal's file that are missing or invalid, by their Dutch titles (G8). */
  readonly fieldProblems: readonly string[]
  /** An objection of this renter, also one from an earlier case (C7). */
  readonly objection: boolean
  /** A co-renter is reported for the same rent, or objected (G10). */
  readonly coRenter: boolean
  /** It is an open question whose a report is, or who of co-renters is the main tenant (R6, G10). */
  readonly personUnclear: boolean
}

/** Days after its due date on which a claim may be reported at the earliest (LCV 3.1). */
export const SIGNAL_AFTER_DAYS = 30

/**
 * The meldcriteria on a day (section 3 of the rulebook). Every reason that fails is named, in this order;
 * none means that the signal may leave. Without a leading claim there is nothing of which evidence could be missing.
 */
export function gate(state: CaseState, policy: Policy, facts: GateFacts, today: IsoDate): GateReason[] {
  const lead = leadForSignal(state, policy, today)
  const letters = lead ? provenLetters(state, lead) : []
  const reported = sumOf(reportedOn(state, policy, today))
  const agreement = facts.municipality?.agreement
  const minimum = facts.municipality?.minimumAmountCents ?? null
  const failing: [boolean, GateReason][] = [
    [!state.naturalPerson || !state.dwelling, 'C9'],
    [!lead || state.ended !== null, 'G1'],
    [!lead?.claim.rent || plusDays(lead.claim.dueOn, SIGNAL_AFTER_DAYS) > today, 'G2'],
    [lead !== null && letters.length === 0, 'G3'],
    [lead !== null && letters.length === 0, 'G4a'],
    [lead !== null && !wasContacted(state, lead, policy, today), 'G4b'],
    [lead !== null && !letters.some((letter) => letter.debtHelp), 'G4c'],
    [lead !== null && !state.offerAccepted && !letters.some((letter) => letter.offer), 'G4d'],
    [state.objection || facts.objection || (lead !== null && !mayObjectNoMore(state, lead, policy, today)), 'G5'],
    [!facts.client.mandate || !holdsOn(facts.client.mandate, today), 'G6'],
    [agreement?.status !== 'in-force' || !holdsOn(agreement, today), 'G7'],
    [facts.fieldProblems.length > 0, 'G8'],
    [isSuspended(state) || !mayBeReportedNow(state, facts.client, today), 'G9'],
    [facts.coRenter, 'G10'],
    [minimum !== null && reported.cents > 0 && reported.cents < minimum, 'R3'],
    [state.hold !== null || (isRepresented(state) && !state.reportingAllowed), 'R7'],
    [state.rejected !== null, 'S5'],
  ]
  return failing.filter(([fails]) => fails).map(([, reason]) => reason)
}

/** A signal that is held, with every failing reason. */
export const heldFor = (reasons: readonly GateReason[], { personUnclear }: GateFacts): CaseEvent => ({
  type: 'SignalHeld',
  reasons,
  ...(personUnclear && { personUnclear }),
})

/** Whether a bewindvoerder or curator acts for the renter, and gets the letters instead (R7). */
export const isRepresented = ({ representative }: Pick<CaseState, 'representative'>): boolean =>
  representative === 'administration' || representative === 'guardian'

/**
 * No signal of this case is live, or it is delivered again (LCV 3.2). One that its portal never had is on its way
 * (S2).
 */
function mayBeReportedNow(state: CaseState, client: ClientConditions, today: IsoDate): boolean {
  const live = liveSignal(state)
  if (!live) return true
  const delivered = deliveredAt(state, live)
  const again = client.resignal === 'monthly' || state.redelivery
  return again && delivered !== null && dateOf(delivered) < today
}

/**
 * The leading claim is under notice, and the objection days since the receipt of the latest notice that listed it are
 * over. A notice that bounced and is not posted yet has not reached the renter; one that said nothing of objecting,
 * while an earlier letter made the offer, starts no period (C5, G5).
 */
function mayObjectNoMore(state: CaseState, lead: Owed, policy: Policy, today: IsoDate): boolean {
  const letters = lettersAbout(state, lead.claim)
  const notices = letters.filter(({ act }) => act === 'notice')
  const last = notices.at(-1)
  if (!last || !isUnderNotice(state, lead, policy, today)) return false
  if (notices.some(({ reservation }) => reservation === state.toPost?.reservation)) return false
  if (!last.offer && !state.offerAccepted && letters.some(({ offer }) => offer)) return false
  const free = freeAfterReturn(state, lead)
  const receivedOn = latest(...(notices.map((each) => each.receivedOn) as [IsoDate, ...IsoDate[]]))
  return free !== null && free <= today && objectionPeriodOver(receivedOn, policy) <= today
}
