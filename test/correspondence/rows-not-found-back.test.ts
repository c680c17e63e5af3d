import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { keepReceipt } from '../../functions/keep-receipt/keep-receipt.ts'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import type { Person } from '../../shared/contracts/renters.ts'
import { OPTIONAL_FIELDS } from '../../shared/domain/closed-lists.ts'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { rowAsWritten } from '../../shared/portals/row-as-written.ts'
import { signalRow } from '../../shared/portals/signal-row.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { aCaseload } from '../functions/caseload.ts'
import { aQueuedCase } from '../functions/signal-round.ts'
import { person } from '../portals/rows.ts'

const FILE = 'a-file.csv'
const ON = '2026-04-20'
const PROFILE = BUNDLED_PROFILES['ris-csv']

/** Forty persons, as somebody has them on a list; one of them was reported, alone in a file. */
const PERSONS: readonly Person[] = ['Ramdin', 'de Vries', 'Bakker', 'Jansen', 'Kowalska'].flatMap((surname) =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({ ...person, surname, houseNumber: String(number) })),
)
const REPORTED: Person = { ...person, surname: 'Ramdin', houseNumber: '4' }

const receiptFor = ({ surname, houseNumber }: Person) => `Ontvangen: ${surname}, ${houseNumber}`

/** All that a person's row can be hashed as, by whoever knows how rows, files and receipts are written, and no salt. */
async function traces(of: Person, salts: { row?: string; receipt?: string } = {}): Promise<string[]> {
  const row = signalRow(of, { months: 1, cents: 100_000 }, OPTIONAL_FIELDS)
  const kept = { file: FILE, row: 2, ...rowAsWritten(PROFILE, row, ON), salt: salts.row }
  const file = await writeSignalFile(PROFILE, [row], ON)
  const receipt = {
    ...{ file: FILE, on: ON, by: 'portal' },
    ...{ copy: `receipts/${FILE}/copy/1.txt`, sha256: sha256(receiptFor(of)), salt: salts.receipt },
  }
  return [
    ...[file, receiptFor(of)].map((each) => sha256(each)),
    ...[kept, receipt].flatMap((each) => [sha256(JSON.stringify(each)), sha256(JSON.stringify(each, null, 2))]),
  ]
}

/** The surnames and house numbers of those of the list whose hash stands in a text. */
async function whoseHash(text: string, salts?: Parameters<typeof traces>[1]): Promise<string[]> {
  const hashes = new Set(text.match(/[0-9a-f]{64}/g))
  const found: string[] = []
  for (const each of PERSONS)
    if ((await traces(each, salts)).some((hash) => hashes.has(hash))) found.push(`${each.surname} ${each.houseNumber}`)
  return found
}

let stays: string
let salts: { row: string; receipt: string }
let file: Uint8Array
beforeAll(async () => {
  const caseload = await aCaseload()
  const { ports } = caseload
  await caseload.has('C-1', aQueuedCase(), REPORTED)
  await writeSignals(ports, await caseload.worklist(['C-1']))
  const key = `ontvangstbewijzen/${FILE}.txt`
  await ports.objects.put('inbox', key, receiptFor(REPORTED), 'text/plain')
  await keepReceipt(ports, { key })
  file = (await ports.objects.get('signals', `ris/upload/signals/${FILE}`)) ?? new Uint8Array()
  const saltOf = (document: string) =>
    z.object({ salt: z.string() }).parse(ports.objects.json('evidence', document)).salt
  salts = { row: saltOf(`rows/C-1/${FILE}.json`), receipt: saltOf(`receipts/${FILE}/copy-1.txt.json`) }
  const manifest = ports.objects.text('evidence', `manifests/${FILE}.json`)
  stays = JSON.stringify([await caseload.eventsOf('C-1'), manifest, ports.objects.keys()])
})

describe('K2 whose row it was, from the history, the manifests and a list of forty persons', () => {
  test('is found by the hash of a whole file of one row, or of its receipt', async () => {
    expect(await whoseHash(sha256(file))).toEqual(['Ramdin 4'])
    expect(await whoseHash(sha256(receiptFor(REPORTED)))).toEqual(['Ramdin 4'])
  })

  test('is found by the hash of a kept row without a salt', async () => {
    const [bare = ''] = (await traces(REPORTED)).slice(-4)
    expect(await whoseHash(`{"sha256":"${bare}"}`)).toEqual(['Ramdin 4'])
  })

  test('is found by whoever has the salt of the kept row, or of what is kept beside the receipt', async () => {
    expect(await whoseHash(stays, { row: salts.row })).toEqual(['Ramdin 4'])
    expect(await whoseHash(stays, { receipt: salts.receipt })).toEqual(['Ramdin 4'])
  })

  test('is not found in ours', async () => {
    expect(stays).toMatch(/SignalWritten.*SignalConfirmed.*manifests/s)
    expect(stays.match(/[0-9a-f]{64}/g)?.length).toBeGreaterThan(3)
    expect(await whoseHash(stays)).toEqual([])
  })
})
