import { describe, expect, test } from 'vitest'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { readCsv, readXlsx } from '../portals/read-files.ts'
import { aCaseReadyToReport, at, claim, rent } from '../support/case-builder.ts'
import { aCaseload, renterOf } from './caseload.ts'
import { aSignalRound } from './signal-round.ts'

describe('C16 after a stop of the system', () => {
  const stopped = { at: at('2026-04-13T16:00'), actsFrom: null }
  const backAtWork = { at: at('2026-04-21T09:00'), actsFrom: at('2026-04-21') }

  test('what waits for a file waits on, and leaves with the round of the next working day', async () => {
    const round = await aSignalRound('C-1')
    await round.ports.registers.noteBeat(stopped)
    expect(await round.write()).toEqual({ rows: 0 })
    expect(await round.since('SignalQueued', 'C-1')).toEqual([])
    expect(await round.summaryOf('C-1')).toMatchObject({ queue: 'signal' })
    round.isAt('2026-04-21T10:00')
    await round.ports.registers.noteBeat(backAtWork)
    expect(await round.write()).toEqual({ rows: 1 })
  })

  test('so does what a round reserved that broke off', async () => {
    const { ports, has, worklist, since, isAt } = await aCaseload()
    await has(
      'C-1',
      aCaseReadyToReport().withSignalQueued('2026-04-13').withSignalReserved('2026-04-13T10:00', 'a-file.csv'),
    )
    await ports.registers.noteBeat(stopped)
    const ref = await worklist(['C-1'])
    expect(await writeSignals(ports, ref)).toEqual({ rows: 0 })
    expect(await since('SignalClaimed', 'C-1')).toEqual([])
    isAt('2026-04-21T10:00')
    await ports.registers.noteBeat(backAtWork)
    expect(await writeSignals(ports, ref)).toEqual({ rows: 1 })
  })

  test('a threatening situation does not wait (S1)', async () => {
    const { ports, has, worklist } = await aCaseload()
    await has('C-1', aCaseReadyToReport().withThreat('2026-04-13T15:00').withSignalQueued('2026-04-13T15:01'))
    await ports.registers.noteBeat(stopped)
    expect(await writeSignals(ports, await worklist(['C-1']))).toEqual({ rows: 1 })
  })
})

