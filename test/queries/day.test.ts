import { describe, expect, test } from 'vitest'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { tasksOn } from '../../shared/queries/day.ts'
import { aCaseLog } from '../support/in-memory/case-log.ts'
import { REGISTERS } from '../support/landscape.ts'

const { clients } = registersSchema.parse(REGISTERS)

/** What a day asks about one case. @param on a Monday is 2026-03-23 */
async function dayOf(on: string, ...changes: Partial<CaseSummary>[]) {
  const log = aCaseLog()
  for (const [index, change] of changes.entries())
    await log.summarise({
      ...{ caseId: `C-${index}`, seq: 9, renter: `${9 - index}`, client: 'BELEGGER-A', gemeentecode: '0363' },
      ...{
        phase: 'reminding',
        step: 'notice',
        due: null,
        queue: null,
        openedOn: '2026-01-02',
        months: 1,
        amountCents: 1,
      },
      ...change,
    })
  return tasksOn(log, clients, on)
}

describe('F1 an answer that the municipality owes', () => {
  test('is listed from a working day before the hand-over that follows', async () => {
    // Friday is the last working day before Monday, and before its own last day, a Sunday.
    const owes = { answerBy: '2026-03-22', handOverOn: '2026-03-23' }
    expect((await dayOf('2026-03-19', owes)).owed).toEqual([])
    for (const on of ['2026-03-20', '2026-03-23'])
      expect((await dayOf(on, owes)).owed).toMatchObject([
        { day: '2026-03-22', follows: { what: 'hand-over', on: '2026-03-23' } },
      ])
  })

  test('is listed from a working day before a person must decide, of a client that never hands over (F3)', async () => {
    const owes = { answerBy: '2026-03-22', decideOn: '2026-03-23' }
    expect((await dayOf('2026-03-19', owes)).owed).toEqual([])
    for (const on of ['2026-03-20', '2026-03-23'])
      expect((await dayOf(on, owes)).owed).toMatchObject([{ follows: { what: 'decision', on: '2026-03-23' } }])
  })

  test('is listed when it is late, where nothing follows by itself', async () => {
    expect((await dayOf('2026-03-20', { answerBy: '2026-03-20' })).owed).toEqual([])
    expect((await dayOf('2026-03-21', { answerBy: '2026-03-20' })).owed).toMatchObject([{ follows: null }])
  })
})

describe('U3 a suspension', () => {
  test('is listed in the week in which it ends', async () => {
    const until = { suspendedUntil: '2026-03-29' }
    expect((await dayOf('2026-03-20', until)).suspended).toEqual([])
    for (const on of ['2026-03-23', '2026-03-29'])
      expect((await dayOf(on, until)).suspended).toMatchObject([{ on: '2026-03-29', how: 'ends' }])
  })

  test('that ended is news for a week, with why it ended', async () => {
    const ended = (early: boolean) => ({ suspensionEnded: { on: '2026-03-20', early } })
    expect((await dayOf('2026-03-23', ended(false))).suspended).toMatchObject([{ how: 'over' }])
    expect((await dayOf('2026-03-27', ended(true))).suspended).toMatchObject([{ how: 'new-arrears' }])
    expect((await dayOf('2026-03-28', ended(true))).suspended).toEqual([])
  })
})

test('C6b calls come soonest first, and of one day in the order of the debtor numbers', async () => {
  const { calls } = await dayOf(
    '2026-03-23',
    { callBy: '2026-03-25' },
    { callBy: '2026-03-24' },
    { callBy: '2026-03-25' },
  )
  expect(calls.map(({ summary }) => summary.caseId)).toEqual(['C-1', 'C-2', 'C-0'])
})
