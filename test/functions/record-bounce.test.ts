import { describe, expect, it } from 'vitest'
import { recordBounce, recordBounceInput } from '../../functions/record-bounce/record-bounce.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { ReservationStillOpen } from '../../shared/correspondence/correspondence.ts'
import type { Command } from '../../shared/domain/command.ts'
import { allQuestions, endQuestion, questionId } from '../../shared/questions/questions.ts'
import { at, MAPPING, rent } from '../support/case-builder.ts'
import { aWorld } from '../support/in-memory/world.ts'

const CASE = 'VS-234567896'
const SENT = {
  channel: 'email',
  sha256: '0'.repeat(64),
  debtHelp: false,
  offer: false,
  receivedOn: '2026-03-05',
} as const

/** A renter's case of which the reminder is due; the executions of cases are no part of it. */
async function aCase() {
  const ports = await aWorld(() => new Date(at('2026-03-05')))
  const opened = { client: 'BELEGGER-A', on: '2026-03-02', claims: [rent('2026-03')], mapping: MAPPING } as const
  await ports.log.append(
    CASE,
    { seq: 0, hash: '' },
    { type: 'CaseOpened', ...opened, naturalPerson: true, dwelling: true, gemeentecode: '0363' },
    at('2026-03-02'),
  )
  const act = (command: Command) => changeCase(ports, CASE, command, { renter: '100001' })
  return {
    /** The id of the reservation, as the mail is tagged with it. */
    async reserved(): Promise<string> {
      const { state, refused } = await act({ type: 'reserve-act', act: 'reminder' })
      expect(refused).toBeNull()
      return `${CASE}-${state.reservation?.id}`
    },
    async reminded(): Promise<string> {
      const reservation = await this.reserved()
      const sent = { ...SENT, reservation, document: `letters/${CASE}/${reservation}.eml`, messageId: 'm-1' }
      await act({ type: 'confirm-act', act: 'reminder', sent })
      return reservation
    },
    async toldTheAgency(): Promise<string> {
      const known = await ports.log.load(CASE)
      if (!known) throw new Error('there is no case')
      const { seq, hash } = known.state
      const reserved = await ports.log.append(
        CASE,
        { seq, hash },
        { type: 'ActClaimed', act: 'agency-stop', claims: [] },
        at('2026-03-05'),
      )
      await act({ type: 'release-reservation', reason: 'overtaken' })
      return `${CASE}-${reserved.seq}`
    },
    /** The ERP has another mailbox. */
    async mended(): Promise<void> {
      await act({ type: 'renter-data', email: true })
      await endQuestion(ports, questionId.address(CASE))
    },
    reported: (reservation: string, eventType = 'Bounce') =>
      recordBounce(ports, recordBounceInput.parse({ Records: [{ body: report(reservation, eventType) }] })),
    act,
    history: async () => (await ports.log.load(CASE))?.events.map(({ type }) => type),
    questions: async () => allQuestions(ports.notebook),
  }
}

const report = (reservation: string, eventType: string) =>
  JSON.stringify({ detail: { eventType, mail: { messageId: 'm-1', tags: { reservation: [reservation] } } } })

describe('C5 mail that comes back', () => {
  it('is recorded in the case, once, so that the letter goes by post', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.reported(reservation)
    await world.reported(reservation)
    expect(await world.history()).toEqual(['CaseOpened', 'ActClaimed', 'ReminderSent', 'LetterBounced'])
    expect((await world.act({ type: 'bounce' })).standing.step).toBe('post-letter')
    expect(await world.questions()).toMatchObject([{ about: 'bounce', reason: 'mail-returned', caseId: CASE }])
  })

  it('or that the renter calls unwanted: no more mail, and a person finds out why', async () => {
    const world = await aCase()
    await world.reported(await world.reminded(), 'Complaint')
    expect((await world.act({ type: 'bounce' })).standing.step).toBe('post-letter')
    expect(await world.questions()).toMatchObject([{ about: 'bounce', reason: 'mail-unwanted', caseId: CASE }])
  })

  it('asks nothing when its report comes again after the address was mended', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.reported(reservation)
    await world.mended()
    await world.reported(reservation)
    expect(await world.questions()).toMatchObject([{ reason: 'mail-returned', endedAt: expect.any(String) }])
  })

  it('waits for the case to know that it was sent', async () => {
    const world = await aCase()
    const reservation = await world.reserved()
    await expect(world.reported(reservation)).rejects.toThrow(ReservationStillOpen)
    expect(await world.history()).toEqual(['CaseOpened', 'ActClaimed'])
  })

  it('is a question for people when the case knows of no such letter', async () => {
    const world = await aCase()
    const reservation = await world.reserved()
    await world.act({ type: 'release-reservation', reason: 'not-sent' })
    await world.reported(reservation)
    expect(await world.questions()).toMatchObject([{ about: 'bounce', reason: 'no-letter', caseId: CASE }])
  })

  it('needs nobody when the renter has paid since', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.act({ type: 'payment', amountCents: 'all' })
    await world.reported(reservation)
    expect(await world.questions()).toEqual([])
  })

  it('is no case’s when it was mail to staff, or a case that is not there', async () => {
    const world = await aCase()
    await world.reported('staff-2026-03-05')
    await world.reported('VS-AAAAAAAAV-2')
    expect(await world.history()).toEqual(['CaseOpened'])
    expect(await world.questions()).toEqual([])
  })

  it('is not read from anything but a report of SES', () => {
    expect(
      recordBounceInput.safeParse({ Records: [{ body: '{"detail":{"mail":{"messageId":"m-1"}}}' }] }).success,
    ).toBe(false)
  })
})

describe('U1, K1 a message to the collection agency that comes back', () => {
  it('is a question about its address', async () => {
    const world = await aCase()
    await world.reminded()
    const reservation = await world.toldTheAgency()
    await world.reported(reservation)
    expect(await world.questions()).toMatchObject([{ about: 'agency', reason: 'agency-address', caseId: CASE }])
    expect(await world.history()).not.toContain('LetterBounced')
  })
})
