import { expect, test } from 'vitest'
import { z } from 'zod'
import { readExport } from '../../functions/read-export/read-export.ts'
import { bookEntrySchema } from '../../shared/contracts/import.ts'
import { draftReportKey } from '../../shared/contracts/object-keys.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
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

test('C13 a book that counts is the newest of its client before any case is told; one that waits for a person is not', async () => {
  let now = instantAt('2026-03-02', '06:00')
  const ports = anEmptyWorld(() => new Date(now))
  await ports.registers.load(registersSchema.parse(REGISTERS), now, 'M-1')
  const read = async (on: string, rows: Parameters<typeof csv>[0], confirmed = false) => {
    now = instantAt(on, '06:00')
    const key = `${on}-boek.csv`
    await ports.objects.put('inbox', key, csv(rows), 'text/csv')
    return readExport(ports, { key, confirmed, importId: on })
  }
  const bookOf = async (client: string) => (await ports.registers.conditions(client, null)).clientConditions.book
  const [row] = lines(1)
  const good = [{ ...row, Opdrachtgever: 'BELEGGER-A' }] as Parameters<typeof csv>[0]
  const bad = [...good, { ...good[0], Factuurnummer: 'F-9', Openstaand: 'veel' }] as Parameters<typeof csv>[0]

  expect(await read('2026-03-02', good)).toMatchObject({ status: 'accepted', books: ['BELEGGER-A'] })
  const first = { on: '2026-03-02', at: instantAt('2026-03-02', '06:00') }
  expect(await bookOf('BELEGGER-A')).toEqual({ ...first, waits: false })
  expect(await bookOf('BELEGGER-B')).toEqual({ on: null, at: null, waits: false })

  expect(await read('2026-03-09', bad)).toMatchObject({ status: 'quarantined' })
  expect(await bookOf('BELEGGER-A')).toEqual({ ...first, waits: true })

  expect(await read('2026-03-09', bad, true)).toMatchObject({ status: 'accepted', clients: [], books: ['BELEGGER-A'] })
  expect(await bookOf('BELEGGER-A')).toEqual({ on: '2026-03-09', at: now, waits: false })
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
  const { status, batches } = await readExport(ports, { key, confirmed: false, importId: 'i' })
  expect(status).toBe('accepted')
  const [entry] = z.array(bookEntrySchema).parse(ports.objects.json('work', batches[0] ?? ''))
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
