import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readExport } from '../../functions/read-export/read-export.ts'
import { bookEntrySchema, importReportSchema } from '../../shared/contracts/import.ts'
import { draftReportKey, unreadKey } from '../../shared/contracts/object-keys.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { deliveredName } from '../../shared/erp/file-name.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { csv, lines } from '../erp/make-export.ts'
import { anEmptyWorld, aWorld } from '../support/in-memory/world.ts'
import { REGISTERS } from '../support/landscape.ts'

/** A world in which no export was delivered. */
function aDesk(today: string) {
  const ports = anEmptyWorld(() => new Date(instantAt(today, '23:59')))
  return {
    reports: () => ports.objects.keys().map((path) => ports.objects.json('work', path.slice('work/'.length))),
    read: (key: string) => readExport(ports, { key, confirmed: true, importId: 'i' }),
  }
}

test.each([
  [
    '2026-03-06-boek.csv',
    'De peildatum 2026-03-06 in de bestandsnaam ligt in de toekomst. Verbeter de naam, of lever het bestand op die dag.',
  ],
  ['2026-02-30-boek.csv', 'De bestandsnaam moet beginnen met de peildatum, als jjjj-mm-dd.'],
  ['boek.csv', 'De bestandsnaam moet beginnen met de peildatum, als jjjj-mm-dd.'],
])('%s is refused on 2026-03-05, also when a person confirms it', async (file, message) => {
  const desk = aDesk('2026-03-05')
  expect(await desk.read(file)).toMatchObject({ status: 'rejected', batches: [] })
  expect(desk.reports()).toMatchObject([{ file, status: 'rejected', errors: [{ row: null, field: null, message }] }])
})

test('a book of today is looked for', async () => {
  const desk = aDesk('2026-03-05')
  await desk.read('2026-03-05-boek.csv')
  const message = '2026-03-05-boek.csv: dit bestand staat niet in de inbox.'
  expect(desk.reports()).toMatchObject([{ errors: [{ message }] }])
})

type Lines = Parameters<typeof csv>[0]

/** Books that come one after another, each of its own day. */
async function anInbox() {
  let now = instantAt('2026-03-02', '06:00')
  const ports = anEmptyWorld(() => new Date(now))
  await ports.registers.load(registersSchema.parse(REGISTERS), now, 'M-1')
  return {
    ports,
    async read(on: string, rows: Lines, confirmed = false) {
      now = instantAt(on, '06:00')
      const key = `${on}-boek.csv`
      await ports.objects.put('inbox', key, csv(rows), 'text/csv')
      const plan = await readExport(ports, { key, confirmed, importId: on })
      if (!('batches' in plan)) throw new Error('another import is under way')
      const entries = plan.batches.flatMap((batch) => z.array(bookEntrySchema).parse(ports.objects.json('work', batch)))
      const told = entries.map(({ client, renter }) => `${client} ${renter}`)
      if (plan.status === 'accepted') await ports.notebook.put('import', 'turn', '')
      return { ...plan, told, unread: plan.status === 'accepted' && ports.objects.json('work', unreadKey(on)) }
    },
    bookOf: async (client: string) => (await ports.registers.conditions(client, null)).clientConditions.book,
  }
}

/** A line of a renter of a client, good unless cells are given. */
const lineOf = (Debiteurnummer: string, cells: object = {}, client = 'BELEGGER-A') =>
  ({
    ...lines(1)[0],
    ...{
      Opdrachtgever: client,
      Debiteurnummer,
      Contractnummer: `H-${Debiteurnummer}`,
      Achternaam: `N${Debiteurnummer}`,
    },
    ...{ Factuurnummer: `F-${Debiteurnummer}`, ...cells },
  }) as Lines[number]
const UNREADABLE = { Openstaand: 'veel' }

