import { describe, expect, test } from 'vitest'
import { collectRound } from '../../functions/collect-round/collect-round.ts'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import { writeWithdrawals } from '../../functions/write-withdrawals/write-withdrawals.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { recordDelivered } from '../../shared/rounds/deliveries.ts'
import { readCsv, readXlsx } from '../portals/read-files.ts'
import { nobody } from '../portals/rows.ts'
import { aReportedCase, at } from '../support/case-builder.ts'
import { aCaseload, breakingOffAt } from './caseload.ts'
import { aSignalRound } from './signal-round.ts'

const BACK: Partial<Worklist> = { kind: 'withdrawals', file: 'back.xlsx', channel: 'sftp', format: 'xlsx' }
const TITLES = ['Postcode', 'Huisnummer', 'Huisnummer toevoeging']

const uploadedNow = (now: Date) => ({ how: 'uploaded', at: now.toISOString(), by: 'M-01' }) as const
const paid = () => aReportedCase().withPaid('2026-04-23')
const objected = () => aReportedCase().withObjection('2026-04-23')

/** Cases that were reported in the round of 20 April, on the 24th. */
async function someReported() {
  const caseload = await aCaseload()
  caseload.isAt('2026-04-24')
  const { objects } = caseload.ports
  const file = () => objects.get('signals', 'ris/sftp/withdrawals/back.xlsx')
  return {
    ...caseload,
    file,
    rows: async () => readXlsx((await file()) ?? new Uint8Array()),
    manifest: () => objects.json('evidence', 'manifests/back.xlsx.json'),
    write: async (...caseIds: string[]) => writeWithdrawals(caseload.ports, await caseload.worklist(caseIds, BACK)),
  }
}

describe('S4 a delivered signal is taken back', () => {
  test('of who paid (K1) and of who objected (C7), and of nobody else', async () => {
    const there = await someReported()
    await there.has('C-1', paid(), { houseNumber: '1' })
    await there.has('C-2', objected(), { houseNumber: '2' })
    await there.has('C-3', aReportedCase(), { houseNumber: '3' })
    await there.has('C-4', objected().withObjectionWithdrawn('2026-04-24T08:00'), { houseNumber: '4' })
    expect(await there.write('C-1', 'C-2', 'C-3', 'C-4')).toEqual({ rows: 2 })
    expect(await there.rows()).toEqual([TITLES, ['1011AB', '1', 'bis'], ['1011AB', '2', 'bis']])
    for (const caseId of ['C-1', 'C-2']) {
      expect((await there.eventsOf(caseId)).at(-1)).toMatchObject({ type: 'WithdrawalWritten', file: 'back.xlsx' })
      expect(await there.summaryOf(caseId)).toMatchObject({ queue: null })
    }
    for (const caseId of ['C-3', 'C-4'])
      expect(await there.since('SignalDelivered', caseId)).not.toContain('WithdrawalWritten')
  })

  test('with a manifest that says which case stands on which row (S2)', async () => {
    const there = await someReported()
    await there.has('C-1', paid())
    await there.write('C-1')
    expect(there.manifest()).toMatchObject({
      ...{ kind: 'withdrawals', profile: { name: 'ris-withdrawal' }, rows: [{ row: 2, caseId: 'C-1' }] },
    })
  })

  test('at VPS by the profile of VPS (S3)', async () => {
    const there = await someReported()
    await there.has('C-1', paid())
    const list = { ...BACK, file: 'back.csv', portal: 'VPS', channel: 'upload' } as const
    await writeWithdrawals(there.ports, await there.worklist(['C-1'], list))
    const file = await there.ports.objects.get('signals', 'vps/upload/withdrawals/back.csv')
    expect(readCsv(file ?? new Uint8Array())[1]).toEqual(['1011AB', '12', 'bis'])
    expect(there.ports.objects.json('evidence', 'manifests/back.csv.json')).toMatchObject({
      profile: { name: 'vps-withdrawal' },
    })
  })

  test('with the address at which the signal left, also when the renter moved since', async () => {
    const round = await aSignalRound('C-1')
    await round.write()
    await recordDelivered(round.ports, 'a-file.csv', uploadedNow(round.ports.now()))
    await round.renterChanges('C-1', { postcode: '3511AB', houseNumber: '99', houseNumberAddition: '' })
    await changeCase(round.ports, 'C-1', { type: 'objection', channel: 'e-mail' })
    await writeWithdrawals(round.ports, await round.worklist(['C-1'], BACK))
    const file = await round.ports.objects.get('signals', 'ris/sftp/withdrawals/back.xlsx')
    expect(await readXlsx(file ?? new Uint8Array())).toEqual([TITLES, ['1011AB', '12', 'bis']])
  })

  test('by the file in which it left, for a portal with an API', async () => {
    const there = await someReported()
    await there.has('C-1', paid())
    await writeWithdrawals(there.ports, await there.worklist(['C-1'], { ...BACK, channel: 'api' }))
    expect(there.ports.objects.json('work', 'rounds/back.xlsx.rows.json')).toMatchObject([
      { row: 2, caseId: 'C-1', fields: { postcode: '1011AB', houseNumber: '12' }, signalFile: 'april.xlsx' },
    ])
  })

  test('without an addition that the client no longer shares, when its own address is not kept (R2)', async () => {
    const there = await someReported()
    await there.ports.registers.setClient('BELEGGER-A', { optionalFields: [] }, at('2026-04-23'), 'M-1')
    await there.has('C-1', paid())
    await there.write('C-1')
    expect(await there.rows()).toEqual([TITLES, ['1011AB', '12', null]])
  })
})

