import { describe, expect, test } from 'vitest'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import { UnknownCase } from '../../shared/cases/change-case.ts'
import { CaseStandsElsewhere } from '../../shared/cases/standing-view.ts'
import type { KeptRepresentative } from '../../shared/contracts/renters.ts'
import { type Act, SENT_TYPES } from '../../shared/domain/event.ts'
import { aCaseReadyToReport, anArrearsCase, CaseBuilder, sha256 } from '../support/case-builder.ts'
import { aCaseIn, CASE, RENTER } from './a-case.ts'

const reminderIsDue = anArrearsCase()
const demandIsDue = reminderIsDue.withReminderSent('2026-03-05')
const noticeIsDue = new CaseBuilder(aCaseReadyToReport().history.slice(0, -1))
const inTerms = reminderIsDue.withArrangement([{ date: '2026-03-20', amountCents: 100_000 }], '2026-03-03')

const aReminderDue = () => aCaseIn(reminderIsDue, '2026-03-05')
const send = (world: Awaited<ReturnType<typeof aCaseIn>>, act: Act) => sendLetter(world.ports, { caseId: CASE, act })

describe('a letter that is due', () => {
  test.each([
    ['reminder', reminderIsDue, '2026-03-05', 'demand'],
    ['demand', demandIsDue, '2026-03-16', 'notice'],
    ['notice', noticeIsDue, '2026-04-07', 'signal'],
  ] as const)('C2 the %s leaves by e-mail, and the main line goes on', async (act, history, when, next) => {
    const world = await aCaseIn(history, when)
    expect(await send(world, act)).toMatchObject({ step: next, due: expect.any(String) })
    const letter = await world.last(SENT_TYPES[act])
    expect(letter).toMatchObject({ channel: 'email', messageId: 'message-1', receivedOn: when })
    expect(await world.mails()).toMatchObject([{ to: 'bos@huis.example', letter: act }])
    expect(world.ports.mailer.mails).toMatchObject([{ reservation: letter.reservation }])
    expect(world.ports.objects.keys().filter((key) => key.startsWith('post/'))).toEqual([])
  })

  test('C6 is kept byte for byte as it left, under the hash that the history has', async () => {
    const world = await aReminderDue()
    await send(world, 'reminder')
    const { document, sha256: hash } = await world.last('ReminderSent')
    const [mail] = world.ports.mailer.mails
    expect(await world.ports.objects.get('evidence', document)).toEqual(mail?.raw)
    expect(hash).toBe(sha256(world.ports.objects.text('evidence', document)))
  })

  test('C2 is shown in the lists as sent', async () => {
    const world = await aReminderDue()
    await send(world, 'reminder')
    expect(await world.ports.log.load(CASE)).toMatchObject({ summary: { step: 'demand' } })
  })

  test('is kept before it leaves: what cannot be kept does not leave', async () => {
    const world = await aReminderDue()
    const put = () => Promise.reject(new Error('the store is away'))
    const ports = { ...world.ports, objects: { ...world.ports.objects, put } }
    await expect(sendLetter(ports, { caseId: CASE, act: 'reminder' })).rejects.toThrow('the store is away')
    expect(await world.mails()).toEqual([])
    expect(await world.told()).toEqual(['ActClaimed'])
  })
})

describe('R7 who acts for the renter', () => {
  const WHO: KeptRepresentative = {
    kind: 'administration',
    name: 'Voorbeeld Bewind',
    email: 'post@bewind.example',
    source: 'column',
    street: 'Kade',
    houseNumber: '8',
    houseNumberAddition: '',
    postcode: '1011AB',
    city: 'Amsterdam',
  }
  const sentTo = async (representative: KeptRepresentative) => {
    const world = await aReminderDue()
    const [record] = await world.ports.renters.all(RENTER)
    if (!record) throw new Error('no record')
    await world.ports.renters.put({ ...record, version: record.version + 1, representative })
    await send(world, 'reminder')
    return { mails: (await world.mails()).map(({ to }) => to), posted: (await world.last('ReminderSent')).channel }
  }

  test('gets the letters in the renter’s place', async () => {
    expect(await sentTo(WHO)).toEqual({ mails: ['post@bewind.example'], posted: 'email' })
    expect(await sentTo({ ...WHO, kind: 'guardian' })).toMatchObject({ mails: ['post@bewind.example'] })
  })

  test('by post where no mailbox of theirs is known, and never in the renter’s own mailbox', async () => {
    expect(await sentTo({ ...WHO, email: '' })).toEqual({ mails: [], posted: 'post' })
  })

  test('but a mentor, who cares and has no say about money, gets none; c/o is another envelope only', async () => {
    for (const kind of ['mentor', 'care-of'] as const)
      expect(await sentTo({ ...WHO, kind })).toMatchObject({ mails: ['bos@huis.example'] })
  })
})

