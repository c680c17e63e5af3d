import { expect, test } from 'vitest'
import { deliverFile } from '../../functions/deliver-file/deliver-file.ts'
import { keepReceipt } from '../../functions/keep-receipt/keep-receipt.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { recordDelivered, recordReceipt } from '../../shared/rounds/deliveries.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { at } from '../support/case-builder.ts'
import { breakingOffAt } from './caseload.ts'
import { aSignalRound } from './signal-round.ts'

// S2: the receipts that a portal gives of a file. The doors through which one comes have tests of their own.

const FILE = 'a-file.csv'
const REPORTED = { file: FILE, on: '2026-04-21', by: 'AB' }
const KEY = 'ontvangstbewijzen/a-file.csv.pdf'
const PDF = 'Ontvangen: Bos 1, 1011AB 12 bis'
const REF = { kind: 'signals', key: `rounds/${FILE}.worklist.json` } as const
const NO_CHANNELS = { pushTo: () => null, apiOf: () => ({ send: () => Promise.reject(new Error('no API')) }) }

async function aFile() {
  const round = await aSignalRound('C-1', 'C-2')
  const { ports } = round
  return {
    ...round,
    /** A receipt as a file in the inbox. */
    async comes(text: string, around: Partial<typeof ports> = {}): Promise<void> {
      await ports.objects.put('inbox', KEY, text, 'application/pdf')
      await keepReceipt({ ...ports, ...around }, { key: KEY })
    },
    confirmed: async (caseId = 'C-1') =>
      (await round.eventsOf(caseId)).filter(
        (event): event is Extract<StoredEvent, { type: 'SignalConfirmed' }> => event.type === 'SignalConfirmed',
      ),
    delivered: async (caseId = 'C-1') => (await round.eventsOf(caseId)).find(({ type }) => type === 'SignalDelivered'),
    nextRound: () => deliverFile({ ...ports, ...NO_CHANNELS }, REF),
  }
}

test('one that is reported first and comes as a file later is in the history both ways, each once', async () => {
  const { ports, write, comes, confirmed, isAt } = await aFile()
  await write()
  isAt('2026-04-22T10:00')
  for (let time = 1; time <= 2; time += 1) {
    await recordReceipt(ports, REPORTED)
    await comes(PDF)
    isAt('2026-04-23T10:00')
  }
  expect(await confirmed()).toMatchObject([
    { on: '2026-04-21', by: 'AB', document: 'receipts/a-file.csv/reported.json' },
    // Its date is the day on which it first came.
    { on: '2026-04-22', by: 'portal', document: 'receipts/a-file.csv/copy-1.pdf.json' },
  ])
})

test('two at once are both kept, and neither is written over', async () => {
  const { ports, write, comes, confirmed } = await aFile()
  await write()
  await Promise.all([
    comes(PDF),
    recordReceipt(ports, { ...REPORTED, copy: { bytes: Buffer.from('een'), ending: '.pdf' } }),
  ])
  const documents = (await confirmed()).map(({ document }) => document).sort()
  expect(documents).toEqual(['receipts/a-file.csv/copy-1.pdf.json', 'receipts/a-file.csv/copy-2.pdf.json'])
  const copies = [1, 2].map((copy) => ports.objects.text('evidence', `receipts/a-file.csv/copy/${copy}.pdf`))
  expect(copies.sort()).toEqual([PDF, 'een'].sort())
})

test('K2 its hash in the history tells nobody whose addresses it lists', async () => {
  const { ports, write, comes, confirmed } = await aFile()
  await write()
  await comes(PDF)
  const [receipt] = await confirmed()
  // Whoever has the whole receipt, written anew, and knows who brought it when, still lacks the salt.
  const guess = {
    file: FILE,
    on: receipt?.on,
    by: 'portal',
    copy: 'receipts/a-file.csv/copy/1.pdf',
    sha256: sha256(PDF),
  }
  for (const text of [PDF, JSON.stringify(guess), JSON.stringify(guess, null, 2)])
    expect(receipt?.sha256).not.toBe(sha256(text))
  const kept = ports.objects.json('evidence', receipt?.document ?? '') as { salt: string }
  expect(sha256(JSON.stringify({ ...guess, salt: kept.salt }, null, 2))).toBe(receipt?.sha256)
})

test('one that comes before a case knows that it is in the file is told by the next round', async () => {
  const { ports, write, confirmed, delivered, nextRound, isAt } = await aFile()
  await expect(write({ log: breakingOffAt('SignalWritten', ports.log) })).rejects.toThrow('the machine stopped')
  isAt('2026-04-21T10:00')
  await recordReceipt(ports, REPORTED)
  expect(await confirmed()).toEqual([])
  await write()
  isAt('2026-04-22T10:00')
  await nextRound()
  for (const caseId of ['C-1', 'C-2']) {
    expect(await confirmed(caseId)).toMatchObject([{ on: '2026-04-21', by: 'AB' }])
    expect(await delivered(caseId)).toMatchObject({ how: 'answered', moment: at('2026-04-21T10:00') })
  }
  await nextRound()
  expect(await confirmed()).toHaveLength(1)
})

test('one of a file that all know to be there waits in the same way', async () => {
  const { ports, write, confirmed, nextRound } = await aFile()
  await write()
  await recordDelivered(ports, FILE, { how: 'uploaded', at: ports.now().toISOString(), by: 'AB' })
  const append: typeof ports.log.append = async (caseId, after, event, moment) => {
    if (event.type === 'SignalConfirmed' && caseId === 'C-2') throw new Error('the machine stopped')
    return ports.log.append(caseId, after, event, moment)
  }
  await expect(recordReceipt({ ...ports, log: { ...ports.log, append } }, REPORTED)).rejects.toThrow('stopped')
  // The door tries again.
  await recordReceipt(ports, REPORTED)
  await nextRound()
  for (const caseId of ['C-1', 'C-2']) expect(await confirmed(caseId)).toHaveLength(1)
})

test.each([
  ['its own day', '2026-04-21', '2026-04-24T10:00', '2026-04-21T12:00'],
  ['the moment of writing at the earliest', '2026-04-18', '2026-04-24T10:00', '2026-04-20T09:10'],
  ['now at the latest', '2026-04-30', '2026-04-24T10:00', '2026-04-24T10:00'],
  ['now, where it is of today', '2026-04-24', '2026-04-24T10:00', '2026-04-24T10:00'],
])('F1 the delivery that it proves is of %s', async (_, on, now, there) => {
  const { ports, write, delivered, isAt } = await aFile()
  await write()
  isAt(now)
  await recordReceipt(ports, { ...REPORTED, on })
  const event = await delivered()
  expect(event?.moment ?? event?.at).toBe(at(there))
  expect(ports.objects.json('evidence', `manifests/${FILE}.json`)).toMatchObject({ deliveredAt: at(there) })
})
