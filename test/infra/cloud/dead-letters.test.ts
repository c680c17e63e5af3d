import { expect, test } from 'vitest'
import { tellDeadLetters } from '../../../infra/local/cloud/dead-letters.ts'
import type { DeadLetter } from '../../../infra/local/cloud/event-bus.ts'
import { allQuestions } from '../../../shared/questions/questions.ts'
import { aNotebook } from '../../support/in-memory/notebook.ts'

const NOW = Date.parse('2026-03-02T10:00:00.000Z')

/** Dead letters of these calls, and who hears of them. */
function aDesk(...letters: readonly Omit<DeadLetter, 'id'>[]) {
  const notebook = aNotebook()
  const said: string[] = []
  const untold = letters.map((letter, index) => ({ id: index + 1, ...letter }))
  const bus = {
    untold: () => [...untold],
    told: (id: number) =>
      void untold.splice(
        untold.findIndex((each) => each.id === id),
        1,
      ),
  }
  return {
    said,
    questions: () => allQuestions(notebook),
    tell: () => tellDeadLetters({ bus, notebook, now: () => NOW, say: (line) => said.push(line) }),
  }
}
const event = (input: unknown) => JSON.stringify(input)

test('what failed three times is said, and is an urgent question for the morning mail, once', async () => {
  const desk = aDesk({ function: 'read-answers', event: event({ key: 'antwoorden/ris-answers/2026-03-02.csv' }) })
  await desk.tell()
  await desk.tell()
  expect(desk.said).toEqual([
    '2026-03-02 11:00  Niet gelukt na drie keer: een antwoord van de gemeente, 2026-03-02.csv. Het staat bij de vragen en in de ochtendmail.',
  ])
  expect(await desk.questions()).toMatchObject([
    { about: 'answer', reason: 'broken-off', file: '2026-03-02.csv', urgent: true, endedAt: null },
  ])
})

test('a fact is named by its kind and whose it is; what the system does by itself, by its function', async () => {
  const fact = {
    type: 'payment',
    renter: '100001',
    client: 'BELEGGER-A',
    amount: 'all',
    by: 'AB',
    at: '2026-03-02T10:00',
  }
  const desk = aDesk(
    { function: 'record-fact', event: event({ id: 'f-1', detail: fact }) },
    { function: 'keep-receipt', event: event({ key: 'ontvangstbewijzen/signalen.csv.pdf' }) },
    { function: 'record-pick-up', event: event({ key: '/signals/ris/signalen.csv', at: '2026-03-02T10:00:00Z' }) },
    { function: 'write-post-batch', event: event({}) },
  )
  await desk.tell()
  const asked = await desk.questions()
  expect(asked.map(({ about, file, renter }) => [about, file, renter])).toEqual([
    ['payment', null, '100001'],
    ['portal-receipt', 'signalen.csv.pdf', null],
    ['broken-off', 'signalen.csv', null],
    ['broken-off', 'write-post-batch', null],
  ])
  expect(desk.said).toHaveLength(4)
})
