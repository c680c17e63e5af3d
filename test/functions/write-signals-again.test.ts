import { describe, expect, test } from 'vitest'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { UnknownClient } from '../../shared/contracts/ports.ts'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { manifestSchema } from '../../shared/portals/manifest.ts'
import { keptRowSchema } from '../../shared/rounds/kept-row.ts'
import { placedIn } from '../../shared/rounds/placed.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { readCsv } from '../portals/read-files.ts'
import { aCaseReadyToReport } from '../support/case-builder.ts'
import { aCaseload, breakingOffAt } from './caseload.ts'
import { aQueuedCase, aSignalRound } from './signal-round.ts'

const EARLIER = '2026-04-20T09:00'

/** Of each case in the file: the name and the row that it keeps, where all that is said of them agrees. */
async function whatIsKept({ ports, eventsOf, file }: Awaited<ReturnType<typeof aSignalRound>>) {
  const { objects } = ports
  const [, ...lines] = readCsv((await file()) ?? new Uint8Array())
  const manifest = manifestSchema.parse(objects.json('evidence', 'manifests/a-file.csv.json'))
  const placed = await placedIn({ objects }, 'a-file.csv')
  expect(placed?.map(({ written }) => written.row)).toEqual(manifest.rows.map(({ row }) => row))
  expect(manifest.rows).toHaveLength(lines.length)
  return Promise.all(
    manifest.rows.map(async ({ caseId, row, document, sha256: hash }) => {
      const kept = keptRowSchema.parse(objects.json('evidence', document))
      expect(sha256(objects.text('evidence', document))).toBe(hash)
      expect(await eventsOf(caseId)).toContainEqual(expect.objectContaining({ document, sha256: hash, row }))
      expect([kept.row, kept.values]).toEqual([row, lines[row - 2]])
      return [kept.values[0], row]
    }),
  )
}

describe('invariant 3: a signal leaves once', () => {
  test('run again, nothing is written or registered a second time', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    await round.write()
    const { objects } = round.ports
    const left = [await round.file(), objects.text('evidence', 'manifests/a-file.csv.json')]
    round.isAt('2026-04-20T09:30')
    // A name that changed since would show that the file was made again.
    await round.renterChanges('C-1', { surname: 'Smit' })
    expect(await round.write()).toEqual({ rows: 2 })
    expect([await round.file(), objects.text('evidence', 'manifests/a-file.csv.json')]).toEqual(left)
    for (const caseId of ['C-1', 'C-2'])
      expect(await round.since('SignalQueued', caseId)).toEqual(['SignalClaimed', 'SignalWritten'])
  })

  test('what broke off after the writing is registered as the file has it, whatever happened since', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    await expect(round.write({ log: breakingOffAt('SignalWritten', round.ports.log) })).rejects.toThrow(
      'the machine stopped',
    )
    expect(await round.names()).toEqual(['Bos-A', 'Bos-B'])
    await changeCase(round.ports, 'C-1', { type: 'objection', channel: 'e-mail' })

    expect(await round.write()).toEqual({ rows: 2 })
    expect((await round.eventsOf('C-1')).at(-1)).toMatchObject({ type: 'SignalWritten', row: 2 })
    expect((await round.eventsOf('C-2')).at(-1)).toMatchObject({ type: 'SignalWritten', row: 3 })
    // It is in the file after all, so that is taken away (S2).
    expect(await round.summaryOf('C-1')).toMatchObject({ queue: 'void', file: 'a-file.csv' })
  })

  test('two runs at once write one file, of which all rows, hashes and lists are', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    const { objects } = round.ports
    let other: Promise<unknown> | null = null
    const putNew: typeof objects.putNew = async (bucket, ...object) => {
      // Right before the first run writes its file, another one has written it with another name.
      if (bucket === 'signals') {
        await round.renterChanges('C-1', { surname: 'Smit' })
        other ??= round.write()
        await other
      }
      return objects.putNew(bucket, ...object)
    }
    expect(await round.write({ objects: { ...objects, putNew } })).toEqual({ rows: 2 })
    expect(await whatIsKept(round)).toEqual([
      ['Smit', 2],
      ['Bos-B', 3],
    ])
    for (const caseId of ['C-1', 'C-2'])
      expect(await round.since('SignalQueued', caseId)).toEqual(['SignalClaimed', 'SignalWritten'])
  })

  test('a file that its portal took away is not written again', async () => {
    const round = await aSignalRound('C-1')
    await round.write()
    await round.ports.objects.remove('signals', 'ris/upload/signals/a-file.csv')
    expect(await round.write()).toEqual({ rows: 1 })
    expect(await round.file()).toBeNull()
  })

  test('what broke off before the writing is tested again, and reserved once (invariant 1)', async () => {
    const round = await aSignalRound('C-1', 'C-2')
    const { objects } = round.ports
    const put: typeof objects.put = async (bucket, ...object) => {
      if (bucket === 'signals') throw new Error('the machine stopped')
      return objects.put(bucket, ...object)
    }
    await expect(round.write({ objects: { ...objects, put } })).rejects.toThrow('the machine stopped')
    expect(await round.file()).toBeNull()
    await round.objects('C-1')

    expect(await round.write()).toEqual({ rows: 1 })
    expect(await round.names()).toEqual(['Bos-B'])
    expect(await round.since('SignalQueued', 'C-1')).toEqual(['SignalClaimed', 'SignalHeld'])
    expect(await round.since('SignalQueued', 'C-2')).toEqual(['SignalClaimed', 'SignalWritten'])
    expect(objects.json('evidence', 'manifests/a-file.csv.json')).toMatchObject({
      // The row of the first try is never written over.
      rows: [{ row: 2, caseId: 'C-2', document: 'rows/C-2/a-file.csv-2.json' }],
    })
    expect(objects.json('evidence', 'rows/C-2/a-file.csv.json')).toMatchObject({ row: 3 })
    expect(await whatIsKept(round)).toEqual([['Bos-B', 2]])
  })

  test('what another file reserved less than two hours ago waits, and is not held', async () => {
    const { ports, has, worklist, isAt, since, summaryOf } = await aCaseload()
    await has('C-1', aQueuedCase().withSignalReserved(EARLIER, 'another.csv'))
    const ref = await worklist(['C-1'])
    isAt('2026-04-20T10:59')
    expect(await writeSignals(ports, ref)).toEqual({ rows: 0 })
    expect(await since('SignalClaimed', 'C-1')).toEqual([])
    expect(await summaryOf('C-1')).toMatchObject({ phase: 'signal-queued', queue: 'signal' })

    // That round broke off: nobody writes the other file any more.
    isAt('2026-04-20T11:00')
    expect(await writeSignals(ports, ref)).toEqual({ rows: 1 })
    expect(await since('SignalQueued', 'C-1')).toEqual(['SignalClaimed', 'SignalClaimed', 'SignalWritten'])
  })

  test('what another file delivered meanwhile is left out', async () => {
    const { ports, has, worklist, since } = await aCaseload()
    await has(
      'C-1',
      aQueuedCase().withSignalReserved(EARLIER, 'another.csv').withSignalDelivered(EARLIER, 'another.csv'),
    )
    expect(await writeSignals(ports, await worklist(['C-1']))).toEqual({ rows: 0 })
    expect(await since('SignalDelivered', 'C-1')).toEqual([])
  })
})

