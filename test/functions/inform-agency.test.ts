import { describe, expect, test } from 'vitest'
import { informAgency } from '../../functions/inform-agency/inform-agency.ts'
import { UnknownCase } from '../../shared/cases/change-case.ts'
import { CaseStandsElsewhere } from '../../shared/cases/standing-view.ts'
import type { Command } from '../../shared/domain/command.ts'
import { aCaseAtTheAgency, anArrearsCase, aReportedCase, claim, rent, sha256 } from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

const THIS = { caseId: CASE }
const PAYS: Command = { type: 'payment', amountCents: 'all' }

const helpAccepted = aCaseAtTheAgency().withHelpAccepted('2026-05-20', '2026-05-20')
const paused = helpAccepted.withSuspension('2026-06-19', '2026-05-20').withAgencyInformed('pause', '2026-05-20T09:01')

const inTerms = aCaseAtTheAgency().withArrangement([{ date: '2026-06-15', amountCents: 100_000 }], '2026-05-20')
const helpedInTime = aReportedCase()
  .withHelpAccepted('2026-05-18', '2026-05-18')
  .withSuspension('2026-06-17', '2026-05-18')

type World = Awaited<ReturnType<typeof aCaseIn>>
const refuses = async ({ ports }: World) => ports.mailer.refuse()
const isNoAddress = ({ ports }: World) =>
  ports.registers.setClient(
    'BELEGGER-A',
    { collectionAgency: { name: 'Bureau X', email: 'bureau x' } },
    ports.now().toISOString(),
    'M-1',
  )

/** Four weeks after its report the municipality has not answered. */
const aHandOverDue = () => aCaseIn(aReportedCase(), '2026-05-19')

describe('F3 the hand-over to the collection agency', () => {
  test('is recorded, and the agency gets the case by e-mail', async () => {
    const world = await aHandOverDue()
    await informAgency(world.ports, THIS)
    expect(await world.told()).toEqual(['HandedOver', 'ActClaimed', 'AgencyInformed'])
    const [mail] = await world.mails()
    expect(mail).toMatchObject({ to: 'dossiers@bureau-x.example', letter: 'agency-handover' })
    for (const said of ['Bos', 'Huur 2026-03', '5 maart 2026', '16 maart 2026', '7 april 2026'])
      expect(mail?.text).toContain(said)
  })

  test('C6 the message is kept byte for byte as it left, under the hash that the history has', async () => {
    const world = await aHandOverDue()
    await informAgency(world.ports, THIS)
    const { document, sha256: hash } = await world.last('AgencyInformed')
    expect(await world.ports.objects.get('evidence', document)).toEqual(world.ports.mailer.mails[0]?.raw)
    expect(hash).toBe(sha256(world.ports.objects.text('evidence', document)))
  })

  test('C4 names what is due and undisputed, and nothing else', async () => {
    const claims = [rent('2026-03'), claim('Parkeren', '2026-03-01', 5_000), claim('Water', '2026-12-01', 7_000)]
    const world = await aCaseIn(aReportedCase({ claims }).withDispute('Parkeren', '2026-05-01'), '2026-05-19')
    await informAgency(world.ports, THIS)
    const [mail] = await world.mails()
    expect(mail?.text).toMatch(/Totaal[^€]*€\s1\.000,00/)
    expect(mail?.text).not.toMatch(/Parkeren|Water/)
  })

  test('invariant 3: comes once', async () => {
    const world = await aHandOverDue()
    await informAgency(world.ports, THIS)
    await expect(informAgency(world.ports, THIS)).rejects.toEqual(new CaseStandsElsewhere('rest'))
    expect(await world.mails()).toHaveLength(1)
  })

  test('that broke off before the agency heard of it goes on, and is not recorded twice', async () => {
    const world = await aCaseIn(aReportedCase().withHandOver('2026-05-19'), '2026-05-19T09:05')
    await informAgency(world.ports, THIS)
    expect(await world.told()).toEqual(['ActClaimed', 'AgencyInformed'])
    expect(await world.mails()).toMatchObject([{ letter: 'agency-handover' }])
  })

  test('a renter whom nobody knows any more: a person is asked, and the message is tried again later', async () => {
    const world = await aCaseIn(aReportedCase(), '2026-05-19', null)
    await expect(informAgency(world.ports, THIS)).rejects.toEqual(new CaseStandsElsewhere('refused'))
    expect(await world.questions()).toEqual(['letter: unknown-renter'])
    expect(await world.told()).toEqual(['HandedOver', 'ActClaimed', 'ActReleased'])
  })
})

