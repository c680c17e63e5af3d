import { describe, expect, test } from 'vitest'
import { informAgency } from '../../functions/inform-agency/inform-agency.ts'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import { CaseStandsElsewhere } from '../../shared/cases/standing-view.ts'
import { MailRefused } from '../../shared/contracts/ports.ts'
import { aCaseAtTheAgency, anArrearsCase } from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

const send = (world: Awaited<ReturnType<typeof aCaseIn>>) => sendLetter(world.ports, { caseId: CASE, act: 'reminder' })
const kept = (world: Awaited<ReturnType<typeof aCaseIn>>) =>
  world.ports.objects.keys().filter((key) => key.startsWith('evidence/'))

/** A reminder that is due, and a mail service that takes nobody's mail. */
async function aRefusal() {
  const world = await aCaseIn(anArrearsCase(), '2026-03-05')
  world.ports.mailer.refuseAll('not-verified')
  return world
}

describe('C5 a letter that the mail service refuses, as it refuses everybody’s', () => {
  test('did not leave: the act is given back with its code, and does not go by post', async () => {
    const world = await aRefusal()
    await expect(send(world)).rejects.toBeInstanceOf(MailRefused)
    expect(await world.told()).toEqual(['ActClaimed', 'ActReleased'])
    expect(await world.last('ActReleased')).toMatchObject({ reason: 'refused', code: 'not-verified' })
    expect(world.ports.objects.keys().filter((key) => key.startsWith('post/'))).toEqual([])
  })

  test('is not tried before its time', async () => {
    const world = await aRefusal()
    await expect(send(world)).rejects.toBeInstanceOf(MailRefused)
    world.isAt('2026-03-05T09:14')
    await expect(send(world)).rejects.toEqual(new CaseStandsElsewhere('reminder'))
    expect(await world.told()).toEqual(['ActClaimed', 'ActReleased'])
  })

  test('is one question from the second time on, and nobody’s once it left', async () => {
    const world = await aRefusal()
    await expect(send(world)).rejects.toThrow()
    expect(await world.questions()).toEqual([])
    for (const when of ['2026-03-05T09:15', '2026-03-05T10:15', '2026-03-06', '2026-03-09']) {
      world.isAt(when)
      await expect(send(world)).rejects.toBeInstanceOf(MailRefused)
      expect(await world.questions()).toEqual(['letter: mail-not-verified'])
    }
    world.ports.mailer.refuseAll(null)
    world.isAt('2026-03-10')
    await send(world)
    expect(await world.mails()).toMatchObject([{ letter: 'reminder' }])
    expect(await world.questions()).toEqual([])
  })

  test('invariant 3: is kept once on a day, however often it is tried, and leaves as it was kept', async () => {
    const world = await aRefusal()
    for (const when of ['2026-03-05T09:00', '2026-03-05T09:15', '2026-03-05T10:15']) {
      world.isAt(when)
      await expect(send(world)).rejects.toBeInstanceOf(MailRefused)
    }
    expect(kept(world).filter((key) => key.endsWith('.eml'))).toHaveLength(1)
    world.isAt('2026-03-06')
    world.ports.mailer.refuseAll(null)
    await send(world)
    const { document } = await world.last('ReminderSent')
    expect(await world.ports.objects.get('evidence', document)).toEqual(world.ports.mailer.mails[0]?.raw)
    expect((await world.mails())[0]?.text).toContain('6 maart 2026')
  })

  test('invariant 6: what the service said, which may quote an address, is in a kept file alone', async () => {
    const world = await aRefusal()
    const error = await send(world).catch((thrown: unknown) => thrown)
    const files = kept(world).filter((key) => key.endsWith('.refused.json'))
    expect(files).toHaveLength(1)
    expect(world.ports.objects.text('evidence', (files[0] ?? '').replace('evidence/', ''))).toContain(
      'bos@huis.example',
    )
    expect(JSON.stringify([await world.events(), String(error)])).not.toContain('bos@')
  })
})

test('K1 a message to the agency that is refused is tried again later too', async () => {
  const world = await aCaseIn(aCaseAtTheAgency().withPaid('2026-05-20'), '2026-06-22')
  world.ports.mailer.refuseAll('paused')
  await expect(informAgency(world.ports, { caseId: CASE })).rejects.toBeInstanceOf(MailRefused)
  await expect(informAgency(world.ports, { caseId: CASE })).rejects.toEqual(new CaseStandsElsewhere('inform-agency'))
  world.ports.mailer.refuseAll(null)
  world.isAt('2026-06-22T09:15')
  await informAgency(world.ports, { caseId: CASE })
  expect(await world.mails()).toMatchObject([{ letter: 'agency-stop' }])
})