test('C13 a book that counts is the newest of its client before any case is told; one that waits for a person is not', async () => {
  const { read, bookOf, ports } = await anInbox()
  expect(await read('2026-03-02', [lineOf('1')])).toMatchObject({ status: 'accepted', books: ['BELEGGER-A'] })
  const first = { on: '2026-03-02', at: instantAt('2026-03-02', '06:00') }
  expect(await bookOf('BELEGGER-A')).toEqual({ ...first, waits: false })
  expect(await bookOf('BELEGGER-B')).toEqual({ on: null, at: null, waits: false })

  for (const each of ['1', '2', '3']) await ports.log.summarise(anOpenCase(each, 'BELEGGER-A'))
  expect(await read('2026-03-09', [lineOf('9')])).toMatchObject({ status: 'quarantined', books: ['BELEGGER-A'] })
  expect(await bookOf('BELEGGER-A')).toEqual({ ...first, waits: true })

  expect(await read('2026-03-09', [lineOf('9')], true)).toMatchObject({ status: 'accepted', clients: ['BELEGGER-A'] })
  expect(await bookOf('BELEGGER-A')).toEqual({ on: '2026-03-09', at: ports.now().toISOString(), waits: false })
})

describe('C13 a file that cannot be read may be the newer book', () => {
  const waitingAfter = async (name: string, body: string) => {
    const { read, bookOf, ports } = await anInbox()
    await read('2026-03-02', [lineOf('1'), lineOf('2', {}, 'BELEGGER-B')])
    const key = `2026-03-09-${name}`
    await ports.objects.put('inbox', key, body, 'text/csv')
    const plan = await readExport(
      { ...ports, now: () => new Date(instantAt('2026-03-09', '06:00')) },
      {
        ...{ key, confirmed: false, importId: 'unreadable' },
      },
    )
    const clients = ['BELEGGER-A', 'BELEGGER-B']
    const waits = await Promise.all(clients.map(async (client) => (await bookOf(client)).waits))
    return { status: plan.status, waits: clients.filter((_, index) => waits[index]) }
  }

  test.each([
    ['of the client that its name names', 'export Belegger_B.csv', ['BELEGGER-B']],
    ['of everybody of whom a book counted, where it names nobody', 'boek.csv', ['BELEGGER-A', 'BELEGGER-B']],
    ['and a letter names nobody', 'a.csv', ['BELEGGER-A', 'BELEGGER-B']],
  ])('%s', async (_, name, waits) => {
    expect(await waitingAfter(name, 'Naam;Saldo\nBos;12,00\n')).toEqual({ status: 'quarantined', waits })
    expect(await waitingAfter(name, '%PDF-1.7')).toEqual({ status: 'rejected', waits })
  })

  test('and so may one whose name no store can keep', async () => {
    const name = deliveredName(`2026-03-09-${'boek'.repeat(80)}.csv`).slice('2026-03-09-'.length)
    const waits = ['BELEGGER-A', 'BELEGGER-B']
    expect(await waitingAfter(name, csv([lineOf('1')]))).toEqual({ status: 'quarantined', waits })
  })
})

