import { describe, expect, test } from 'vitest'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import { CaseStandsElsewhere } from '../../shared/cases/standing-view.ts'
import type { Person } from '../../shared/contracts/renters.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { anArrearsCase } from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

/** Thursday 5 March 2026. */
const aReminderDue = (person?: Partial<Person> | null, when = '2026-03-05') => aCaseIn(anArrearsCase(), when, person)
const REMINDER = { caseId: CASE, act: 'reminder' } as const
const NO_EMAIL = { email: '' }

const posted = (world: Awaited<ReturnType<typeof aCaseIn>>) =>
  world.ports.objects.keys().filter((key) => key.startsWith('post/'))

describe('C5 a renter whom no mail reaches gets the same letter by post', () => {
  test('because no address is known', async () => {
    const world = await aReminderDue(NO_EMAIL)
    expect(await sendLetter(world.ports, REMINDER)).toMatchObject({ step: 'demand' })
    const letter = await world.last('ReminderSent')
    expect(letter).toMatchObject({ channel: 'post', messageId: null })
    expect(posted(world)).toEqual([`post/2026-03-05/${letter.reservation}.pdf`])
    expect(await world.mails()).toEqual([])
  })

  test('because the mail service refuses it', async () => {
    const world = await aReminderDue()
    world.ports.mailer.refuse()
    await sendLetter(world.ports, REMINDER)
    expect(await world.told()).toEqual(['ActClaimed', 'ReminderSent'])
    expect(await world.last('ReminderSent')).toMatchObject({
      channel: 'post',
      document: expect.stringMatching(/\.pdf$/),
    })
    expect(posted(world)).toHaveLength(1)
    expect(await world.questions()).toEqual([])
  })

  test('because what stands there is no address', async () => {
    const world = await aReminderDue({ email: 'bos at huis' })
    await sendLetter(world.ports, REMINDER)
    expect(await world.last('ReminderSent')).toMatchObject({ channel: 'post' })
    expect(await world.mails()).toEqual([])
  })

  test('because mail to it came back before', async () => {
    const bounced = anArrearsCase().withReminderSent('2026-03-05').withBounce('reminder', '2026-03-06')
    const world = await aCaseIn(bounced.withLetterPosted('reminder', '2026-03-06T10:00'), '2026-03-16')
    await sendLetter(world.ports, { caseId: CASE, act: 'demand' })
    expect(await world.last('DemandSent')).toMatchObject({ channel: 'post', offer: true })
    expect(await world.mails()).toEqual([])
  })

  test('C6 and it is kept as it lies in the post queue, under the hash that the history has', async () => {
    const world = await aReminderDue(NO_EMAIL)
    await sendLetter(world.ports, REMINDER)
    const { document, sha256: hash, reservation } = await world.last('ReminderSent')
    const kept = await world.ports.objects.get('evidence', document)
    expect(kept).toEqual(await world.ports.objects.get('post', `2026-03-05/${reservation}.pdf`))
    expect(Buffer.from(kept ?? '').toString('latin1', 0, 5)).toBe('%PDF-')
    expect(hash).toBe(sha256(kept ?? ''))
  })

  test.each([
    ['in the morning: with the post of the day', '2026-03-05T09:00', '2026-03-05', '2026-03-07'],
    [
      'after the post has gone: the next day, and Sunday and Monday do not count',
      '2026-03-05T15:00',
      '2026-03-06',
      '2026-03-10',
    ],
  ])('ready %s', async (_, when, day, receivedOn) => {
    const world = await aReminderDue(NO_EMAIL, when)
    await sendLetter(world.ports, REMINDER)
    const letter = await world.last('ReminderSent')
    expect(letter).toMatchObject({ receivedOn })
    expect(posted(world)).toEqual([`post/${day}/${letter.reservation}.pdf`])
  })
})

describe('C5 nowhere at all: never silently nothing', () => {
  test('without any address the case rests, and a person is asked', async () => {
    const world = await aReminderDue({ email: '', postcode: '' })
    await expect(sendLetter(world.ports, REMINDER)).rejects.toEqual(new CaseStandsElsewhere('undeliverable'))
    expect(await world.last('ActReleased')).toMatchObject({ reason: 'undeliverable' })
    expect(await world.questions()).toEqual(['letter: no-address'])
    await expect(sendLetter(world.ports, REMINDER)).rejects.toEqual(new CaseStandsElsewhere('rest'))
    expect(posted(world)).toEqual([])
  })

  test('a renter whom nobody knows any more: a person is asked, and the act is tried again later', async () => {
    const world = await aReminderDue(null)
    await expect(sendLetter(world.ports, REMINDER)).rejects.toEqual(new CaseStandsElsewhere('refused'))
    expect(await world.questions()).toEqual(['letter: unknown-renter'])
    expect(await world.told()).toEqual(['ActClaimed', 'ActReleased'])
    expect(await world.last('ActReleased')).toMatchObject({ reason: 'refused', code: 'unknown-renter' })
  })
})
