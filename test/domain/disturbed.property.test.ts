import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrearsOn } from '../../shared/domain/arrears.ts'
import { dateOf, type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import type { Command } from '../../shared/domain/decide.ts'
import { ACTS, HELP_ACCEPTED, type Item, SENT_TYPES, type StoredEvent } from '../../shared/domain/event.ts'
import { brokenAt, replay } from '../../shared/domain/history.ts'
import type { ClientTerms } from '../../shared/domain/policy.ts'
import type { CaseState } from '../../shared/domain/state.ts'
import { outgoing, phaseOf } from '../../shared/domain/state.ts'
import { anArrearsCase, CLIENT, claim, FACTS, letterSent, rent, sent, sha256 } from '../support/case-builder.ts'
import { isDutchWorkingDay } from './dutch-year.ts'
import { Play } from './play.ts'

const paused = (state: CaseState) => state.suspension !== null || state.accepted !== null || state.arrangement !== null

/** What may still be written down of a case that ended. */
const AFTER_THE_END = new Set([
  ...Object.values(SENT_TYPES),
  'LetterPosted',
  'ActReleased',
  'AgencyInformed',
  'ObjectionLodged',
  'ObjectionWithdrawn',
  'SignalDelivered',
  'SignalWithdrawn',
])

/** The invariants of process.md, held against one event and the state before it, without asking the gate. */
function holds(before: CaseState, event: StoredEvent, client: ClientTerms): void {
  const today = dateOf(event.at)
  const say = `${event.type} on ${today}`
  if (before.ended && event.type === 'ActClaimed') expect(event.act).toBe('agency-stop')
  else if (before.ended) expect(AFTER_THE_END, say).toContain(event.type)
  switch (event.type) {
    case 'ActClaimed': {
      expect(before.claim, say).toBeNull()
      if (event.act.startsWith('agency-')) return
      expect(paused(before), say).toBe(false)
      const act = ACTS.find((each) => each === event.act)
      if (!act) return
      expect(isDutchWorkingDay(today), say).toBe(true)
      expect(before.letters[act], say).toBeUndefined()
      expect(Object.keys(before.letters), say).toEqual(ACTS.slice(0, ACTS.indexOf(act)))
      const last = ACTS[ACTS.indexOf(act) - 1]
      const since = last && before.letters[last]?.on
      if (since !== undefined) expect(plusDays(since, act === 'demand' ? 7 : 14) <= today, say).toBe(true)
      return
    }
    case 'SignalQueued':
    case 'SignalClaimed': {
      const { oldestDueOn, cents } = arrearsOn(before.items, today)
      expect(paused(before) || before.objection || !before.naturalPerson || before.rejected !== null, say).toBe(false)
      expect(cents > 0 && oldestDueOn !== null && plusDays(oldestDueOn, 30) <= today, say).toBe(true)
      expect(before.contactAttempts > 0, say).toBe(true)
      expect(plusDays(before.letters.notice?.receivedOn ?? '9998-12-31', 8) <= today, say).toBe(true)
      expect(before.delivered === null || client.resignal === 'monthly', say).toBe(true)
      return
    }
    case 'SignalDelivered':
      expect(before.delivered === null || client.resignal === 'monthly', say).toBe(true)
      return
    case 'SignalWithdrawn':
      expect(before.delivered !== null && (before.ended !== null || before.objection), say).toBe(true)
      return
    case 'SuspensionStarted':
      expect(event.until, say).toBe(plusDays(before.accepted ?? '', 30))
      return
    case 'SuspensionEnded':
      expect(before.suspension !== null || before.accepted !== null, say).toBe(true)
      return
    case 'HandedOver':
      expect(paused(before) || before.handedOver || before.delivered === null, say).toBe(false)
      return
    case 'AgencyInformed':
      expect(before.agency.stopped, say).toBe(false)
      expect(before.agency.knows, say).toBe(event.message !== 'handover')
      expect(before.agency.paused, say).toBe(
      return
        event.message === 'resume' || (event.message === 'stop' && before.agency.paused),
      )
    default:
      return
  }
}

interface Choice {
  readonly what: (typeof WHATS)[number]
  readonly n: number
}

const items = (today: IsoDate, n: number): Item[] => {
  const month = today.slice(0, 7)
  const all = [
    rent('2026-03', n % 2 ? 100_000 : 40_000),
    ...(month > '2026-03' && n % 3 ? [rent(month)] : []),
    ...(n % 5 === 0 ? [claim('C', plusDays(today, (n % 4) - 2), -30_000)] : []),
  ]
  return n % 7 === 6 ? all.slice(1) : all
}

/** Everything that can be asked of a case, by whoever, whenever. */
const COMMANDS: Record<string, (today: IsoDate, n: number) => Command> = {
  book: (today, n) => ({
    type: 'take-book',
    on: plusDays(today, -(n % 3)),
    items: items(today, n),
    naturalPerson: n % 11 !== 10,
    dwelling: true,
    gemeentecode: n % 13 === 12 ? '0599' : '0363',
  }),
  gone: (today, n) => ({ type: 'left-book', on: plusDays(today, -(n % 40)) }),
  payment: (_today, n) => ({ type: 'payment', amountCents: n % 9 === 0 ? 'all' : (n + 1) * 900 }),
  call: (today, n) => ({
    type: 'contact-attempt',
    kind: 'Telefoon',
    reached: true,
    by: 'bd',
    on: plusDays(today, (n % 3) - 1),
  }),
  objection: () => ({ type: 'objection', channel: 'link' }),
  noObjection: () => ({ type: 'objection-withdrawn', channel: 'link' }),
  dispute: (_today, n) => ({ type: 'dispute', invoice: n % 4 ? 'H-2026-03' : 'X' }),
  resolved: (_today, n) => ({ type: 'dispute-resolved', invoice: n % 4 ? 'H-2026-03' : 'X' }),
  arrangement: (today, n) => ({
    type: 'arrangement',
    terms: [1, 2].map((term) => ({ date: plusDays(today, term * (n % 30)), amountCents: 1_000 * n })),
  }),
  broken: () => ({ type: 'arrangement-broken' }),
  threat: () => ({ type: 'threat', kind: 'ontruiming', by: 'bd' }),
  answer: (today, n) => ({
    type: 'answer',
    code: n % 4 ? HELP_ACCEPTED : 'repeated',
    on: plusDays(today, 1 - (n % 40)),
  }),
  rejection: () => ({ type: 'portal-rejection', reason: 'dubbel' }),
  bounce: () => ({ type: 'bounce' }),
  act: (_today, n) => ({ type: 'claim-act', act: ACTS[n % 3] ?? 'reminder' }),
  posting: () => ({ type: 'claim-posting' }),
  message: () => ({ type: 'claim-message' }),
  confirm: (today, n) => ({
    type: 'confirm-act',
    act: ACTS[n % 3] ?? 'reminder',
    sent: letterSent(ACTS[n % 3] ?? 'reminder', today),
  }),
  posted: (today) => ({
    type: 'confirm-posting',
    act: 'reminder',
    sent: letterSent('reminder', today, { channel: 'post' }),
  }),
  told: (_today, n) => ({ type: 'confirm-message', message: n % 2 ? 'pause' : 'handover', sent: sent() }),
  release: () => ({ type: 'release-claim', reason: 'overtaken' }),
  claim: (today) => ({ type: 'claim-signal', facts: FACTS, file: `${today}.xlsx` }),
  drop: (_today, n) => ({ type: 'drop-signal', facts: { ...FACTS, objection: n % 2 === 0 } }),
  test: () => ({ type: 'test-signal', facts: FACTS }),
  withdraw: (today) => ({ type: 'withdraw-signal', file: `${today}.csv` }),
}
const WHATS = ['wait', 'machine', 'breaks-off', 'round', 'registers', ...Object.keys(COMMANDS)]

/** Time and the machine come by more often than anything else: most cases get somewhere. */
const choice: fc.Arbitrary<Choice> = fc.record({
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('wait', 'machine', 'call') },
    { weight: 1, arbitrary: fc.constantFrom('round', 'breaks-off', 'answer', 'book', 'bounce', 'arrangement') },
    { weight: 3, arbitrary: fc.constantFrom(...WHATS) },
  ),
  n: fc.nat({ max: 99 }),
})

