import { beforeEach, describe, expect, test } from 'vitest'
import { aLedger } from './ledger.ts'

/** Of one renter who owes two clients. */
describe('C3 a renter with a case at each of two clients', () => {
  let ledger: Awaited<ReturnType<typeof aLedger>>
  beforeEach(async () => {
    ledger = await aLedger()
    await ledger.book('2026-01-05', { client: 'BELEGGER-A' }, { client: 'BELEGGER-B' })
  })
  const asked = async () => (await ledger.questions()).map(({ about, reason, renter }) => ({ about, reason, renter }))
  const TERMS = { terms: [{ date: '2026-02-14', amount: 1000 }] }

  test.each([
    ['payment', { amount: 400 }, 'PaymentBooked'],
    ['arrangement', TERMS, 'ArrangementAgreed'],
  ])('of which a %s names the client: it counts there', async (type, fields, event) => {
    await ledger.reports('2026-01-12T10:00', type, { ...fields, client: 'BELEGGER-B' })
    expect(await ledger.told()).toEqual({ 'BELEGGER-A': [], 'BELEGGER-B': [event] })
    expect(await asked()).toEqual([])
  })

  test('of which a payment names neither: it counts in both until a person says of which it is, also when it is delivered twice', async () => {
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 400 }, 2)
    expect(await ledger.told()).toEqual({ 'BELEGGER-A': ['PaymentBooked'], 'BELEGGER-B': ['PaymentBooked'] })
    expect(await asked()).toEqual([{ about: 'payment', reason: 'which-client', renter: '100001' }])
  })

  test('of which a fact names a third: a person is asked', async () => {
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 400, client: 'BELEGGER-Z' })
    expect(await ledger.told()).toEqual({ 'BELEGGER-A': [], 'BELEGGER-B': [] })
    expect(await asked()).toEqual([{ about: 'payment', reason: 'unknown-renter', renter: '100001' }])
  })

  test('LCV 3.2 a signal is sent again for one of them, or for none', async () => {
    await ledger.reports('2026-03-02T10:00', 'redeliver', { by: 'AB' })
    expect(await asked()).toEqual([{ about: 'redeliver', reason: 'which-client', renter: '100001' }])
    expect(await ledger.told()).toEqual({ 'BELEGGER-A': [], 'BELEGGER-B': [] })
  })

  test('C7 an objection, U1 help and C6 a call concern the person: both', async () => {
    await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link' })
    await ledger.reports('2026-01-13T10:00', 'contact-attempt', { kind: 'Telefoon', reached: true, by: 'AB' })
    const both = ['ObjectionLodged', 'ContactAttempted']
    expect(await ledger.told()).toEqual({ 'BELEGGER-A': both, 'BELEGGER-B': both })
    expect(await asked()).toEqual([])
  })
})
