import { beforeAll, describe, expect, test } from 'vitest'
import { registersOf } from '../support/landscape.ts'
import { eventsOf, type SimulationOutcome, told } from '../support/outcome.ts'
import { scenario } from '../support/scenario.ts'
import { DEMANDED, JANUARY, only, REMINDED } from './stories/story.ts'

// A machine that was off for a week around the demand, and for a week around the round; and for a morning in between
// (C16). What is delivered and reported meanwhile lies there when it is back.

const world = scenario({ from: '2026-01-01', until: '2026-03-02', registers: registersOf('BELEGGER-A') })
world.reports('2026-01-13T16:30', 'crash', { until: '2026-01-21T10:00' })
world.reports('2026-02-05T08:30', 'crash', { until: '2026-02-05T11:15' })
world.reports('2026-02-18T12:00', 'crash', { until: '2026-02-25T10:00' })
/** The days on which it was back. */
const FOR_BOOKS = ['2026-01-21', '2026-02-25']

const owing = (name: string) => world.renter(name).owes(JANUARY).isCalled('2026-01-23')
const calm = owing('Rustig')
const paidMeanwhile = owing('Betaalde Intussen').pays('2026-01-19')
const paidBeforeRound = owing('Betaalde Voor De Ronde').pays('2026-02-19')
const objected = owing('Maakte Intussen Bezwaar').reports('2026-02-19T10:00', 'objection', { channel: 'e-mail' })

let played: SimulationOutcome
beforeAll(async () => {
  played = await world.play()
}, 600_000)

/** The demand a week late, and the notice at least two weeks after it (C1). */
const WARNED = [
  ...REMINDED,
  ...DEMANDED.slice(REMINDED.length).map((each) => each.replace('2026-01-15', '2026-01-22')),
  ...['2026-01-23 ContactAttempted', '2026-02-05 NoticeSent'],
]

describe('C16 a machine that was off for a week', () => {
  test('sends what it missed on the working day after it is back, dated that day, and makes the round up', () => {
    expect(told(only(played, calm))).toEqual([...WARNED, '2026-02-26 SignalQueued', '2026-02-26 SignalDelivered'])
    expect(eventsOf(only(played, calm), 'DemandSent').map(({ at }) => at)).toEqual(['2026-01-22T09:00:00+01:00'])
    expect(played.signals.map(({ name }) => name)).toEqual(['vroegsignalen-2026-02-26-01.xlsx'])
  })

  test('the day on which it is back is for books, answers and facts', () => {
    const days = played.cases.flatMap(({ history }) =>
      history.filter(({ at }) => FOR_BOOKS.includes(at.slice(0, 10))).map(({ type }) => type),
    )
    expect([...new Set(days)].sort()).toEqual(['CasePaid', 'ObjectionLodged', 'Waiting'])
    expect(told(only(played, paidMeanwhile))).toEqual([...REMINDED, '2026-01-21 CasePaid'])
    expect(told(only(played, paidBeforeRound))).toEqual([...WARNED, '2026-02-25 CasePaid'])
    expect(told(only(played, objected))).toEqual([...WARNED, '2026-02-25 ObjectionLodged', '2026-02-26 SignalHeld'])
  })

  test('after a morning it does at once what came due, dated today', () => {
    const sent = played.cases.flatMap((line) => eventsOf(line, 'NoticeSent').map(({ at }) => at))
    expect(sent).toEqual(sent.map(() => '2026-02-05T11:15:00+01:00'))
    expect(sent).toHaveLength(3)
  })

  test('nothing is done twice, and nothing is missing from the log', () => {
    const letters = played.cases.flatMap(({ history }) => history.filter(({ sha256, channel }) => sha256 && channel))
    expect(played.mails).toHaveLength(letters.filter(({ channel }) => channel === 'email').length)
    expect(played.summary.deadLetters).toBe(0)
  })
})