describe('I1 a fault holds what it touches, and nothing else', () => {
  test('a row that cannot be read holds its renter, also what else it says of them; the others count', async () => {
    const { read } = await anInbox()
    const rows = [lineOf('1'), lineOf('2'), lineOf('2', { ...UNREADABLE, Factuurnummer: 'F-9' }), lineOf('3')]
    expect(await read('2026-03-02', rows)).toMatchObject({
      ...{ status: 'accepted', clients: ['BELEGGER-A'], told: ['BELEGGER-A 1', 'BELEGGER-A 3'] },
      unread: { rows: [{ client: 'BELEGGER-A', renter: '2', row: 4, field: 'Openstaand' }], each: true },
    })
  })

  test.each([
    ['without its renter', { Debiteurnummer: '' }, {}],
    ['of a client whom nobody knows', { Opdrachtgever: 'BELEGGER-Z' }, {}],
  ])('a row %s keeps the file from closing anything; the others count', async (_, cells, more) => {
    const { read } = await anInbox()
    expect(await read('2026-03-02', [lineOf('1'), lineOf('2', { ...cells, ...more })])).toMatchObject({
      ...{ status: 'accepted', clients: [], books: ['BELEGGER-A'], told: ['BELEGGER-A 1'] },
      unread: { rows: [], each: true },
    })
  })

  test('so do faults in more than three rows and more than one in twenty, until a person looked at the file', async () => {
    const rows = (faults: number, all: number) =>
      Array.from({ length: all }, (_, index) => lineOf(String(index + 1), index < faults ? UNREADABLE : {}))
    const clientsOf = async (faults: number, all: number, confirmed = false) =>
      (await (await anInbox()).read('2026-03-02', rows(faults, all), confirmed)).clients
    expect(await clientsOf(3, 4)).toEqual(['BELEGGER-A'])
    expect(await clientsOf(4, 80)).toEqual(['BELEGGER-A'])
    expect(await clientsOf(4, 79)).toEqual([])
    expect(await clientsOf(4, 79, true)).toEqual(['BELEGGER-A'])
  })

  test('a file that was cut short in a row waits as a whole, and closes nothing when a person confirms it', async () => {
    const { ports } = await anInbox()
    const [whole, half] = [
      csv([lineOf('1')]),
      csv([lineOf('2')])
        .split('\n')[1]
        ?.slice(0, 30),
    ]
    const key = '2026-03-02-boek.csv'
    await ports.objects.put('inbox', key, `${whole.trimEnd()}\n${half}`, 'text/csv')
    expect(await readExport(ports, { key, confirmed: false, importId: 'i' })).toMatchObject({ status: 'quarantined' })
    expect(await readExport(ports, { key, confirmed: true, importId: 'i' })).toMatchObject({
      ...{ status: 'accepted', clients: [], books: ['BELEGGER-A'] },
    })
  })

  test('a book of nobody whom the register knows waits as a whole, also when a person confirms it', async () => {
    const { read } = await anInbox()
    for (const confirmed of [false, true])
      expect(await read('2026-03-02', [lineOf('1', {}, 'BELEGGER-Z')], confirmed)).toMatchObject({
        ...{ status: 'quarantined', books: [], batches: [] },
      })
  })
})

const anOpenCase = (renter: string, client: string): CaseSummary => ({
  ...{ caseId: `VS-${client}-${renter}`, seq: 1, renter, client, gemeentecode: null, phase: 'reminding', step: 'rest' },
  ...{ due: null, queue: null, openedOn: '2026-01-02', months: 1, amountCents: 80_000 },
})

test('I2 a client who came along the last time and is missing now is named; the others count', async () => {
  const { read, ports } = await anInbox()
  const [a, b] = [lineOf('1'), lineOf('2', {}, 'BELEGGER-B')]
  await read('2026-03-02', [a, b])
  expect(await read('2026-03-09', [a])).toMatchObject({ missing: [] })
  await ports.log.summarise(anOpenCase('2', 'BELEGGER-B'))
  for (const on of ['2026-03-09', '2026-03-16'])
    expect(await read(on, [a])).toMatchObject({ status: 'accepted', clients: ['BELEGGER-A'], missing: ['BELEGGER-B'] })
  expect(await read('2026-03-17', [b])).toMatchObject({ missing: [], clients: ['BELEGGER-B'] })
  expect(await read('2026-03-23', [a])).toMatchObject({ missing: [] })
})

describe('I3 books of one client one at a time, in the order of their reference dates', () => {
  test('one that is older than the newest changes nothing for that client, and counts for another', async () => {
    const { read, ports } = await anInbox()
    const [a, b] = [lineOf('1'), lineOf('2', {}, 'BELEGGER-B')]
    await read('2026-03-09', [a])
    expect(await read('2026-03-08', [a])).toMatchObject({ status: 'rejected' })
    expect(await read('2026-03-08', [a, b])).toMatchObject({ clients: ['BELEGGER-B'], told: ['BELEGGER-B 2'] })
    const reports = z.array(importReportSchema).parse(ports.objects.json('work', draftReportKey('2026-03-08')))
    expect(reports[0]?.warnings[0]?.message).toContain('BELEGGER-A is al een bestand met een latere peildatum verwerkt')
  })

  test('also when its import broke off after it was read', async () => {
    const { read } = await anInbox()
    expect(await read('2026-03-09', [lineOf('1')])).toMatchObject({ status: 'accepted' })
    expect(await read('2026-03-08', [lineOf('1')])).toMatchObject({ status: 'rejected' })
  })

  test('while another import is under way it waits; one that broke off keeps nobody waiting', async () => {
    const { ports } = await anInbox()
    const { importing } = ports.workflow
    await ports.objects.put('inbox', '2026-03-02-boek.csv', csv([lineOf('1')]), 'text/csv')
    const reads = (importId: string) => readExport(ports, { key: '2026-03-02-boek.csv', confirmed: false, importId })
    for (const name of ['first', 'second']) importing.add(name)
    expect(await reads('first')).toMatchObject({ status: 'accepted' })
    expect(await reads('second')).toEqual({ status: 'under-way' })
    expect(await reads('first')).toMatchObject({ status: 'accepted' })
    importing.delete('first')
    expect(await reads('second')).toMatchObject({ status: 'accepted' })
    expect(await ports.notebook.get('import', 'turn')).toBe('second')
  })

  test('what is not taken over leaves the turn to the next', async () => {
    const { read, ports } = await anInbox()
    await read('2026-03-02', [lineOf('1', {}, 'BELEGGER-Z')])
    expect(await ports.notebook.get('import', 'turn')).toBe('')
  })
})

