import { beforeEach, describe, expect, test } from 'vitest'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import type { Question } from '../../shared/contracts/question.ts'
import { reportFact } from '../../shared/facts/report-fact.ts'
import type { Manifest } from '../../shared/portals/manifest.ts'
import { askQuestionOnce, endQuestion, questionId } from '../../shared/questions/questions.ts'
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

describe('what became of a fact is answered at once', () => {
  let ledger: Awaited<ReturnType<typeof aLedger>>
  beforeEach(async () => {
    ledger = await aLedger()
    await ledger.book('2026-01-05')
  })
  const contact = { kind: 'Telefoon', reached: true, by: 'AB' }

  test('recorded, also when it is delivered again', async () => {
    expect(await ledger.reports('2026-01-12T10:00', 'contact-attempt', contact)).toEqual({ recorded: true })
    expect(await ledger.reports('2026-01-12T10:00', 'payment', { amount: 400 }, 2)).toEqual({ recorded: true })
    expect((await ledger.told())['BELEGGER-A']).toEqual(['ContactAttempted', 'PaymentBooked'])
  })

  test('C7 an objection is recorded with the renter, also when the case has ended', async () => {
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 'all' })
    expect(await ledger.reports('2026-01-13T10:00', 'objection', { channel: 'link' })).toEqual({ recorded: true })
  })

  test.each([
    ['a renter whom nobody knows', 'payment', { renter: '999999', amount: 400 }, 'unknown-renter', /debiteurennummer/],
    ['an invoice that is not there', 'dispute', { invoice: 'F-9' }, 'no-such-invoice', /factuurnummer/],
    ['a mail that never left', 'bounce', {}, 'no-letter', /geen e-mail verstuurd/],
    ['help accepted long ago', 'answer', { accepted: true, on: '2025-12-12' }, 'acceptance-old', /30 dagen/],
    ['help accepted tomorrow', 'answer', { accepted: true, on: '2026-01-13' }, 'date-in-future', /toekomst/],
    ['help accepted before', 'answer', { accepted: true, on: '2026-01-04' }, 'acceptance-before-case', /voordat/],
  ])('%s: not recorded, with the reason in Dutch, and a question', async (_, type, fields, reason, message) => {
    const answer = await ledger.reports('2026-01-12T10:00', type, fields)
    expect(answer).toEqual({ recorded: false, reason, message: expect.stringMatching(message) })
    expect(await ledger.questions()).toMatchObject([{ about: type, reason, endedAt: null }])
  })

  test('what was known already is said, and nobody is asked', async () => {
    await ledger.reports('2026-01-12T10:00', 'threat', { kind: 'ontruiming' })
    const again = await ledger.reports('2026-01-13T10:00', 'threat', { kind: 'ontruiming' })
    expect(again).toEqual({ recorded: false, reason: 'nothing-new', message: 'Dit was al bekend.' })
    expect(await ledger.questions()).toEqual([])
  })

  test.each([
    ['R1 a mandate', 'mandate', { client: 'BELEGGER-Z', from: '2026-01-01' }, 'unknown-client'],
    ['R2 a policy', 'client', { client: 'BELEGGER-Z', resignal: 'monthly' }, 'unknown-client'],
    ['R3 an agreement', 'agreement', { gemeentecode: '9999', status: 'in-force' }, 'unknown-municipality'],
    ['S2 an upload', 'upload-confirmed', { file: 'x.csv', by: 'AB' }, 'unknown-file'],
  ])('%s of whom the registers do not speak is not recorded, and asked once', async (_, type, fields, reason) => {
    const answer = await ledger.reports('2026-01-12T10:00', type, { renter: undefined, ...fields }, 2)
    expect(answer).toMatchObject({ recorded: false, reason, message: expect.stringMatching(/niet/) })
    expect(await ledger.questions()).toMatchObject([{ about: type, reason }])
  })

  test('R1 a mandate that the registers take is recorded', async () => {
    const mandate = { renter: undefined, client: 'BELEGGER-A', from: '2026-01-01', until: '2026-12-31' }
    expect(await ledger.reports('2026-01-12T10:00', 'mandate', mandate)).toEqual({ recorded: true })
  })
})

test('a question of a fact that comes again after somebody ended it does not open again', async () => {
  const ledger = await aLedger()
  const again = { renter: '999999', amount: 400 }
  await ledger.reports('2026-01-12T10:00', 'payment', again)
  const [asked] = await ledger.questions()
  await endQuestion(ledger.ports, asked?.id ?? '', { answeredBy: 'AB' })
  await ledger.repeats('2026-01-13', '10:00')
  expect(await ledger.questions()).toMatchObject([{ at: asked?.at, answeredBy: 'AB' }])
})

test('S2 who uploaded a file answers the question for it', async () => {
  const ledger = await aLedger()
  const file = 'vroegsignalen-vps-2026-02-20-01.csv'
  const manifest: Manifest = {
    ...{ file, kind: 'signals', portal: 'VPS', channel: 'upload', profile: { name: 'vps', version: '1' } },
    ...{
      writtenAt: '2026-02-20T09:00:00.000Z',
      sha256: 'a'.repeat(64),
      rows: [{ row: 2, caseId: 'C-1' }],
      pickedUpAt: null,
    },
  }
  const ports = { ...ledger.ports, imports: ledger.ports.workflow }
  await ports.objects.put('evidence', `manifests/${file}.json`, JSON.stringify(manifest), 'application/json')
  ledger.isAt('2026-02-20', '10:00')
  const asked: Question = { about: 'upload', reason: 'to-upload', caseId: null, file, at: '2026-02-20T09:00:00.000Z' }
  await askQuestionOnce(ports, questionId.upload(file), asked)
  const fact = reportedFactSchema.parse({ at: '2026-02-20T10:00', type: 'upload-confirmed', file, by: 'AB' })
  expect(await reportFact(ports, { id: 'fact-1', fact })).toEqual({ recorded: true })
  const [question] = await ledger.questions()
  const [colleague] = await ports.registers.colleagues()
  expect(colleague).toMatchObject({ id: expect.stringMatching(/^M-/), name: 'AB' })
  const by = colleague?.id
  expect(question).toMatchObject({ reason: 'to-upload', answeredBy: by, endedAt: '2026-02-20T09:00:00.000Z' })
  expect(ports.objects.json('evidence', `manifests/${file}.json`)).toMatchObject({ uploaded: { by } })
})
