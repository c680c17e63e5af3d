import { describe, expect, test } from 'vitest'
import { recordDelivery, recordDeliveryInput } from '../../functions/record-delivery/record-delivery.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { ReservationStillOpen } from '../../shared/correspondence/correspondence.ts'
import type { Command } from '../../shared/domain/command.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
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
const TIMESTAMP = '2026-03-05T08:00:03.133Z'
const ANSWER = '250 2.0.0 <jan.ramdin@ramdin.example> OK, queued by mx.ramdin.example'

const aNewWorld = () => aWorld(() => new Date(at('2026-03-05T09:01')))

/** A renter's case of which the reminder is due; the executions of cases are no part of it. */
async function aCase(caseId = CASE, world = aNewWorld()) {
  const ports = { ...(await world), workflow: null }
  const opened = { client: 'BELEGGER-A', on: '2026-03-02', claims: [rent('2026-03')], mapping: MAPPING } as const
  await ports.log.append(
    caseId,
    { seq: 0, hash: '' },
    { type: 'CaseOpened', ...opened, naturalPerson: true, dwelling: true, gemeentecode: '0363' },
    at('2026-03-02'),
  )
  const act = (command: Command) => changeCase(ports, caseId, command, { renter: '100001' })
  const events = async () => (await ports.log.load(caseId))?.events ?? []
  return {
    objects: ports.objects,
    act,
    events,
    /** The id of the reservation, as the mail is tagged with it. */
    async reserved(): Promise<string> {
      const { state } = await act({ type: 'reserve-act', act: 'reminder' })
      return `${caseId}-${state.reservation?.id}`
    },
    async reminded(): Promise<string> {
      const reservation = await this.reserved()
      const sent = { ...SENT, reservation, document: `letters/${caseId}/${reservation}.eml`, messageId: 'm-1' }
      await act({ type: 'confirm-act', act: 'reminder', sent })
      return reservation
    },
    reported: (...reports: object[]) =>
      recordDelivery(
        ports,
        recordDeliveryInput.parse({ Records: reports.map((detail) => ({ body: JSON.stringify({ detail }) })) }),
      ),
    told: async () => (await events()).map(({ type }) => type),
    last: async () => (await events()).at(-1),
  }
}

const about = (reservation: string, messageId = 'm-1') => ({ messageId, tags: { reservation: [reservation] } })
const accepted = (reservation: string, smtpResponse = ANSWER, messageId = 'm-1') => ({
  mail: about(reservation, messageId),
  delivery: { timestamp: TIMESTAMP, smtpResponse, reportingMTA: 'a8-70.smtp-out.amazonses.com' },
})
const delayed = (reservation: string, delayType: string) => ({
  mail: about(reservation),
  deliveryDelay: { timestamp: TIMESTAMP, delayType },
})

describe('C6 a mail that the receiving server took', () => {
  test('is an event of the case, with the moment that SES gives and the code alone', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.reported(accepted(reservation))
    expect(await world.last()).toMatchObject({
      ...{ type: 'LetterAccepted', by: 'system', at: at('2026-03-05T09:01'), moment: TIMESTAMP },
      ...{ cause: 'delivery-m-1', reservation, status: '250 2.0.0' },
    })
    expect(JSON.stringify(await world.events())).not.toMatch(/ramdin/i)
  })

  test('its answer is kept beside the letter, with random bits, as the history says', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.reported(accepted(reservation))
    const key = `letters/${CASE}/${reservation}.delivery.json`
    expect(await world.last()).toMatchObject({ document: key, sha256: sha256(world.objects.text('evidence', key)) })
    expect(world.objects.json('evidence', key)).toEqual({
      ...accepted(reservation).delivery,
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test('is recorded once, whatever SES and the queue repeat', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.reported(accepted(reservation), accepted(reservation))
    const after = await world.events()
    await world.reported(accepted(reservation))
    expect(await world.events()).toEqual(after)
    expect(await world.told()).toEqual(['CaseOpened', 'ActClaimed', 'ReminderSent', 'LetterAccepted'])
  })

  test('is recorded with the answer as it was kept, when that broke off', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    const key = `letters/${CASE}/${reservation}.delivery.json`
    await world.objects.put('evidence', key, 'kept before', 'application/json')
    await world.reported(accepted(reservation))
    expect(world.objects.text('evidence', key)).toBe('kept before')
    expect(await world.last()).toMatchObject({ document: key, sha256: sha256('kept before') })
  })

  test('is recorded of a case that has ended', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.act({ type: 'left-book', on: '2026-03-05' })
    await world.reported(accepted(reservation))
    expect(await world.told()).toContain('LetterAccepted')
  })

  test.each([
    ['250 ok:  Message 64111812 accepted', '250'],
    ['250-2.1.5 more follows', '250 2.1.5'],
    ['250', '250'],
    ['250 10.0.0.1 took it', '250'],
    ['2500 of them', null],
    ['OK, said Jan Ramdin', null],
    ['', null],
  ])('of the answer %j it keeps %j', async (smtpResponse, status) => {
    const world = await aCase()
    await world.reported(accepted(await world.reminded(), smtpResponse))
    expect(await world.last()).toMatchObject({ type: 'LetterAccepted', status })
  })
})

