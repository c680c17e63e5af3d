import { beforeEach, describe, expect, test } from 'vitest'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import { reportFact } from '../../shared/facts/report-fact.ts'
import { askQuestionOnce, endQuestion, questionId } from '../../shared/questions/questions.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { renterOf } from './caseload.ts'
import { aLedger } from './ledger.ts'
import { aSignalRound } from './signal-round.ts'

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

  test('of which a fact names a third: a person is asked', async () => {
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 400, client: 'BELEGGER-Z' })
    expect(await ledger.told()).toEqual({ 'BELEGGER-A': [], 'BELEGGER-B': [] })
    expect(await asked()).toEqual([{ about: 'payment', reason: 'unknown-renter', renter: '100001' }])
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

describe('S2 a file that a person uploads', () => {
  const FILE = 'a-file.csv'
  const UPLOADED = { at: '2026-04-20T10:00', type: 'upload-confirmed', file: FILE, by: 'AB' }
  const RECEIVED = { at: '2026-04-21T10:00', type: 'portal-receipt', file: FILE, on: '2026-04-20', by: 'CD' }
  async function aWrittenFile() {
    const round = await aSignalRound('C-1', 'C-2')
    await round.write()
    const ports = { ...round.ports, imports: round.ports.workflow, rounds: round.ports.workflow }
    const asked = {
      about: 'upload',
      reason: 'to-upload',
      caseId: null,
      file: FILE,
      at: ports.now().toISOString(),
    } as const
    await askQuestionOnce(ports, questionId.upload(FILE), asked)
    const reports = (fact: object, around: Partial<typeof ports> = {}) =>
      reportFact({ ...ports, ...around }, { id: JSON.stringify(fact), fact: reportedFactSchema.parse(fact) })
    /** Under which id a colleague signs who is known by a name. */
    const idOf = async (name: string) =>
      (await ports.registers.colleagues()).find((colleague) => colleague.name === name)?.id
    round.isAt('2026-04-21T10:00')
    return { ...round, ports, reports, idOf }
  }

  test('is delivered by the word of who did it, which answers the question for it', async () => {
    const { ports, reports, questions, eventsOf, isAt, idOf } = await aWrittenFile()
    isAt('2026-04-20T10:00')
    expect(await reports(UPLOADED)).toEqual({ recorded: true })
    expect(await reports({ ...UPLOADED, by: 'EF' })).toEqual({ recorded: true })
    const by = await idOf('AB')
    for (const caseId of ['C-1', 'C-2'])
      expect((await eventsOf(caseId)).at(-1)).toMatchObject({ type: 'SignalDelivered', how: 'uploaded', by })
    const endedAt = '2026-04-20T08:00:00.000Z'
    expect(await questions()).toMatchObject([{ reason: 'to-upload', answeredBy: by, endedAt }])
    expect(ports.objects.json('evidence', `manifests/${FILE}.json`)).toMatchObject({
      uploaded: { at: endedAt, by },
    })
  })

  test('whose cases are told by half is finished when the fact comes again', async () => {
    const { ports, reports, since } = await aWrittenFile()
    let told = 0
    const append: typeof ports.log.append = async (caseId, after, event, moment) => {
      if (event.type === 'SignalDelivered') told += 1
      if (told === 2) throw new Error('the machine stopped')
      return ports.log.append(caseId, after, event, moment)
    }
    await expect(reports(UPLOADED, { log: { ...ports.log, append } })).rejects.toThrow('the machine stopped')
    expect(await reports(UPLOADED)).toEqual({ recorded: true })
    for (const caseId of ['C-1', 'C-2']) expect(await since('SignalWritten', caseId)).toEqual(['SignalDelivered'])
  })

  test('is confirmed by the receipt of the portal, which is kept', async () => {
    const { ports, reports, eventsOf, since, idOf } = await aWrittenFile()
    await reports(UPLOADED)
    expect(await reports(RECEIVED)).toEqual({ recorded: true })
    expect(await reports(RECEIVED)).toEqual({ recorded: true })
    expect(await since('SignalDelivered', 'C-1')).toEqual(['SignalConfirmed'])
    const [confirmed] = (await eventsOf('C-2')).slice(-1)
    if (confirmed?.type !== 'SignalConfirmed') throw new Error('not confirmed')
    const by = await idOf('CD')
    expect(confirmed).toMatchObject({ file: FILE, on: '2026-04-20', by })
    const kept = (await ports.objects.get('evidence', confirmed.document)) ?? new Uint8Array()
    expect(sha256(kept)).toBe(confirmed.sha256)
    expect(JSON.parse(Buffer.from(kept).toString())).toEqual({
      ...{ file: FILE, on: '2026-04-20', by, copy: null, sha256: null },
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test('has a receipt without anybody who said that it was uploaded: the receipt says so', async () => {
    const { reports, since, eventsOf, idOf, questions } = await aWrittenFile()
    await reports(RECEIVED)
    // Nobody is asked to upload it any more.
    expect(await questions()).toMatchObject([{ reason: 'to-upload', answeredBy: await idOf('CD') }])
    expect(await since('SignalWritten', 'C-1')).toEqual(['SignalDelivered', 'SignalConfirmed'])
    expect((await eventsOf('C-1')).at(-2)).toMatchObject({ how: 'answered', by: await idOf('CD') })
  })

  test('that is not known is a question', async () => {
    const { reports, questions } = await aWrittenFile()
    expect(await reports({ ...RECEIVED, file: 'ander.csv' })).toMatchObject({ recorded: false, reason: 'unknown-file' })
    expect((await questions()).at(-1)).toMatchObject({ about: 'portal-receipt', file: 'ander.csv' })
  })
})

describe('S2 an answer proves that the portal has the signal', () => {
  test('which then was delivered, and answered', async () => {
    const round = await aSignalRound('C-1')
    await round.write()
    const ports = { ...round.ports, imports: round.ports.workflow, rounds: round.ports.workflow }
    round.isAt('2026-04-22T10:00')
    const fact = { at: '2026-04-22T10:00', type: 'answer', renter: renterOf('C-1'), code: 'repeated' }
    await reportFact(ports, { id: 'fact-1', fact: reportedFactSchema.parse(fact) })
    await reportFact(ports, { id: 'fact-1', fact: reportedFactSchema.parse(fact) })
    expect(await round.since('SignalWritten', 'C-1')).toEqual(['SignalDelivered', 'AnswerReceived'])
    expect((await round.eventsOf('C-1')).at(-2)).toMatchObject({ file: 'a-file.csv', how: 'answered' })
  })
})
