import { describe, expect, test } from 'vitest'
import { informAgency } from '../../functions/inform-agency/inform-agency.ts'
import { settleReservation } from '../../functions/settle-reservation/settle-reservation.ts'
import { aReportedCase } from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

const THIS = { caseId: CASE }

/** The case is handed over to Bureau X; from then on the client works with another agency, or with none. */
async function afterAChange(collectionAgency: { name: string; email: string } | null) {
  const world = await aCaseIn(aReportedCase(), '2026-05-19')
  await informAgency(world.ports, THIS)
  await world.ports.registers.setClient('BELEGGER-A', { collectionAgency }, '2026-05-20T00:00:00.000Z', 'M-1')
  world.isAt('2026-05-21')
  await world.happens({ type: 'payment', amountCents: 'all' })
  return world
}
const ANOTHER = { name: 'Bureau Z', email: 'dossiers@bureau-z.example' }

describe('K1 who is told to stop is who got the case', () => {
  test.each([
    ['also when the client has another agency since', ANOTHER],
    ['also when the client has none any more', null],
  ])('%s', async (_, agency) => {
    const world = await afterAChange(agency)
    await informAgency(world.ports, THIS)
    expect(await world.mails()).toMatchObject([
      { to: 'dossiers@bureau-x.example', letter: 'agency-handover' },
      { to: 'dossiers@bureau-x.example', letter: 'agency-stop' },
    ])
  })

  test('K2 invariant 6: nothing in the history says at which address', async () => {
    const world = await afterAChange(ANOTHER)
    await informAgency(world.ports, THIS)
    expect(JSON.stringify(await world.events())).not.toMatch(/bureau/i)
  })

  test('where nobody kept who got it, it is the client’s agency of today', async () => {
    const history = aReportedCase().withHandOver('2026-05-19').withAgencyInformed('handover', '2026-05-19T09:01')
    const world = await aCaseIn(history.withPaid('2026-05-21'), '2026-05-21')
    await informAgency(world.ports, THIS)
    expect(await world.mails()).toMatchObject([{ to: 'dossiers@bureau-x.example', letter: 'agency-stop' }])
  })
})

describe('F3 who gets a hand-over that breaks off', () => {
  test('is kept before it leaves, so that it is known when only the mail service knows that it left', async () => {
    const world = await aCaseIn(aReportedCase(), '2026-05-19')
    const { mailer, log, registers } = world.ports
    mailer.breakOff(new Error('the connection broke'))
    await expect(informAgency(world.ports, THIS)).rejects.toThrow('the connection broke')
    mailer.breakOff(null)
    const reservation = `${CASE}-${(await log.load(CASE))?.state.reservation?.id}`
    await mailer.report(reservation, 'message-of-ses')
    await settleReservation(world.ports, THIS)
    await registers.setClient('BELEGGER-A', { collectionAgency: ANOTHER }, '2026-05-20T00:00:00.000Z', 'M-1')
    await world.happens({ type: 'payment', amountCents: 'all' })
    await informAgency(world.ports, THIS)
    expect(await world.mails()).toMatchObject([{ to: 'dossiers@bureau-x.example', letter: 'agency-stop' }])
  })
})
