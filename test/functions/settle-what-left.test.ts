import { describe, expect, test } from 'vitest'
import { settleReservation } from '../../functions/settle-reservation/settle-reservation.ts'
import { UnknownCase } from '../../shared/cases/change-case.ts'
import { plusDays } from '../../shared/domain/calendar.ts'
import type { Reservable } from '../../shared/domain/event.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  CaseBuilder,
  sha256,
} from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

const THIS = { caseId: CASE }
const KEPT = 'the letter as it left'

/** An act that broke off after it was reserved; it is settled at a moment. */
async function brokenOff(before: CaseBuilder, act: Reservable, reservedAt: string, settledAt: string) {
  const history = before.withReservation(act, reservedAt)
  const world = await aCaseIn(history, settledAt)
  const { objects, mailer } = world.ports
  const reservation = `${CASE}-${history.history.length}`
  return {
    ...world,
    reservation,
    isKept: (as: 'eml' | 'pdf') => objects.put('evidence', `letters/${CASE}/${reservation}.${as}`, KEPT, ''),
    isReported: () => mailer.report(reservation, 'message-of-ses'),
    isInThePostOf: (day: string) => objects.put('post', `${day}/${reservation}.pdf`, KEPT, ''),
    settled: () => settleReservation(world.ports, THIS),
  }
}

const reminderIsDue = anArrearsCase()
const demandIsDue = reminderIsDue.withReminderSent('2026-03-05')
const noticeIsDue = new CaseBuilder(aCaseReadyToReport().history.slice(0, -1))
const bounced = demandIsDue.withBounce('reminder', '2026-03-05T11:00')
const helpAccepted = aCaseAtTheAgency().withHelpAccepted('2026-05-20', '2026-05-20')
const paused = helpAccepted.withSuspension('2026-06-19', '2026-05-20').withAgencyInformed('pause', '2026-05-20T09:01')

const aReminder = (reservedAt = '2026-03-05') => brokenOff(reminderIsDue, 'reminder', reservedAt, '2026-03-06')

describe('invariant 3: the mail service reported that it sent the mail', () => {
  const proves = { debtHelp: true, offer: true, shared: expect.any(Array) }
  test.each([
    ['reminder', reminderIsDue, '2026-03-05', 'demand', { type: 'ReminderSent', debtHelp: false, offer: false }],
    ['demand', demandIsDue, '2026-03-16', 'notice', { type: 'DemandSent', ...proves }],
    ['notice', noticeIsDue, '2026-04-07', 'signal', { type: 'NoticeSent', ...proves }],
  ] as const)(
    'C6 the %s is confirmed, as the letter of its own day, with the hash of the kept copy',
    async (act, before, when, next, event) => {
      // Late in the evening, so that the report of the mail service comes after midnight.
      const world = await brokenOff(before, act, `${when}T23:50`, `${plusDays(when, 1)}T00:05`)
      await world.isKept('eml')
      await world.isReported()
      expect(await world.settled()).toMatchObject({ step: next })
      expect(await world.last(event.type)).toMatchObject({
        ...event,
        reservation: world.reservation,
        channel: 'email',
        document: `letters/${CASE}/${world.reservation}.eml`,
        sha256: sha256(KEPT),
        messageId: 'message-of-ses',
        receivedOn: when,
      })
      expect(await world.questions()).toEqual([])
    },
  )

  test.each([
    ['F3', 'handover', aReportedCase().withHandOver('2026-05-19'), 'rest'],
    ['U1', 'pause', helpAccepted.withSuspension('2026-06-19', '2026-05-20'), 'suspension'],
    ['U3', 'resume', paused.withSuspensionEnded('2026-05-25'), 'rest'],
    ['K1', 'stop', aCaseAtTheAgency().withPaid('2026-05-20'), 'withdrawal'],
  ] as const)('%s the message to the agency is confirmed: %s', async (_, message, before, next) => {
    const world = await brokenOff(before, `agency-${message}`, '2026-05-26', '2026-05-26T09:15')
    await world.isKept('eml')
    await world.isReported()
    expect(await world.settled()).toMatchObject({ step: next })
    const confirmed = { message, sha256: sha256(KEPT), messageId: 'message-of-ses' }
    expect(await world.last('AgencyInformed')).toMatchObject(confirmed)
  })

  test('invariant 4: it is confirmed also when the renter has paid since', async () => {
    const world = await aReminder()
    await world.isKept('eml')
    await world.isReported()
    await world.happens({ type: 'payment', amountCents: 'all' })
    expect(await world.settled()).toMatchObject({ step: 'finished' })
    expect(await world.told()).toEqual(['PaymentBooked', 'CasePaid', 'ReminderSent'])
  })

  test('and the kept copy is missing: it proves nothing (C6), so it is sent again, and a person is asked', async () => {
    const world = await aReminder()
    await world.isReported()
    expect(await world.settled()).toMatchObject({ step: 'reminder' })
    expect(await world.told()).toEqual(['ActReleased'])
    expect(await world.last('ActReleased')).toMatchObject({ reason: 'not-sent' })
    expect(await world.questions()).toEqual(['letter: sent-again'])
  })
})