function act(play: Play, { what, n }: Choice): void {
  const today = dateOf(play.now)
  const command = COMMANDS[what]?.(today, n)
  if (command) {
    const cause = n % 2 ? `${what}-${n % 10}` : undefined
    const decision = play.tell(command, cause)
    if (cause !== undefined && 'event' in decision)
      expect(play.tell(command, cause)).toEqual({ refused: 'already-recorded' })
  }
  if (what === 'wait') play.wait((n + 1) * 311)
  if (what === 'registers') play.sound = n % 3 !== 0
  if (what === 'round') play.round()
  if (what === 'machine' || what === 'breaks-off' || what === 'wait') play.doWhatIsDue(what === 'breaks-off')
}

const clients = fc.record({
  mandate: fc.constant(CLIENT.mandate),
  handOver: fc.constantFrom('after-answer-period' as const, 'after-signal' as const, 'never' as const),
  resignal: fc.constantFrom('never' as const, 'monthly' as const),
  hasCollectionAgency: fc.boolean(),
})

test('whatever comes in whatever order, the invariants hold, nothing throws, and the log tells the state', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(clients, fc.array(choice, { minLength: 10, maxLength: 60, size: 'max' }), (client, choices) => {
      const play = new Play(anArrearsCase(), client, (before, event) => {
        holds(before, event, client)
        reached.add(event.type)
      })
      for (const each of choices) {
        act(play, each)
        reached.add(phaseOf(play.state)).add(`out: ${outgoing(play.state)}`)
      }
      expect(replay(play.history, sha256)).toEqual(play.state)
      expect(brokenAt(play.history, sha256)).toBeNull()
      for (const type of Object.values(SENT_TYPES))
        expect(play.history.filter((event) => event.type === type).length).toBeLessThanOrEqual(1)
    }),
    { numRuns: 400 },
  )
  expect([...reached]).toEqual(
    expect.arrayContaining([
      'SignalDelivered',
      'SuspensionEnded',
      'LetterPosted',
      'AgencyInformed',
      'SignalHeld',
      'out: withdrawal',
    ]),
  )
})
