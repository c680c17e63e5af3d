import { describe, expect, test } from 'vitest'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import { settleReservation } from '../../functions/settle-reservation/settle-reservation.ts'
import { CaseStandsElsewhere } from '../../shared/cases/standing-view.ts'
import type { Person } from '../../shared/contracts/renters.ts'
import type { Command } from '../../shared/domain/command.ts'
import { anArrearsCase, sha256 } from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

const aReminderDue = (person?: Partial<Person>) => aCaseIn(anArrearsCase(), '2026-03-05', person)
const REMINDER = { caseId: CASE, act: 'reminder' } as const
const PAYS: Command = { type: 'payment', amountCents: 'all' }
const OBJECTS: Command = { type: 'objection', channel: 'e-mail' }
const OVERTAKEN = new CaseStandsElsewhere('overtaken')

const left = ({ ports }: Awaited<ReturnType<typeof aCaseIn>>) => [
  ...ports.mailer.mails,
  ...ports.objects.keys().filter((key) => key.startsWith('post/')),
]

describe('invariant 2: what came between the reservation and the sending keeps the letter back', () => {
  test.each([
    ['by e-mail', {}],
    ['by post', { email: '' }],
  ])('a payment stops the letter %s', async (_, person) => {
    const world = await aReminderDue(person)
    world.whileWriting(() => world.happens(PAYS))
    await expect(sendLetter(world.ports, REMINDER)).rejects.toEqual(OVERTAKEN)
    expect(left(world)).toEqual([])
    expect(await world.told()).toEqual(['ActClaimed', 'PaymentBooked', 'CasePaid', 'ActReleased'])
    expect(await world.last('ActReleased')).toMatchObject({ reason: 'overtaken' })
  })

  test('also when it comes after the mail service refused, and before the post', async () => {
    const world = await aReminderDue()
    world.ports.mailer.refuse()
    world.whileWriting(async () => world.whileWriting(() => world.happens(PAYS)))
    await expect(sendLetter(world.ports, REMINDER)).rejects.toEqual(OVERTAKEN)
    expect(left(world)).toEqual([])
  })

  test('C7 an objection stops no letter: it is written anew, as things stand then', async () => {
    const world = await aCaseIn(anArrearsCase().withReminderSent('2026-03-05'), '2026-03-16')
    world.whileWriting(() => world.happens(OBJECTS))
    const demand = { caseId: CASE, act: 'demand' } as const
    await expect(sendLetter(world.ports, demand)).rejects.toEqual(OVERTAKEN)
    expect(left(world)).toEqual([])
    await sendLetter(world.ports, demand)
    expect(left(world)).toHaveLength(1)
    expect(await world.last('DemandSent')).toMatchObject({ offer: false })
  })
})

describe('invariant 4: what comes just after the letter left', () => {
  test('does not undo it: the letter is in the history, and the machine looks where the case stands', async () => {
    const world = await aReminderDue()
    const { mailer } = world.ports
    const send: typeof mailer.send = async (...mail) => {
      const messageId = await mailer.send(...mail)
      await world.happens(PAYS)
      return messageId
    }
    const ports = { ...world.ports, mailer: { ...mailer, send } }
    await expect(sendLetter(ports, REMINDER)).rejects.toEqual(new CaseStandsElsewhere('finished'))
    expect(left(world)).toHaveLength(1)
    expect(await world.told()).toEqual(['ActClaimed', 'PaymentBooked', 'CasePaid', 'ReminderSent'])
  })
})

describe('invariant 3: the mail service breaks off, and nobody knows whether the mail left', () => {
  const brokenOff = async () => {
    const world = await aReminderDue()
    world.ports.mailer.breakOff(new Error('the connection broke'))
    await expect(sendLetter(world.ports, REMINDER)).rejects.toThrow('the connection broke')
    world.ports.mailer.breakOff(null)
    return world
  }

  test('nothing is confirmed, nothing goes by post, and nobody is asked yet', async () => {
    const world = await brokenOff()
    expect(await world.told()).toEqual(['ActClaimed'])
    expect(left(world)).toEqual([])
    expect(await world.questions()).toEqual([])
  })

  test('it is not repeated before it is settled', async () => {
    const world = await brokenOff()
    await expect(sendLetter(world.ports, REMINDER)).rejects.toEqual(new CaseStandsElsewhere('settle-reservation'))
    expect(left(world)).toEqual([])
  })

  test('it had left: settled with the copy that was kept before, and never sent again', async () => {
    const world = await brokenOff()
    const { reservation } = (await world.ports.log.load(CASE))?.state ?? {}
    const document = `letters/${CASE}/${CASE}-${reservation?.id}.eml`
    await world.ports.mailer.report(`${CASE}-${reservation?.id}`, 'message-of-ses')
    world.isAt('2026-03-05T09:15')
    expect(await settleReservation(world.ports, { caseId: CASE })).toMatchObject({ step: 'demand' })
    const hash = sha256(world.ports.objects.text('evidence', document))
    expect(await world.last('ReminderSent')).toMatchObject({ document, sha256: hash, messageId: 'message-of-ses' })
    await sendLetter(world.ports, REMINDER)
    expect(left(world)).toEqual([])
  })

  test('it had not: settled a quarter of an hour later, and sent', async () => {
    const world = await brokenOff()
    world.isAt('2026-03-05T09:15')
    expect(await settleReservation(world.ports, { caseId: CASE })).toMatchObject({ step: 'reminder' })
    await sendLetter(world.ports, REMINDER)
    expect(left(world)).toHaveLength(1)
    expect(await world.told()).toEqual(['ActClaimed', 'ActReleased', 'ActClaimed', 'ReminderSent'])
  })
})
