import { describe, expect, test } from 'vitest'
import { askRound } from '../../functions/ask-round/ask-round.ts'
import { collectRound } from '../../functions/collect-round/collect-round.ts'
import { deliverFile } from '../../functions/deliver-file/deliver-file.ts'
import { voidFiles } from '../../functions/void-files/void-files.ts'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { recordDelivered } from '../../shared/rounds/deliveries.ts'
import { at } from '../support/case-builder.ts'
import { breakingOffAt } from './caseload.ts'
import { aSignalRound } from './signal-round.ts'

const FILE = 'a-file.csv'
const KEY = `ris/upload/signals/${FILE}`

/** A file with two signals that a person is to upload, written at ten past nine; it is half past now. */
async function aWrittenFile(...caseIds: string[]) {
  const round = await aSignalRound(...(caseIds.length > 0 ? caseIds : ['C-1', 'C-2']))
  await round.write()
  const { ports } = round
  const delivery = { ...ports, pushTo: () => null, apiOf: () => Promise.reject(new Error('no API')) as never }
  await deliverFile(delivery, { kind: 'signals', key: `rounds/${FILE}.worklist.json` })
  round.isAt('2026-04-20T09:30')
  return {
    ...round,
    delivery,
    objects: () => changeCase(ports, 'C-1', { type: 'objection', channel: 'e-mail' }),
    voids: () => voidFiles(ports),
    uploaded: () => recordDelivered(ports, FILE, { how: 'uploaded', at: ports.now().toISOString(), by: 'M-01' }),
    manifest: () => ports.objects.json('evidence', `manifests/${FILE}.json`),
    open: async () => (await round.questions()).filter(({ endedAt }) => endedAt === null).map(({ id }) => id),
  }
}

describe('S2 until its portal has it, a file is void as soon as one row fails the gate', () => {
  test('it is taken away, in every case, and the rest leaves in a file of another name', async () => {
    const there = await aWrittenFile()
    await there.objects()
    expect(await there.voids()).toEqual({ voided: 1 })
    expect(await there.ports.objects.exists('signals', KEY)).toBe(false)
    expect(there.manifest()).toMatchObject({ voidedAt: at('2026-04-20T09:30') })
    expect((await there.eventsOf('C-1')).at(-1)).toMatchObject({ type: 'SignalVoided', file: FILE, reasons: ['G5'] })
    expect((await there.eventsOf('C-2')).at(-1)).toMatchObject({ type: 'SignalVoided', file: FILE, reasons: [] })
    expect([...there.ports.workflow.rounds]).toEqual(['asked-202604200730'])

    there.isAt('2026-04-20T09:32')
    const { files } = await collectRound(there.ports, { round: 'asked' })
    expect(files).toEqual([{ kind: 'signals', key: 'rounds/vroegsignalen-2026-04-20-01.xlsx.worklist.json' }])
    for (const file of files) expect(await writeSignals(there.ports, file)).toEqual({ rows: 1 })
    expect((await there.eventsOf('C-2')).at(-1)).toMatchObject({ type: 'SignalWritten', row: 2 })
    expect(await there.summaryOf('C-1')).toMatchObject({ phase: 'signal-held', queue: null })
  })

  test('and what its cases keep of it stays', async () => {
    const there = await aWrittenFile()
    await there.objects()
    await there.voids()
    for (const caseId of ['C-1', 'C-2'])
      expect(await there.ports.objects.exists('evidence', `rows/${caseId}/${FILE}.json`)).toBe(true)
  })

  test('whoever was to upload it is told, and not asked for it any more; nobody brings it', async () => {
    const there = await aWrittenFile()
    expect(await there.open()).toEqual([`${FILE}-to-upload`])
    await there.objects()
    await there.voids()
    expect(await there.open()).toEqual([`${FILE}-voided`])
    const ref = { kind: 'signals', key: `rounds/${FILE}.worklist.json` } as const
    expect(await deliverFile(there.delivery, ref)).toEqual({ delivered: false })
    expect(await there.open()).toEqual([`${FILE}-voided`])
  })

  test('also when a register, and not the case, keeps the row back (G7)', async () => {
    const there = await aWrittenFile()
    const agreement = { status: 'ended', from: '2025-01-01', until: '2026-04-19' } as const
    await there.ports.registers.setAgreement('0363', agreement, at('2026-04-20'), 'M-1')
    expect(await there.voids()).toEqual({ voided: 1 })
    expect((await there.eventsOf('C-2')).at(-1)).toMatchObject({ type: 'SignalVoided', reasons: ['G7'] })
  })

  test('and not once the portal answered about a row of it: what fails is withdrawn there, the rest still waits', async () => {
    const there = await aWrittenFile()
    await changeCase(there.ports, 'C-2', { type: 'answer', code: 'repeated', on: '2026-04-20', file: FILE })
    await there.objects()
    expect(await there.voids()).toEqual({ voided: 0 })
    expect(await there.ports.objects.exists('signals', KEY)).toBe(true)
    expect(await there.since('ObjectionLodged', 'C-1')).toEqual(['SignalDelivered'])
    expect(await there.summaryOf('C-1')).toMatchObject({ queue: 'withdrawal' })
    expect(await there.open()).toEqual([`${FILE}-to-upload`])
  })

  test('and not while every row passes, nor once its portal has it', async () => {
    const there = await aWrittenFile()
    expect(await there.voids()).toEqual({ voided: 0 })
    await there.uploaded()
    await there.objects()
    expect(await there.voids()).toEqual({ voided: 0 })
    expect(await there.ports.objects.exists('signals', KEY)).toBe(true)
  })

  test('what breaks off is finished by the next round, and asks for one round', async () => {
    const there = await aWrittenFile()
    await there.objects()
    const log = breakingOffAt('SignalVoided', there.ports.log)
    await expect(voidFiles({ ...there.ports, log })).rejects.toThrow('the machine stopped')
    expect(await there.voids()).toEqual({ voided: 0 })
    for (const caseId of ['C-1', 'C-2'])
      expect(await there.since('SignalWritten', caseId)).toEqual(
        caseId === 'C-1' ? ['ObjectionLodged', 'SignalVoided'] : ['SignalVoided'],
      )
    expect(await there.ports.notebook.get('delivery', FILE)).toMatchObject({ done: true })
  })

  test('a file of which a transfer is under way is not taken away: its portal may have it', async () => {
    const there = await aWrittenFile()
    const turn = { by: 'somebody', at: at('2026-04-20T09:29'), transfer: '1', over: false }
    await there.ports.notebook.put('transfer', `${FILE}/1`, turn)
    await there.objects()
    expect(await there.voids()).toEqual({ voided: 0 })
    expect(await there.ports.objects.exists('signals', KEY)).toBe(true)
    await there.ports.notebook.put('transfer', `${FILE}/1`, { ...turn, over: true })
    expect(await there.voids()).toEqual({ voided: 1 })
    expect(await there.ports.notebook.get('transfer', `${FILE}/2`)).toMatchObject({ voids: true })
  })
})