describe('invariant 3: a signal is taken back once', () => {
  test('run again, nothing is written or registered a second time', async () => {
    const there = await someReported()
    await there.has('C-1', paid())
    await there.write('C-1')
    const left = [await there.file(), there.manifest()]
    there.isAt('2026-04-24T09:30')
    await there.renterChanges('C-1', { houseNumber: '99' })
    expect(await there.write('C-1')).toEqual({ rows: 1 })
    expect([await there.file(), there.manifest()]).toEqual(left)
    expect(await there.since('CasePaid', 'C-1')).toEqual(['WithdrawalClaimed', 'WithdrawalWritten'])
  })

  test('by one of two rounds at once: the other writes no row that no case speaks of', async () => {
    const there = await someReported()
    await there.has('C-1', paid(), { houseNumber: '1' })
    await there.has('C-2', paid(), { houseNumber: '2' })
    const other = await there.worklist(['C-1', 'C-2'], { ...BACK, file: 'other.xlsx' })
    const rows = await Promise.all([
      there.write('C-1', 'C-2').then((written) => written.rows),
      writeWithdrawals(there.ports, other).then((written) => written.rows),
    ])
    expect(rows[0] + rows[1]).toBe(2)
    for (const caseId of ['C-1', 'C-2'])
      expect(await there.since('CasePaid', caseId)).toEqual(['WithdrawalClaimed', 'WithdrawalWritten'])
  })

  test('what broke off after the writing is registered, also when the objection was lifted meanwhile', async () => {
    const there = await someReported()
    await there.has('C-1', objected())
    const ref = await there.worklist(['C-1'], BACK)
    await expect(
      writeWithdrawals({ ...there.ports, log: breakingOffAt('WithdrawalWritten', there.ports.log) }, ref),
    ).rejects.toThrow('stopped')
    await changeCase(there.ports, 'C-1', { type: 'objection-withdrawn', channel: 'telefoon' })
    expect(await writeWithdrawals(there.ports, ref)).toEqual({ rows: 1 })
    expect(await there.since('ObjectionLodged', 'C-1')).toEqual([
      'WithdrawalClaimed',
      'ObjectionWithdrawn',
      'WithdrawalWritten',
    ])
  })

  test('when nobody has to be taken back any more, there is no file', async () => {
    const there = await someReported()
    await there.has('C-1', paid().withSignalWithdrawn('2026-04-23T12:00'))
    expect(await there.write('C-1')).toEqual({ rows: 0 })
    expect(await there.file()).toBeNull()
    expect(await there.since('SignalWithdrawn', 'C-1')).toEqual([])
  })

  test('without a worklist is a mistake, not an empty round', async () => {
    const { ports } = await someReported()
    const ref = { kind: 'withdrawals', key: 'rounds/gone.worklist.json' } as const
    await expect(writeWithdrawals(ports, ref)).rejects.toThrow('no worklist')
  })
})

test('S4 who has no address keeps waiting, holds up nobody, and is a question once', async () => {
  const there = await someReported()
  await there.has('C-1', paid(), nobody)
  await there.has('C-2', paid(), { houseNumber: '2' })
  expect(await there.write('C-1', 'C-2')).toEqual({ rows: 1 })
  expect(await there.rows()).toEqual([TITLES, ['1011AB', '2', 'bis']])
  expect(await there.since('CasePaid', 'C-1')).toEqual([])
  expect(await there.summaryOf('C-1')).toMatchObject({ queue: 'withdrawal', file: 'april.xlsx' })

  await writeWithdrawals(there.ports, await there.worklist(['C-1'], { ...BACK, file: 'next.xlsx' }))
  expect(await there.questions()).toMatchObject([{ about: 'withdrawal', reason: 'unwritable', caseId: 'C-1' }])
})

test('S4 a renter of whom nothing is known any more is a question too', async () => {
  const there = await someReported()
  await there.has('C-1', paid())
  const renters = { ...there.ports.renters, get: async () => null }
  const ref = await there.worklist(['C-1'], BACK)
  expect(await writeWithdrawals({ ...there.ports, renters }, ref)).toEqual({ rows: 0 })
  expect(await there.questions()).toMatchObject([{ about: 'withdrawal', reason: 'unknown-renter', caseId: 'C-1' }])
})

test('S4 a signal of this morning is collected and taken back by the round of the next', async () => {
  const round = await aSignalRound('C-1')
  const [ref] = (await collectRound(round.ports, { round: 'monday' })).files
  if (ref) await writeSignals(round.ports, ref)
  await recordDelivered(round.ports, 'vroegsignalen-2026-04-20-01.xlsx', uploadedNow(round.ports.now()))
  round.isAt('2026-04-21T09:00')
  await changeCase(round.ports, 'C-1', { type: 'payment', amountCents: 'all' })
  const { files } = await collectRound(round.ports, { round: 'tuesday' })
  expect(files).toEqual([{ kind: 'withdrawals', key: 'rounds/intrekkingen-2026-04-21-01.xlsx.worklist.json' }])
  for (const file of files) await writeWithdrawals(round.ports, file)
  const written = await round.ports.objects.get('signals', 'ris/upload/withdrawals/intrekkingen-2026-04-21-01.xlsx')
  expect(await readXlsx(written ?? new Uint8Array())).toEqual([TITLES, ['1011AB', '12', 'bis']])
})
