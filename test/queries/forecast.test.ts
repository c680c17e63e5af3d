import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateOf, plusDays } from '../../shared/domain/calendar.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { type Coming, difference, forecast } from '../../shared/queries/forecast.ts'
import { Play } from '../domain/play.ts'
import { anyYear, playYear } from '../domain/year.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  FACTS,
  POLICY,
  rent,
} from '../support/case-builder.ts'
import { runs } from '../support/property-runs.ts'

const conditions = (client: Partial<ClientConditions> = {}) => ({
  policy: POLICY,
  clientConditions: { ...CLIENT, ...client },
})

const ahead = (of: CaseBuilder, when: string, client: Partial<ClientConditions> = {}) =>
  forecast(of.state, conditions(client), at(when))

/** `2026-03-05 reminder`, as a forecast tells it. */
const lines = (steps: readonly Coming[]): string[] =>
  steps.map(({ at: moment, what }) => `${moment === null ? '-' : dateOf(moment)} ${what}`)

describe('what comes next', () => {
  test('of a new case: each letter on its day, the call, the round, the answer and the hand-over', () => {
    const called = aCaseReadyToReport()
    const seen = ahead(called, '2026-04-08')
    expect(lines(seen.steps)).toEqual(['2026-04-20 signal', '2026-05-18 answer-by', '2026-05-19 hand-over'])
    expect(seen.end).toBe('agency')
    expect(seen.steps.map(({ provided }) => provided)).toEqual([[], ['delivery'], ['delivery']])
  })

  test('nobody calls: the call has a last day, and the signal is held at each round for that reason', () => {
    const seen = ahead(anArrearsCase(), '2026-03-02', { handOverUnreported: 'after-notice' })
    expect(lines(seen.steps)).toEqual([
      '2026-03-05 reminder',
      '2026-03-16 demand',
      '2026-03-23 call-by',
      '2026-04-07 notice',
      '2026-04-20 held',
      '2026-05-20 held',
      '2026-05-21 hand-over',
    ])
    const [first] = seen.steps
    expect(first?.claims).toEqual([anArrearsCase().state.claims[0]?.number])
    expect(seen.steps.find(({ what }) => what === 'held')).toMatchObject({ reasons: ['G4b'], asks: ['held'] })
  })

  test('the gate is told of what is wrong beside the case', () => {
    const { client: _client, ...facts } = { ...FACTS, fieldProblems: ['Postcode'] }
    const seen = forecast(aCaseReadyToReport().state, conditions(), at('2026-04-08'), facts)
    expect(seen.steps[0]).toMatchObject({ what: 'held', reasons: ['G8'] })
  })

  test('a signal that waits for its file, or its portal, goes first; nobody can say when', () => {
    for (const waiting of [
      aCaseReadyToReport().withSignalQueued('2026-04-20'),
      aCaseReadyToReport().withSignalWritten('2026-04-20'),
    ]) {
      const seen = ahead(waiting, '2026-04-20T11:00')
      expect(lines(seen.steps)).toEqual(['- delivery', '2026-05-18 answer-by', '2026-05-19 hand-over'])
      expect(seen.next).toEqual({ step: 'delivery', due: null })
      expect(seen.steps.map(({ provided }) => provided.includes('delivery'))).toEqual([false, true, true])
    }
  })

  test('a renter at no address waits for one, and one who moved away for a person', () => {
    const moved = aReportedCase().with({ type: 'AnswerReceived', code: 'moved-away', on: '2026-04-22' }, '2026-04-22')
    expect(ahead(moved, '2026-04-23')).toMatchObject({ steps: [], end: 'person', asks: ['moved-away'] })
    const nowhere = anArrearsCase()
      .withReservation('reminder', '2026-03-05')
      .with({ type: 'ActReleased', reservation: '2', reason: 'undeliverable' }, '2026-03-05')
    expect(ahead(nowhere, '2026-03-06')).toMatchObject({ steps: [], end: 'address' })
  })

  test('a letter that is being sent is assumed to leave', () => {
    const seen = ahead(anArrearsCase().withReservation('reminder', '2026-03-05'), '2026-03-05')
    expect(seen.steps[0]).toMatchObject({ step: 'settle-reservation', what: 'reminder', at: at('2026-03-05T09:15') })
  })

  test('during a suspension its end comes first, and then what its end brings on', () => {
    const suspended = aReportedCase()
      .withHelpAccepted('2026-04-23', '2026-04-23')
      .withSuspension('2026-05-23', '2026-04-23')
    const seen = ahead(suspended, '2026-04-24')
    expect(lines(seen.steps)).toEqual(['2026-05-23 suspension-over', '2026-05-26 hand-over'])
  })

  test('what a renter must still pay later is reminded of once a book shows it, and says so (C13)', () => {
    const withApril = anArrearsCase({ claims: [rent('2026-03'), rent('2026-04')] })
    const seen = ahead(withApril, '2026-03-02', {
      book: { on: '2026-03-02', at: at('2026-03-02T06:00'), waits: false },
    })
    const notice = seen.steps.find(({ what }) => what === 'notice')
    expect(notice).toMatchObject({ provided: ['book'] })
    expect(notice?.claims).toHaveLength(2)
    expect(seen.steps[0]).toMatchObject({ what: 'reminder', provided: [] })
  })

  test.each([
    [
      'a book',
      anArrearsCase(),
      { book: { on: '2026-02-01', at: at('2026-02-02'), waits: true } },
      '2026-03-06',
      'book',
    ],
    ['the agency', aCaseAtTheAgency(), {}, '2026-05-20', 'agency'],
    ['nothing any more', aReportedCase().withPaid('2026-04-21'), {}, '2026-04-22', 'finished'],
  ] as const)('it ends where it waits for %s', (_what, of, client, when, end) => {
    expect(ahead(of, when, client).end).toBe(end)
  })

  test('a hold waits for a person, once its day for another look has come', () => {
    const held = anArrearsCase().with(
      { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-04-01', source: 'report' },
      '2026-03-03',
    )
    const seen = ahead(held, '2026-03-04')
    expect(lines(seen.steps)).toEqual(['2026-04-01 look-again'])
    expect([seen.end, seen.asks]).toEqual(['person', ['look-at-hold']])
  })

  test('a term that is not paid ends the arrangement, and the letters go on', () => {
    const arranged = anArrearsCase().withArrangement([{ date: '2026-03-20', amountCents: 50_000 }], '2026-03-03')
    expect(lines(ahead(arranged, '2026-03-04').steps).slice(0, 2)).toEqual([
      '2026-03-25 arrangement-broken',
      '2026-03-25 reminder',
    ])
  })
})

describe('the difference that an action makes', () => {
  test('a call: the signal leaves instead of being held', () => {
    const before = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withDemandSent('2026-03-16')
      .withContactTask('2026-03-23', '2026-03-16')
    const after = before.withContactAttempt('2026-03-17')
    const { gone, moved, added } = difference(ahead(before, '2026-03-17'), ahead(after, '2026-03-17'))
    expect(lines(gone)).toEqual(['2026-03-23 call-by', '2026-04-20 held', '2026-05-20 held'])
    expect(moved).toEqual([])
    expect(lines(added)).toEqual(['2026-04-20 signal', '2026-05-18 answer-by', '2026-05-19 hand-over'])
  })

  test('an arrangement moves the letters to after it', () => {
    const before = anArrearsCase()
    const after = before.withArrangement([{ date: '2026-03-20', amountCents: 50_000 }], '2026-03-03')
    const { gone, moved, added } = difference(ahead(before, '2026-03-03'), ahead(after, '2026-03-03'))
    expect(moved.map((pair) => lines([pair.before, pair.after]))[0]).toEqual([
      '2026-03-05 reminder',
      '2026-03-25 reminder',
    ])
    expect([lines(gone), lines(added)]).toEqual([[], ['2026-03-25 arrangement-broken']])
  })

  test('paid: everything falls away; the same: nothing does', () => {
    const seen = ahead(anArrearsCase(), '2026-03-03')
    const paid = difference(seen, ahead(anArrearsCase().withPaid('2026-03-03'), '2026-03-03'))
    expect([lines(paid.gone), paid.added, paid.moved]).toEqual([lines(seen.steps), [], []])
    expect(difference(seen, seen)).toEqual({ gone: [], moved: [], added: [] })
  })
})

test('random years: on no day does it throw, its first step is where the case stands, and it is told in order', () => {
  fc.assert(
    fc.property(anyYear, (year) => {
      playYear(year, ({ play, today }) => {
        // Each use case appends what follows by itself before it looks where a case stands.
        if (Number(today.slice(8)) % 10 !== 1 || followUp(play.state, POLICY, null, play.now)) return
        const seen = forecast(play.state, { policy: POLICY, clientConditions: play.client }, play.now)
        expect(seen.next).toEqual(play.standing)
        const [first] = seen.steps.filter(({ step }) => step !== null)
        const isToShow = play.state.claims.some(({ dueOn }) => dueOn >= play.state.bookOn)
        if (seen.next.due !== null && !(isToShow && first?.provided.includes('book')))
          expect([first?.step, first?.at]).toEqual([seen.next.step, seen.next.due])
        expect(seen.steps.filter(({ step }) => step !== null).length).toBeLessThanOrEqual(10)
        const moments = seen.steps.flatMap((each) => each.at ?? [])
        expect(moments.slice(1)).toEqual(moments.toSorted().slice(1))
        expect((moments.at(-1) ?? '') <= `${plusDays(seen.until, 1)}`).toBe(true)
        expect(seen.steps.filter(({ what }) => what === 'other')).toEqual([])
        expect(forecast(play.state, { policy: POLICY, clientConditions: play.client }, play.now)).toEqual(seen)
      })
    }),
    { numRuns: runs(40) },
  )
}, 600_000)

const DID: Partial<Record<StoredEvent['type'], string>> = {
  ...{ ReminderSent: 'reminder', DemandSent: 'demand', NoticeSent: 'notice', FollowUpSent: 'follow-up' },
  ...{ SignalHeld: 'held', SignalQueued: 'signal', HandedOver: 'hand-over' },
}

test('what is foreseen happens, where nobody does anything', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 360 }),
      fc.constantFrom<Partial<ClientConditions>>({}, { handOverUnreported: 'after-notice' }, { resignal: 'monthly' }),
      fc.boolean(),
      (day, client, isCalled) => {
        const on = plusDays('2026-01-02', day)
        const claims = [rent('2026-01'), rent('2026-02')].filter(({ dueOn }) => dueOn < on)
        const play = new Play(anArrearsCase({ on, claims }), { ...CLIENT, ...client })
        if (isCalled) {
          while (play.state.contactTaskDue === null) {
            play.now = play.standing.due ?? play.now
            play.doWhatIsDue()
          }
          play.tell({ type: 'contact-attempt', kind: 'Telefoon', reached: true, on: dateOf(play.now) })
        }
        const { steps, until } = forecast(play.state, conditions(client), play.now)
        const from = play.history.length
        for (let count = 0; count < 60 && play.standing.due !== null; count += 1) {
          play.now = play.standing.due > play.now ? play.standing.due : play.now
          if (dateOf(play.now) > until) break
          play.doWhatIsDue()
          play.round()
          play.portal()
        }
        const did = play.history
          .slice(from)
          .flatMap(({ type, at: moment }) => (DID[type] ? [`${moment} ${DID[type]}`] : []))
        const words = new Set(Object.values(DID))
        const foreseen = steps.filter(({ what }) => words.has(what)).map((each) => `${each.at} ${each.what}`)
        // A third round that holds it is not told.
        expect(
          did.filter((each) => foreseen.includes(each) || !each.endsWith('held')).slice(0, foreseen.length),
        ).toEqual(foreseen)
        expect(foreseen.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: runs(200) },
  )
}, 600_000)