test('S2 who uploaded it all the same: its rows count as delivered, and those that failed are withdrawn', async () => {
  const there = await aWrittenFile()
  await there.objects()
  await there.voids()
  await there.uploaded()
  expect(await there.open()).toEqual([])
  expect(await there.summaryOf('C-1')).toMatchObject({ queue: 'withdrawal', file: FILE })
  expect(await there.summaryOf('C-2')).toMatchObject({ phase: 'awaiting-answer', queue: null })
})

test('S2 of an API only the line that fails is left out', async () => {
  const there = await aSignalRound('C-1', 'C-2')
  const ref = await there.worklist(['C-1', 'C-2'], { file: FILE, channel: 'api' })
  await writeSignals(there.ports, ref)
  await changeCase(there.ports, 'C-1', { type: 'objection', channel: 'e-mail' })
  expect(await voidFiles(there.ports)).toEqual({ voided: 0 })
  expect((await there.eventsOf('C-1')).at(-1)).toMatchObject({ type: 'SignalVoided', reasons: ['G5'] })
  expect(await there.since('SignalWritten', 'C-2')).toEqual([])
})

test('S2, S4 a case asks for a round once, at any hour', async () => {
  const there = await aWrittenFile('C-1')
  await there.objects()
  there.isAt('2026-04-25T23:50')
  expect(await there.summaryOf('C-1')).toMatchObject({ queue: 'void', step: 'withdrawal' })
  const { workflow } = there.ports
  const ports = { ...there.ports, workflow: null, rounds: workflow }
  expect(await askRound(ports, { caseId: 'C-1' })).toMatchObject({ step: 'delivery' })
  await askRound(ports, { caseId: 'C-1' })
  expect([...workflow.rounds]).toEqual(['asked-202604252150'])
  expect(await there.since('ObjectionLodged', 'C-1')).toEqual(['RoundAsked'])
})
