import { expect, test } from 'vitest'
import { recordFact } from '../../functions/record-fact/record-fact.ts'
import { tellAtOnce } from '../../functions/tell-at-once/tell-at-once.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import { endQuestion, questionId } from '../../shared/questions/questions.ts'
import { aCaseReadyToReport, aReportedCase } from '../support/case-builder.ts'
import { aCaseIn, RENTER } from './a-case.ts'

// C13: a threatening situation asks for a fresh book the same day.

async function aCaseWithoutBook(history = aCaseReadyToReport()) {
  const world = await aCaseIn(history, '2026-04-17T11:00')
  await world.ports.registers.noteWaitingBook('BELEGGER-A', '2100-01-01')
  const ports = { ...world.ports, workflow: world.ports.rounds, imports: world.ports.rounds }
  return {
    ...world,
    threatens: (time: string) =>
      recordFact(ports, {
        id: `fact-${time}`,
        detail: reportedFactSchema.parse({
          at: `2026-04-17T${time}`,
          type: 'threat',
          renter: RENTER,
          kind: 'ontruiming',
        }),
      }),
    /** What the round does that was asked for, at its end. */
    tell: () => tellAtOnce(ports),
  }
}

test('a threat asks for the book it waits for, and staff hear of it at once, marked urgent', async () => {
  const world = await aCaseWithoutBook()
  await world.threatens('10:00')
  expect(await world.told()).toEqual(['ThreatDeclared'])
  expect(await world.questions()).toEqual(['book: book-urgent'])
  expect([...world.ports.rounds.rounds]).toHaveLength(1)
  expect(await world.tell()).toEqual({ told: 1 })
  expect(await world.tell()).toEqual({ told: 0 })
  const [mail] = await world.mails()
  expect(mail?.text).toContain('Over een debiteurenlijst (BELEGGER-A). Dringend: er is een dreigende situatie')
})

test('of a question that ended, and is asked anew, they hear anew', async () => {
  const world = await aCaseWithoutBook()
  await world.threatens('10:00')
  await world.tell()
  await endQuestion(world.ports, questionId.book('BELEGGER-A'))
  world.isAt('2026-04-17T12:00')
  await world.threatens('10:00')
  expect(await world.tell()).toEqual({ told: 1 })
})

test('nobody is asked for a book that is not needed: reported already, or fresh enough', async () => {
  const reported = await aCaseWithoutBook(aReportedCase())
  await reported.threatens('10:00')
  expect(await reported.questions()).toEqual([])
  const fresh = await aCaseWithoutBook()
  await fresh.ports.registers.noteBook('BELEGGER-A', '2100-01-01', '2026-04-17T05:00:00.000Z')
  await fresh.threatens('10:00')
  expect(await fresh.questions()).toEqual([])
})