/** A book of one line that was delivered today, as the import makes it ready. */
async function aBookOf(cells: Readonly<Record<string, string>>) {
  const ports = await aWorld(() => new Date(instantAt('2026-03-05', '06:00')), {
    ...REGISTERS,
    clients: [{ id: 'BELEGGER-A', name: 'Belegger A', notRent: ['tuinonderhoud'] }],
  })
  const line: Readonly<Record<string, string>> = {
    ...{
      Opdrachtgever: 'BELEGGER-A',
      Debiteurnummer: '7',
      Contractnummer: 'H-7',
      'Soort huurder': 'natuurlijk persoon',
    },
    ...{ Achternaam: 'Bos', Huisnummer: '1', Postcode: '1011 AB', 'Soort eenheid': 'woning', Factuurnummer: 'F-1' },
    ...{ Omschrijving: 'Huur', Vervaldatum: '01-03-2026', Openstaand: '900,00' },
    ...cells,
  }
  const key = '2026-03-05-boek.csv'
  const file = [Object.keys(line).join(';'), Object.values(line).join(';')].join('\n')
  await ports.objects.put('inbox', key, file, 'text/csv')
  const plan = await readExport(ports, { key, confirmed: false, importId: 'i' })
  if (plan.status !== 'accepted') throw new Error(plan.status)
  const [entry] = z.array(bookEntrySchema).parse(ports.objects.json('work', plan.batches[0] ?? ''))
  return { claim: entry?.claims[0], entry, reports: ports.objects.json('work', draftReportKey('i')) }
}

test('C12 whether a claim is rent follows from the words of its client', async () => {
  const rent = async (Omschrijving: string) => (await aBookOf({ Omschrijving })).claim?.rent
  expect(await rent('Tuinonderhoud maart')).toBe(false)
  expect(await rent('Parkeerplaats')).toBe(true)
  expect((await aBookOf({ 'Soort vordering': 'overig' })).claim).toMatchObject({ contract: 'H-7', rent: false })
})

test('R7, R8 what the columns say is made ready with the claims; a column that looks so and is not read is named', async () => {
  const { entry, reports } = await aBookOf({ Aanmaanblokkade: 'WSNP', 'Overleden op': '', Bewindvoerder: 'Bewind' })
  expect(entry).toMatchObject({ hold: 'restructuring', deceased: 'none', representative: null, mainTenant: null })
  expect(reports).toMatchObject([{ status: 'accepted', warnings: [{ row: null, field: 'Bewindvoerder' }] }])
})

test('H1 I1 a file that waits is a question of its client, one that is refused of nobody in particular', async () => {
  const { ports, read } = await anInbox()
  for (const each of ['1', '2', '3']) await ports.log.summarise(anOpenCase(each, 'BELEGGER-A'))
  await read('2026-03-09', [lineOf('9')])
  await readExport(ports, { key: 'boek.csv', confirmed: false, importId: 'i' })
  const asked = await allQuestions(ports.notebook)
  expect(asked.map(({ about, reason, client, file }) => [about, reason, client, file])).toEqual([
    ['book', 'file-waits', 'BELEGGER-A', '2026-03-09-boek.csv'],
    ['book', 'file-refused', null, 'boek.csv'],
  ])
})
