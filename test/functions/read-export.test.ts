import { expect, test } from 'vitest'
import { readExport } from '../../functions/read-export/read-export.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { anEmptyWorld } from '../support/in-memory/world.ts'

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