describe('S2 a file of signals', () => {
  test('has a row for each case, and each case knows its row and what was reported', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    expect(await round.write()).toEqual({ rows: 2 })
    expect(readCsv((await round.file()) ?? new Uint8Array()).slice(1)).toEqual([
      [
        'Bos-A',
        'A.B.',
        'Kade',
        '12',
        'bis',
        '1011AB',
        'Amsterdam',
        '0612345678',
        'a.jansen@voorbeeld.example',
        '1',
        '1000,00',
      ],
      [
        'Bos-B',
        'A.B.',
        'Kade',
        '12',
        'bis',
        '1011AB',
        'Amsterdam',
        '0612345678',
        'a.jansen@voorbeeld.example',
        '1',
        '1000,00',
      ],
    ])
    for (const [caseId, row] of [
      ['C-1', 2],
      ['C-2', 3],
    ] as const) {
      expect(await round.since('SignalQueued', caseId)).toEqual(['SignalClaimed', 'SignalWritten'])
      expect((await round.eventsOf(caseId)).at(-1)).toMatchObject({
        file: 'a-file.csv',
        row,
        months: 1,
        amountCents: 100_000,
      })
      expect(await round.summaryOf(caseId)).toMatchObject({ phase: 'signal-queued', queue: null, step: 'delivery' })
    }
  })

  test('has a manifest, and a list of who is in it with the address as it left', async () => {
    const round = await aSignalRound('C-1')
    await round.write()
    const { objects, now } = round.ports
    expect(objects.json('evidence', 'manifests/a-file.csv.json')).toEqual({
      ...{ file: 'a-file.csv', kind: 'signals', portal: 'RIS', channel: 'upload', pickedUpAt: null },
      profile: { name: 'ris-csv', version: '1' },
      writtenAt: now().toISOString(),
      rows: [{ row: 2, caseId: 'C-1', document: 'rows/C-1/a-file.csv.json', sha256: expect.any(String) }],
    })
    expect(objects.json('work', 'rounds/a-file.csv.placed.json')).toEqual([
      {
        ...{ caseId: 'C-1', renter: renterOf('C-1'), months: 1, amountCents: 100_000, claims: [expect.any(Number)] },
        written: {
          ...{ file: 'a-file.csv', row: 2, document: 'rows/C-1/a-file.csv.json' },
          sha256: sha256((await objects.get('evidence', 'rows/C-1/a-file.csv.json')) ?? new Uint8Array()),
        },
        address: { postcode: '1011AB', houseNumber: '12', houseNumberAddition: 'bis' },
      },
    ])
  })

  test('says what counts today: without what is disputed or was paid to staff (C4)', async () => {
    const { ports, has, worklist, eventsOf } = await aCaseload()
    const claims = [rent('2026-02'), rent('2026-03'), claim('P-3', '2026-03-01', 7_500)]
    const told = aCaseReadyToReport({ claims }).withDispute('P-3', '2026-04-08').withPaymentBooked(40_000, '2026-04-09')
    await has('C-1', told.withSignalQueued('2026-04-20'))
    await writeSignals(ports, await worklist(['C-1']))
    expect((await eventsOf('C-1')).at(-1)).toMatchObject({ months: 2, amountCents: 160_000 })
    const file = await ports.objects.get('signals', 'ris/upload/signals/a-file.csv')
    expect(readCsv(file ?? new Uint8Array())[1]?.slice(-2)).toEqual(['2', '1600,00'])
  })

  test('holds no optional field that the last letter with the offer did not name (R2)', async () => {
    const { ports, has, worklist } = await aCaseload()
    const shared = ['Woonplaats', 'E-Mailadres'] as const
    const told = aCaseReadyToReport().withNoticeSent('2026-04-08', { shared })
    await has('C-1', told.withSignalQueued('2026-04-20'), { surname: 'Bos' })
    await writeSignals(ports, await worklist(['C-1']))
    const file = await ports.objects.get('signals', 'ris/upload/signals/a-file.csv')
    expect(readCsv(file ?? new Uint8Array())[1]?.slice(0, 9)).toEqual([
      ...['Bos', '', '', '12', '', '1011AB', 'Amsterdam', '', 'a.jansen@voorbeeld.example'],
    ])
  })

  test('is a workbook where the municipality wants one', async () => {
    const { ports, worklist } = await aSignalRound('C-1')
    await writeSignals(ports, await worklist(['C-1'], { file: 'a-file.xlsx', channel: 'sftp', format: 'xlsx' }))
    const rows = await readXlsx(
      (await ports.objects.get('signals', 'ris/sftp/signals/a-file.xlsx')) ?? new Uint8Array(),
    )
    expect([rows[1]?.[0], ...(rows[1]?.slice(-2) ?? [])]).toEqual(['Bos-A', 1, 1000])
    expect(ports.objects.json('evidence', 'manifests/a-file.xlsx.json')).toMatchObject({
      profile: { name: 'ris-xlsx' },
    })
  })

  test('goes to VPS by the profile of VPS (S3)', async () => {
    const { ports, worklist } = await aSignalRound('C-1')
    await writeSignals(ports, await worklist(['C-1'], { portal: 'VPS' }))
    expect(
      readCsv((await ports.objects.get('signals', 'vps/upload/signals/a-file.csv')) ?? new Uint8Array())[1]?.[0],
    ).toBe('Bos-A')
    expect(ports.objects.json('evidence', 'manifests/a-file.csv.json')).toMatchObject({
      portal: 'VPS',
      profile: { name: 'vps' },
    })
  })

  test('has its rows beside it for a portal with an API', async () => {
    const { ports, worklist } = await aSignalRound('C-1')
    await writeSignals(ports, await worklist(['C-1'], { channel: 'api' }))
    expect(ports.objects.json('work', 'rounds/a-file.csv.rows.json')).toMatchObject([
      {
        row: 2,
        caseId: 'C-1',
        fields: { surname: 'Bos-A', monthsInArrears: 1, amountCents: 100_000 },
        signalFile: null,
      },
    ])
  })

  test('without a worklist is a mistake, not an empty round', async () => {
    const { ports } = await aCaseload()
    await expect(writeSignals(ports, { kind: 'signals', key: 'rounds/gone.worklist.json' })).rejects.toThrow(
      'no worklist',
    )
  })
})

describe('invariant 1: the whole gate holds at the moment of writing', () => {
  test('G5 who objected since is held with every reason, and left out', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    await round.objects('C-1')
    await round.renterChanges('C-1', { houseNumber: '' })
    expect(await round.write()).toEqual({ rows: 1 })
    expect(await round.names()).toEqual(['Bos-B'])
    expect((await round.eventsOf('C-1')).at(-1)).toMatchObject({ type: 'SignalHeld', reasons: ['G5', 'G8'] })
    expect(await round.summaryOf('C-1')).toMatchObject({ phase: 'signal-held', queue: null })
  })

  test('G7 where nobody passes there is no file, and no manifest', async () => {
    const round = await aSignalRound('C-1')
    await round.ports.registers.setAgreement(
      '0363',
      { status: 'ended', from: null, until: null },
      at('2026-04-20T09:05'),
      'M-1',
    )
    expect(await round.write()).toEqual({ rows: 0 })
    expect(round.ports.objects.keys().filter((key) => !key.startsWith('work/'))).toEqual([])
    expect((await round.eventsOf('C-1')).at(-1)).toMatchObject({ type: 'SignalHeld', reasons: ['G7'] })
  })

  test('K1 who pays between the reservation and the writing is not in the file', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    await round.writeWhile(() => changeCase(round.ports, 'C-1', { type: 'payment', amountCents: 'all' }))
    expect(await round.names()).toEqual(['Bos-B'])
    expect(await round.since('SignalClaimed', 'C-1')).toEqual(['PaymentBooked', 'CasePaid'])
  })

  test('G9 an arrangement of that moment takes a case out too, and a call does not', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    await round.writeWhile(async () => {
      const terms = [{ date: '2026-05-01', amountCents: 100_000 }]
      await changeCase(round.ports, 'C-1', { type: 'arrangement', terms })
      const call = { kind: 'Telefoon', reached: false, by: 'bd', on: '2026-04-20' } as const
      await changeCase(round.ports, 'C-2', { type: 'contact-attempt', ...call })
    })
    expect(await round.names()).toEqual(['Bos-B'])
    expect(await round.since('SignalClaimed', 'C-2')).toEqual(['ContactAttempted', 'SignalWritten'])
  })
})
