import { actsInTheirTime } from './judge-acts.ts'
import { agencyHearsWhatItMay } from './judge-agency.ts'
import { eventsAreKept } from './judge-facts.ts'
import { historiesHold } from './judge-histories.ts'
import { importsCloseNothing } from './judge-imports.ts'
import { nobodyIsNamed } from './judge-privacy.ts'
import { reportsAreWhole } from './judge-reports.ts'
import { signalsPassTheGate } from './judge-signals.ts'
import { withdrawalsFindTheirSignal } from './judge-withdrawals.ts'
import { orderOf } from './order.ts'
import type { Played } from './play-world.ts'
import { tellAll } from './told.ts'

/** A played world as the judges see it. */
export type Evidence = ReturnType<typeof evidenceOf>

function evidenceOf(played: Played) {
  const cases = played.cases.map((each) => ({ ...each, told: tellAll(each.events) }))
  return { ...played, cases, order: orderOf(played.trace) }
}
export type JudgedCase = Evidence['cases'][number]

/** Judges one of the invariants of the rulebook: a sentence for each thing that breaks it. */
export type Judge = (evidence: Evidence) => string[]

const JUDGES: readonly Judge[] = [
  signalsPassTheGate,
  withdrawalsFindTheirSignal,
  actsInTheirTime,
  agencyHearsWhatItMay,
  eventsAreKept,
  historiesHold,
  nobodyIsNamed,
  importsCloseNothing,
  reportsAreWhole,
]

/** Everything in a played world that breaks an invariant of the rulebook. */
export function violations(played: Played): string[] {
  const evidence = evidenceOf(played)
  return JUDGES.flatMap((judge) => judge(evidence))
}
