import { describe, expect, test } from 'vitest'
import { CaseStandsElsewhere } from '../../shared/cases/standing-view.ts'
import { UndeliverableByEmail } from '../../shared/contracts/ports.ts'
import { RenterUnknown } from '../../shared/correspondence/correspondence.ts'
import { sendByEmail, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { aReminder } from '../letters/support.ts'
import { anArrearsCase } from '../support/case-builder.ts'
import { aCaseIn } from './a-case.ts'

/** A case of which the reminder is reserved, and the questions that are kept for people. */
async function aDesk() {
  const { ports, last } = await aCaseIn(anArrearsCase().withReservation('reminder', '2026-03-05'), '2026-03-05')
  return { ports, asked: () => allQuestions(ports.notebook), released: () => last('ActReleased') }
}

describe('C5 a letter that cannot leave is a question for people, and is tried again', () => {
  test.each([
    ['the agency has an address that takes no mail', new UndeliverableByEmail('C-1-3'), 'agency-address'],
    ['nobody knows the renter any more', new RenterUnknown('C-1'), 'unknown-renter'],
  ])('%s', async (_, error, reason) => {
    const { ports, asked, released } = await aDesk()
    await expect(undeliverable(ports, 'C-1', error)).rejects.toEqual(new CaseStandsElsewhere('refused'))
    expect(await released()).toMatchObject({ reason: 'refused', code: reason })
    const unknown = { client: null, renter: null, file: null }
    const open = {
      options: null,
      fact: null,
      row: null,
      field: null,
      urgent: false,
      answeredBy: null,
      answer: null,
      endedAt: null,
    }
    expect(await asked()).toEqual([
      { id: 'C-1-letter', about: 'letter', reason, caseId: 'C-1', at: '2026-03-05T08:00:00.000Z', ...unknown, ...open },
    ])
  })

  test('the facts and the template make no letter: said without a word of the renter', async () => {
    const { ports, asked } = await aDesk()
    const letter = aReminder({ claims: [] })
    const order = {
      reservation: 'C-1-3',
      caseId: 'C-1',
      letter,
      act: 'reminder' as const,
      to: { surname: 'de Vries', initials: '', email: 'v@x.example' },
    }
    const error = await sendByEmail(ports, { ...order, conditions: {} as never, stillStands: async () => true }).catch(
      (thrown: unknown) => thrown,
    )
    expect(String(error)).toBe('UnwritableLetter: C-1-3')
    await expect(undeliverable(ports, 'C-1', error)).rejects.toEqual(new CaseStandsElsewhere('refused'))
    expect(await asked()).toMatchObject([{ reason: 'unwritable' }])
  })

  test('what passes by itself is nobody’s question', async () => {
    const { ports, asked } = await aDesk()
    const throttled = new Error('slow down')
    await expect(undeliverable(ports, 'C-1', throttled)).rejects.toBe(throttled)
    expect(await asked()).toEqual([])
  })
})
