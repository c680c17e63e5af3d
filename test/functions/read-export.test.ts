import { expect, test } from 'vitest'
import { type ExportPorts, readExport } from '../../functions/read-export/read-export.ts'
import { instantAt } from '../../shared/domain/calendar.ts'

/** A work bucket; anything else that is asked for is not there, and would fail. */
function aDesk(today: string) {
  const reports: unknown[] = []
  const ports = {
    now: () => new Date(instantAt(today, '23:59')),
    objects: { put: async (_: string, __: string, body: string) => reports.push(JSON.parse(body)) },
  } as unknown as ExportPorts
  return { reports, read: (key: string) => readExport(ports, { key, confirmed: true, importId: 'i' }) }
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
  expect(desk.reports).toMatchObject([{ file, status: 'rejected', errors: [{ row: null, field: null, message }] }])
})

test('a book of today is read', async () => {
  await expect(aDesk('2026-03-05').read('2026-03-05-boek.csv')).rejects.toThrow(TypeError)
})
