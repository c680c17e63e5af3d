import type { Step } from '../domain/standing.ts'
import { sha256 } from '../runtime/sha256.ts'

/** So many cases may act in one second: less than the 14 mails a second with which SES lets most senders begin. */
const CASES_A_SECOND = 10
/** Where no more cases than this are open, all may act at once: SES takes a short burst. */
const BURST = 200
/**
 * Cases wake in groups, so many seconds apart: half of what may act at once, and a simulation plays a group as one
 * moment.
 */
const TOGETHER_SECONDS = 10
/** From 09:00: an afternoon is left for what must be tried again. */
const LONGEST = 4 * 3600
/** Signals are tested before the round of ten o'clock collects them (S1). */
const LONGEST_OF_SIGNALS = 45 * 60
/**
 * What comes due for many cases at the same instant, and is an act. The end of a pause is none: it says from when acts
 * may be done again, and a second too late it would move them to the next morning.
 */
const ACTS: ReadonlySet<Step> = new Set<Step>(['reminder', 'demand', 'notice', 'follow-up', 'signal', 'hand-over'])

/**
 * Over how many seconds after its due time a step of so many open cases is spread: a minute for six hundred, four hours
 * for a whole country.
 */
export const spreadWindow = (step: Step, openCases: number): number =>
  ACTS.has(step) && openCases > BURST
    ? Math.min(Math.floor(openCases / CASES_A_SECOND), step === 'signal' ? LONGEST_OF_SIGNALS : LONGEST)
    : 0

/**
 * How many seconds after its due time a case wakes for a step: the same for the same case, so that a wait that is begun
 * again ends at the same moment.
 */
export function spreadSeconds(caseId: string, step: Step, openCases: number): number {
  const window = spreadWindow(step, openCases)
  if (window === 0) return 0
  const place = Number.parseInt(sha256(caseId).slice(0, 12), 16) % window
  return place - (place % TOGETHER_SECONDS)
}