describe('S2 a row that cannot be written', () => {
  /** RIS as it would want a file of which not every name can be a part. */
  const NARROW = { profiles: [{ ...BUNDLED_PROFILES['ris-csv'], encoding: 'windows-1252' }] }
  async function aNarrowRound() {
    const caseload = await aCaseload(NARROW)
    await caseload.has('C-1', aQueuedCase(), { surname: 'Łuczak' })
    await caseload.has('C-2', aQueuedCase(), { surname: 'Bos' })
    return { ...caseload, ref: await caseload.worklist(['C-1', 'C-2']) }
  }

  test('leaves out that one case, and asks people once, however often it is tried', async () => {
    const { ports, ref, eventsOf, summaryOf, questions, worklist, isAt } = await aNarrowRound()
    expect(await writeSignals(ports, ref)).toEqual({ rows: 1 })
    const file = await ports.objects.get('signals', 'ris/upload/signals/a-file.csv')
    expect(readCsv(file ?? new Uint8Array()).map(([name]) => name)).toEqual(['Achternaam', 'Bos'])
    expect((await eventsOf('C-2')).at(-1)).toMatchObject({ type: 'SignalWritten', row: 2 })
    expect(ports.objects.json('evidence', 'manifests/a-file.csv.json')).toMatchObject({
      rows: [{ row: 2, caseId: 'C-2' }],
    })
    expect(await summaryOf('C-1')).toMatchObject({ queue: 'signal' })

    isAt('2026-04-21T09:10')
    await writeSignals(ports, await worklist(['C-1'], { file: 'the-next.csv' }))
    expect(await questions()).toMatchObject([{ about: 'signal', reason: 'unwritable', caseId: 'C-1', endedAt: null }])
  })

  test('leaves no file when it is the only one', async () => {
    const { ports, worklist } = await aNarrowRound()
    expect(await writeSignals(ports, await worklist(['C-1']))).toEqual({ rows: 0 })
    expect(await ports.objects.exists('signals', 'ris/upload/signals/a-file.csv')).toBe(false)
  })

  test('is also one of a client that left the register: the others go without it', async () => {
    const round = await aSignalRound('C-2')
    await round.has('C-1', aCaseReadyToReport({ client: 'BELEGGER-B' }).withSignalQueued('2026-04-20'))
    const { registers } = round.ports
    const conditions: typeof registers.conditions = async (client, gemeentecode) => {
      if (client === 'BELEGGER-B') throw new UnknownClient(client)
      return registers.conditions(client, gemeentecode)
    }
    const ref = await round.worklist(['C-1', 'C-2'])
    expect(await writeSignals({ ...round.ports, registers: { ...registers, conditions } }, ref)).toEqual({ rows: 1 })
    expect(await round.names()).toEqual(['Bos-B'])
    expect(await round.questions()).toMatchObject([{ about: 'signal', reason: 'unknown-client', caseId: 'C-1' }])
  })

  test('is not what an error makes that passes: nobody is asked, and the file is tried again', async () => {
    const round = await aSignalRound('C-1')
    const { renters } = round.ports
    const get = () => Promise.reject(new Error('too many requests'))
    await expect(round.write({ renters: { ...renters, get } })).rejects.toThrow('too many requests')
    expect([await round.questions(), await round.file()]).toEqual([[], null])
    expect(await round.since('SignalQueued', 'C-1')).toEqual([])
    expect(await round.write()).toEqual({ rows: 1 })
  })
})