describe('C5 the letter lies in the post queue', () => {
  test('it is confirmed, with the hash of what lies there', async () => {
    const world = await aReminder()
    await world.isKept('pdf')
    await world.isInThePostOf('2026-03-05')
    expect(await world.settled()).toMatchObject({ step: 'demand' })
    expect(await world.last('ReminderSent')).toMatchObject({
      reservation: world.reservation,
      channel: 'post',
      document: `letters/${CASE}/${world.reservation}.pdf`,
      sha256: sha256(KEPT),
      messageId: null,
      receivedOn: '2026-03-07',
    })
  })

  test('one that was ready after the post had gone lies among the post of the next day', async () => {
    const world = await aReminder('2026-03-05T15:00')
    await world.isInThePostOf('2026-03-06')
    await world.settled()
    expect(await world.last('ReminderSent')).toMatchObject({ channel: 'post', receivedOn: '2026-03-10' })
  })

  test('one that came back as mail is confirmed as posted', async () => {
    const world = await brokenOff(bounced, 'post-reminder', '2026-03-05T11:00', '2026-03-06')
    await world.isInThePostOf('2026-03-05')
    expect(await world.settled()).toMatchObject({ step: 'demand' })
    expect(await world.last('LetterPosted')).toMatchObject({ act: 'reminder', channel: 'post', sha256: sha256(KEPT) })
  })

  test('what was kept and lies in no queue has not left: it is posted again, and nobody is asked', async () => {
    const world = await brokenOff(bounced, 'post-reminder', '2026-03-05T11:00', '2026-03-06')
    await world.isKept('pdf')
    expect(await world.settled()).toMatchObject({ step: 'post-letter' })
    expect(await world.told()).toEqual(['ActReleased'])
    expect(await world.questions()).toEqual([])
  })
})

describe('nothing to settle', () => {
  test('where no act broke off: the answer says where the case stands', async () => {
    const world = await aCaseIn(reminderIsDue, '2026-03-04')
    expect(await settleReservation(world.ports, THIS)).toMatchObject({ step: 'reminder' })
    expect(await world.told()).toEqual([])
  })

  test('the second time', async () => {
    const world = await aReminder()
    await world.isKept('eml')
    await world.isReported()
    const first = await world.settled()
    expect(await world.settled()).toEqual(first)
    expect(await world.told()).toEqual(['ReminderSent'])
  })

  test('in a case that is not there: a mistake of the caller', async () => {
    const world = await aCaseIn(reminderIsDue, '2026-03-05')
    await expect(settleReservation(world.ports, { caseId: 'C-2' })).rejects.toEqual(new UnknownCase('C-2'))
  })
})
