import { beforeAll, describe, expect, test } from 'vitest'
import { applyBook } from '../../functions/apply-book/apply-book.ts'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import { NOTES, type NoteKind } from '../../shared/contracts/notes.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { ENTRY } from '../functions/ledger.ts'
import { at } from '../support/case-builder.ts'
import { aWorld, IMPORT } from '../support/in-memory/world.ts'
import { type Left, whoseCase } from './search.ts'

const SURNAMES = [
  'Ramdin',
  'de Vries',
  'Öztürk',
  'Bakker',
  'van den Berg',
  'Jansen',
  'El Idrissi',
  'Smit',
  'Kowalska',
  'Bos',
]
const STREETS = ['Zuiderkade', 'Keizersgracht', 'Dorpsstraat', 'Lindelaan']

/** Forty persons, as somebody has them on a list; the first six fell into arrears, of whom one has no e-mail. */
const PERSONS = SURNAMES.flatMap((surname, row) =>
  STREETS.map((street, column) => {
    const number = String(100_001 + 4 * row + column)
    const person = { ...ENTRY.person, surname, street, houseNumber: String(7 * row + column + 1) }
    return { renter: number, person: { ...person, email: `r${number}@huis.example` } }
  }),
)
const WITH_CASE = 6
const BY_POST = '100001'

let cases: (Left & { readonly renter: string })[]
let list: RenterRecord[]
let world: Awaited<ReturnType<typeof aWorld>>

beforeAll(async () => {
  let now = at('2026-01-02T06:00')
  world = await aWorld(() => new Date(now))
  const book = PERSONS.slice(0, WITH_CASE).map(({ renter, person }) => ({
    ...{ ...ENTRY, renter },
    person: { ...person, email: renter === BY_POST ? '' : person.email },
  }))
  await world.objects.put('work', 'a-batch', JSON.stringify(book), 'application/json')
  await applyBook(world, { importId: IMPORT, on: '2026-01-02', batch: 'a-batch' })
  now = at('2026-01-05')
  const records = await world.renters.getMany(book)
  for (const { caseId } of records)
    await sendLetter({ ...world, workflow: null }, { caseId: caseId ?? '', act: 'reminder' })
  cases = await Promise.all(
    records.map(async ({ renter, client, caseId }) => ({
      renter,
      caseId: caseId ?? '',
      events: (await world.log.load(caseId ?? ''))?.events ?? [],
      conditions: await world.registers.conditions(client, '0363'),
    })),
  )
  list = PERSONS.map(({ renter, person }) => ({ ...records[0], renter, person }) as RenterRecord)
})

/** Fewer of the list for a letter by post: a PDF takes long to write. */
const candidates = (renter: string) => (renter === BY_POST ? list.slice(0, 3) : list)
const documentOf = ({ events }: Left) =>
  events.find((event) => event.type === 'ReminderSent')?.document ?? 'no reminder'
const keptOf = async (each: Left) =>
  Buffer.from((await world.objects.get('evidence', documentOf(each))) ?? []).toString('latin1')
const saltOf = async (each: Left) => /^(?:X-Salt: |\()([0-9a-f]{32})\)?\r?$/m.exec(await keptOf(each))?.[1] ?? 'no salt'

/** The case as it would be if its letter had no random bits. */
async function withoutBits(each: Left): Promise<Left> {
  const bare = (await keptOf(each)).replace(/^X-Salt: .*\r\n/m, '')
  const hash = sha256(Buffer.from(bare, 'latin1'))
  const changed = (event: StoredEvent) => (event.type === 'ReminderSent' ? { ...event, sha256: hash } : event)
  return { ...each, events: each.events.map(changed) }
}

describe('K2 whose case it was, from what stays after a purge and a list of forty persons', () => {
  test('is found in letters without random bits', async () => {
    for (const each of cases.filter(({ renter }) => renter !== BY_POST))
      expect(await whoseCase(await withoutBits(each), list)).toEqual([each.renter])
  })

  test('is found by whoever has the bits of the kept copy, by e-mail and by post', async () => {
    for (const each of cases)
      expect(await whoseCase(each, list.slice(0, WITH_CASE), await saltOf(each))).toEqual([each.renter])
  })

  test('is not found in ours', async () => {
    expect(cases).toHaveLength(WITH_CASE)
    for (const each of cases) expect(await whoseCase(each, candidates(each.renter))).toEqual([])
  })

  test('the bits are of each letter alone, and in no event, note, summary or key', async () => {
    const salts = await Promise.all(cases.map(saltOf))
    expect(new Set(salts).size).toBe(WITH_CASE)
    const notes = await Promise.all((Object.keys(NOTES) as NoteKind[]).map((kind) => world.notebook.list(kind)))
    const stays = JSON.stringify([
      cases,
      notes,
      world.objects.keys(),
      await world.log.summariesOf(cases.map(({ caseId }) => caseId)),
    ])
    for (const salt of salts) {
      expect(salt).toMatch(/^[0-9a-f]{32}$/)
      expect(stays).not.toContain(salt)
    }
  })
})
