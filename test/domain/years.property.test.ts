import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerBy, asksForHandOver } from '../../shared/domain/agency.ts'
import { type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { leadForSignal } from '../../shared/domain/evidence.ts'
import { gate } from '../../shared/domain/gate.ts'
import { nextRound } from '../../shared/domain/round-day.ts'
import { type CaseState, isSuspended, liveSignal } from '../../shared/domain/state.ts'
import { POLICY } from '../support/case-builder.ts'
import { runs } from '../support/property-runs.ts'
import { anyYear, dayOf, handsOn, playYear, type Seen, type Year } from './year.ts'

const LETTERS = new Set(['ReminderSent', 'DemandSent', 'NoticeSent', 'FollowUpSent'])

/** C1: any two letters of a case are at least seven days apart. */
function lettersAreApart() {
  let last: IsoDate | null = null
  return (event: StoredEvent) => {
    if (event.type === 'CaseOpened') last = null
    if (!LETTERS.has(event.type)) return
    if (last) expect(dayOf(event) >= plusDays(last, 7), `letters of ${last} and ${dayOf(event)}`).toBe(true)
    last = dayOf(event)
  }
}

/** G5: no signal leaves within seven days of a notice that lists the leading claim, and none without. */
function noticeComesFirst(before: CaseState, event: StoredEvent) {
  if (event.type !== 'SignalWritten') return
  const lead = leadForSignal(before, POLICY, dayOf(event))?.claim.number ?? 0
  const notices = before.letters.filter(({ act, claims }) => act === 'notice' && claims.includes(lead))
  expect(notices.length, `a signal of ${dayOf(event)} without a notice`).toBeGreaterThan(0)
  for (const { on } of notices)
    expect(dayOf(event) > plusDays(on, 7), `notice of ${on}, signal of ${dayOf(event)}`).toBe(true)
}

/** A task for staff, or a reason by name, why nothing is written to the renter: an awaited answer is one (F1). */
const isExcused = ({ play: { state, client }, today }: Seen): boolean =>
  state.contactTaskDue !== null ||
  state.held !== null ||
  state.rejected !== null ||
  asksForHandOver(state, POLICY, client, today) ||
  isSuspended(state) ||
  state.hold !== null ||
  state.objection ||
  state.agency.claims.length > 0 ||
  (answerBy(state, POLICY) ?? '') >= today

/** Nobody is in arrears for 45 days without a letter, a task for staff, or a reason by name. */
function nobodyIsForgotten() {
  let since: IsoDate | null = null
  return (seen: Seen) => {
    const excused = handsOn(seen).length === 0 || isExcused(seen)
    since = excused ? null : (since ?? seen.today)
    if (since === null) return
    const last = seen.play.state.letters.reduce((a, { on }) => (on > a ? on : a), since)
    expect(plusDays(last, 45) >= seen.today, `${last} to ${seen.today}: ${seen.play.standing.step}`).toBe(true)
  }
}

/** A case that passes the gate at three rounds is reported. */
function ripeIsReported() {
  let rounds = 0
  return ({ play, today }: Seen) => {
    if (liveSignal(play.state)) rounds = 0
    if (nextRound(today, POLICY) !== today) return
    rounds = gate(play.state, POLICY, play.facts, today).length === 0 ? rounds + 1 : 0
    expect(rounds, `ripe on ${today}: ${play.standing.step}`).toBeLessThan(3)
  }
}

test('random years: letters are apart, a notice comes first, nobody is forgotten, and what is ripe is reported', () => {
  const check = (year: Year) => {
    const apart = lettersAreApart()
    const looks = [nobodyIsForgotten(), ripeIsReported()]
    playYear(
      year,
      (seen) => {
        for (const look of looks) look(seen)
      },
      (before, event) => {
        apart(event)
        noticeComesFirst(before, event)
      },
    )
  }
  fc.assert(fc.property(anyYear, check), { numRuns: Number(process.env.YEARS ?? runs(400)) })
}, 1_800_000)