describe('a mail that is late', () => {
  test.each([
    ['MailboxFull', 'MailboxFull'],
    ['a word that SES has not told us of', 'Undetermined'],
  ])('is an event once, with why by a closed list: %s', async (delayType, reason) => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.reported(delayed(reservation, delayType))
    await world.reported(delayed(reservation, 'General'))
    await world.reported(accepted(reservation))
    expect((await world.told()).slice(3)).toEqual(['LetterDelayed', 'LetterAccepted'])
    expect((await world.events())[3]).toMatchObject({ reservation, reason, moment: TIMESTAMP, cause: 'delay-m-1' })
  })
})

describe('no report disturbs an act', () => {
  test('one that comes before its own act is confirmed waits; the others are recorded', async () => {
    const world = aNewWorld()
    const [first, second] = [await aCase(CASE, world), await aCase('VS-AAAAAAAAV', world)]
    const [early, reservation] = [await first.reserved(), await second.reminded()]
    await expect(first.reported(accepted(early), accepted(reservation))).rejects.toThrow(ReservationStillOpen)
    expect(await first.told()).toEqual(['CaseOpened', 'ActClaimed'])
    expect(await second.told()).toEqual(['CaseOpened', 'ActClaimed', 'ReminderSent', 'LetterAccepted'])
    expect(first.objects.keys()).toEqual([`evidence/letters/VS-AAAAAAAAV/${reservation}.delivery.json`])
  })

  test('one that comes while another act is under way waits for that too', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    await world.act({ type: 'bounce' })
    await world.act({ type: 'reserve-posting' })
    await expect(world.reported(accepted(reservation))).rejects.toThrow(ReservationStillOpen)
    await world.act({ type: 'release-reservation', reason: 'not-sent' })
    await world.reported(accepted(reservation))
    expect((await world.last())?.type).toBe('LetterAccepted')
  })

  test('its step and its moment stay as they were', async () => {
    const world = await aCase()
    const reservation = await world.reminded()
    const before = (await world.act({ type: 'dispute', claim: 99 })).standing
    await world.reported(accepted(reservation))
    expect((await world.act({ type: 'dispute', claim: 99 })).standing).toEqual(before)
  })
})

test.each(['staff-2026-03-05', 'VS-AAAAAAAAV-2', `${CASE}-1`])(
  'a mail about no act of a case is passed by: %s',
  async (tag) => {
    const world = await aCase()
    await world.reminded()
    await world.reported(accepted(tag))
    expect(await world.told()).not.toContain('LetterAccepted')
  },
)

test.each([
  ['of something else', { mail: about('x'), bounce: { timestamp: TIMESTAMP } }],
  ['without the answer', { mail: about('x'), delivery: { timestamp: TIMESTAMP } }],
  ['without a moment', { mail: about('x'), delivery: { smtpResponse: '250', reportingMTA: '' } }],
])('a report %s is refused, without its words', (_, detail) => {
  const read = recordDeliveryInput.safeParse({ Records: [{ body: JSON.stringify({ detail }) }] })
  expect(read.error?.issues).toEqual([{ code: 'custom', path: ['Records', 0, 'body'], message: 'not a report of SES' }])
})