describe('what an agency that has the case is told', () => {
  test.each([
    ['U1 to pause, when help was accepted', helpAccepted, '2026-05-20T09:05', 'pause'],
    ['C8 to pause, for an arrangement', inTerms, '2026-05-20T09:05', 'pause'],
    ['U3 to go on, when the pause is over', paused.withSuspensionEnded('2026-06-19T12:00'), '2026-06-22', 'resume'],
    ['K1 to stop, when the renter has paid', aCaseAtTheAgency().withPaid('2026-05-20'), '2026-06-22', 'stop'],
    ['K1 to stop, also while it pauses', paused.withPaid('2026-06-01'), '2026-06-22', 'stop'],
  ] as const)('%s', async (_, history, when, message) => {
    const world = await aCaseIn(history, when)
    await informAgency(world.ports, THIS)
    expect(await world.mails()).toMatchObject([{ to: 'dossiers@bureau-x.example', letter: `agency-${message}` }])
    expect(await world.last('AgencyInformed')).toMatchObject({ message, channel: 'email', messageId: 'message-1' })
    const [mail] = await world.mails()
    expect(mail?.text).toContain('Huur 2026-03, factuur H-2026-03')
  })

  test('K1 K2 to stop, also when nobody can name the claims any more', async () => {
    const world = await aCaseIn(aCaseAtTheAgency().withPaid('2026-05-20'), '2026-06-22', null)
    await informAgency(world.ports, THIS)
    const [mail] = await world.mails()
    expect(mail).toMatchObject({ letter: 'agency-stop' })
    expect(mail?.text).not.toContain('factuur')
  })

  test('U1 until when the pause lasts, and never why', async () => {
    const world = await aCaseIn(helpAccepted, '2026-05-20T09:05')
    expect(await informAgency(world.ports, THIS)).toMatchObject({ step: 'suspension' })
    const [mail] = await world.mails()
    expect(mail?.text).toContain('tot en met 19 juni 2026')
    expect(mail?.text).not.toMatch(/schuld|hulp|gemeente|Bos/i)
  })
})

describe('a message that does not leave', () => {
  test.each([
    ['the agency does not have the case', anArrearsCase().withPaid('2026-03-04'), 'finished'],
    ['it was told already', paused, 'suspension'],
    ['invariant 2: help was accepted before the hand-over', helpedInTime, 'suspension'],
  ])('%s', async (_, history, step) => {
    const world = await aCaseIn(history, '2026-05-20T09:05')
    await expect(informAgency(world.ports, THIS)).rejects.toEqual(new CaseStandsElsewhere(step))
    expect(await world.mails()).toEqual([])
    expect(await world.told()).toEqual([])
  })

  test('invariant 2: a payment came before the hand-over left: the agency never hears of it', async () => {
    const world = await aHandOverDue()
    world.whileWriting(() => world.happens(PAYS))
    expect(await informAgency(world.ports, THIS)).toMatchObject({ step: 'withdrawal' })
    expect(await world.mails()).toEqual([])
    expect(await world.last('ActReleased')).toMatchObject({ reason: 'overtaken' })
  })

  test('K1 a payment came between: instead of to pause, the agency is told to stop', async () => {
    const world = await aCaseIn(helpAccepted, '2026-05-20T09:05')
    world.whileWriting(() => world.happens(PAYS))
    expect(await informAgency(world.ports, THIS)).toMatchObject({ step: 'inform-agency' })
    expect(await world.mails()).toEqual([])
    await informAgency(world.ports, THIS)
    expect(await world.mails()).toMatchObject([{ letter: 'agency-stop' }])
  })

  test.each([
    ['is refused by the mail service', refuses],
    ['is none', isNoAddress],
  ])('the address of the agency %s: a person is asked, and nothing goes by post', async (_, spoil) => {
    const world = await aHandOverDue()
    await spoil(world)
    await expect(informAgency(world.ports, THIS)).rejects.toEqual(new CaseStandsElsewhere('refused'))
    expect(await world.questions()).toEqual(['letter: agency-address'])
    expect(await world.told()).toEqual(['HandedOver', 'ActClaimed', 'ActReleased'])
    await expect(informAgency(world.ports, THIS)).rejects.toEqual(new CaseStandsElsewhere('hand-over'))
    expect(world.ports.objects.keys().filter((key) => key.startsWith('post/'))).toEqual([])
  })

  test('invariant 3: the mail service breaks off: it is settled before it is repeated', async () => {
    const world = await aHandOverDue()
    world.ports.mailer.breakOff(new Error('the connection broke'))
    await expect(informAgency(world.ports, THIS)).rejects.toThrow('the connection broke')
    world.ports.mailer.breakOff(null)
    await expect(informAgency(world.ports, THIS)).rejects.toEqual(new CaseStandsElsewhere('settle-reservation'))
    expect(await world.mails()).toEqual([])
    expect(await world.told()).toEqual(['HandedOver', 'ActClaimed'])
  })

  test('a case that is not there is a mistake of the caller', async () => {
    const world = await aHandOverDue()
    await expect(informAgency(world.ports, { caseId: 'C-2' })).rejects.toEqual(new UnknownCase('C-2'))
  })
})