describe('what a letter proves', () => {
  test('C6a of debt help and of passing data on, a reminder says nothing', async () => {
    const world = await aReminderDue()
    await send(world, 'reminder')
    expect(await world.last('ReminderSent')).toMatchObject({ debtHelp: false, offer: false })
  })

  test('C6c C6d R2 a demand points to help, and offers to pass on what the client shares and this renter has', async () => {
    const world = await aCaseIn(demandIsDue, '2026-03-16')
    await send(world, 'demand')
    const { clients } = world.ports.registers
    const all = (await clients()).find(({ id }) => id === 'BELEGGER-A')?.optionalFields ?? []
    const missing = ['Huisnummer toevoeging', 'Telefoonnummer 1']
    expect(all).toEqual(expect.arrayContaining(missing))
    const shared = all.filter((field) => !missing.includes(field))
    expect(await world.last('DemandSent')).toMatchObject({ debtHelp: true, offer: true, shared })
    const [mail] = await world.mails()
    expect(mail?.text).toContain('Voorletters')
    expect(mail?.text).not.toMatch(/Huisnummer toevoeging|Telefoonnummer/)
  })

  test.each([
    ['C7 the renter objects', demandIsDue.withObjection('2026-03-10')],
    ['R1 the client gave no mandate', anArrearsCase({ client: 'BELEGGER-C' }).withReminderSent('2026-03-05')],
  ])('%s: the demand points to help, and makes no offer', async (_, history) => {
    const world = await aCaseIn(history, '2026-03-16')
    await send(world, 'demand')
    const demand = await world.last('DemandSent')
    expect(demand).toMatchObject({ debtHelp: true, offer: false })
    expect(demand).not.toHaveProperty('shared')
  })

  test.each([
    ['the unit is no dwelling', { dwelling: false }],
    ['the renter is no natural person', { naturalPerson: false }],
  ])('C9 %s: the demand says nothing of help, and proves nothing', async (_, facts) => {
    const world = await aCaseIn(demandIsDue.withFacts(facts, '2026-03-10'), '2026-03-16')
    await send(world, 'demand')
    const demand = await world.last('DemandSent')
    expect(demand).toMatchObject({ debtHelp: false, offer: false })
    expect(demand).not.toHaveProperty('shared')
    const [mail] = await world.mails()
    expect(mail?.text).not.toMatch(/gemeente|schuld|bezwaar/i)
  })

  test('C6b after the demand people are asked to call', async () => {
    const world = await aCaseIn(demandIsDue, '2026-03-16')
    await send(world, 'demand')
    expect(await world.told()).toEqual(['ActClaimed', 'DemandSent', 'ContactTaskCreated'])
  })
})

describe('a letter that is not due', () => {
  test('invariant 3: one that was sent is not sent again, and the answer is the same', async () => {
    const world = await aReminderDue()
    const first = await send(world, 'reminder')
    expect(await send(world, 'reminder')).toEqual(first)
    expect(await world.mails()).toHaveLength(1)
    expect(await world.told()).toEqual(['ActClaimed', 'ReminderSent'])
  })

  test.each([
    ['C1 the day before its date', reminderIsDue, '2026-03-04', 'reminder', 'reminder'],
    ['C2 before the one that it follows', reminderIsDue, '2026-03-16', 'demand', 'reminder'],
    ['C8 under an arrangement', inTerms, '2026-03-05', 'reminder', 'arrangement'],
    ['invariant 2: after payment', reminderIsDue.withPaid('2026-03-04'), '2026-03-05', 'reminder', 'finished'],
    [
      'invariant 2: while collection is suspended',
      reminderIsDue.withHelpAccepted('2026-03-03', '2026-03-03').withSuspension('2026-04-02', '2026-03-03'),
      ...(['2026-03-05', 'reminder', 'suspension'] as const),
    ],
  ] as const)(
    '%s nothing is sent, and the machine looks where the case stands',
    async (_, history, when, act, step) => {
      const world = await aCaseIn(history, when)
      await expect(send(world, act)).rejects.toEqual(new CaseStandsElsewhere(step))
      expect(await world.mails()).toEqual([])
      expect(await world.told()).not.toContain('ActClaimed')
    },
  )

  test('a case that is not there is a mistake of the caller', async () => {
    const world = await aReminderDue()
    await expect(sendLetter(world.ports, { caseId: 'C-2', act: 'reminder' })).rejects.toEqual(new UnknownCase('C-2'))
  })
})
