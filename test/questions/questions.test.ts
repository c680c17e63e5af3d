import { describe, expect, test } from 'vitest'
import type { Question } from '../../shared/contracts/question.ts'
import { allQuestions, askQuestion, askQuestionOnce, endQuestion } from '../../shared/questions/questions.ts'
import { worded } from '../../shared/questions/wording.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'

const MARCH = '2026-03-05T08:00:00.000Z'
const APRIL = '2026-04-05T08:00:00.000Z'
const MAY = '2026-05-05T08:00:00.000Z'

function world() {
  const notebook = aNotebook()
  const work = { notebook, now: () => new Date(APRIL) }
  const question = (at: string, reason: Question['reason'] = 'no-address'): Question => ({
    about: 'letter',
    reason,
    caseId: 'C-1',
    at,
  })
  return { work, question, all: () => allQuestions(notebook) }
}

describe('a question', () => {
  test('is open, with its id, until it ends; then it stays readable', async () => {
    const { work, question, all } = world()
    await askQuestion(work, 'q-1', question(MARCH))
    expect(await all()).toMatchObject([{ id: 'q-1', reason: 'no-address', at: MARCH, answeredBy: null, endedAt: null }])
    await endQuestion(work, 'q-1', { answeredBy: 'AB' })
    expect(await all()).toMatchObject([{ id: 'q-1', at: MARCH, answeredBy: 'AB', endedAt: APRIL }])
  })

  test('asked again while it is open stays the same; after its end it opens again', async () => {
    const { work, question, all } = world()
    await askQuestion(work, 'q-1', question(MARCH))
    await askQuestion(work, 'q-1', question(APRIL))
    expect(await all()).toMatchObject([{ at: MARCH }])
    await endQuestion(work, 'q-1')
    await askQuestion(work, 'q-1', question(MAY))
    expect(await all()).toMatchObject([{ id: 'q-1', at: MAY, endedAt: null }])
  })

  test('for another reason is another thing to do: it is asked anew', async () => {
    const { work, question, all } = world()
    await askQuestion(work, 'q-1', question(MARCH))
    await askQuestion(work, 'q-1', question(APRIL, 'unwritable'))
    expect(await all()).toMatchObject([{ id: 'q-1', reason: 'unwritable', at: APRIL }])
  })

  test('about what can come twice is asked once, also when it has ended since', async () => {
    const { work, question, all } = world()
    await askQuestionOnce(work, 'q-1', question(MARCH))
    await endQuestion(work, 'q-1')
    await askQuestionOnce(work, 'q-1', question(MAY))
    expect(await all()).toMatchObject([{ at: MARCH, endedAt: APRIL }])
  })

  test('ends once, by itself or for one reason alone; one that was never asked does not', async () => {
    const { work, question, all } = world()
    await endQuestion(work, 'q-1')
    expect(await all()).toEqual([])
    await askQuestion(work, 'q-1', question(MARCH))
    await endQuestion(work, 'q-1', { reason: 'unwritable' })
    expect(await all()).toMatchObject([{ endedAt: null }])
    await endQuestion(work, 'q-1', { reason: 'no-address' })
    await endQuestion({ ...work, now: () => new Date(MAY) }, 'q-1', { answeredBy: 'AB' })
    expect(await all()).toMatchObject([{ answeredBy: 'system', endedAt: APRIL }])
  })

  test('comes before those that were asked after it', async () => {
    const { work, question, all } = world()
    await askQuestion(work, 'q-1', question(MAY))
    await askQuestion(work, 'q-3', question(MARCH))
    await askQuestion(work, 'q-2', question(MARCH))
    expect((await all()).map(({ id }) => id)).toEqual(['q-2', 'q-3', 'q-1'])
  })
})

test('I1, I2 a question about a book names the file, and in it the row and the column, or else the client', () => {
  const place = { file: '2026-01-27-a.csv', row: 2, field: 'Openstaand', renter: '1', client: 'BELEGGER-A' }
  expect(worded({ about: 'book', reason: 'row-unread', ...place })).toMatch(
    /^Over een debiteurenlijst \(2026-01-27-a.csv, rij 2, kolom Openstaand\)\. /,
  )
  expect(worded({ about: 'book', reason: 'client-missing', file: place.file, client: 'BELEGGER-A' })).toMatch(
    /^Over een debiteurenlijst \(2026-01-27-a.csv, BELEGGER-A\)\. /,
  )
})
