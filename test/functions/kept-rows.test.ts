import { expect, test } from 'vitest'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import { writeWithdrawals } from '../../functions/write-withdrawals/write-withdrawals.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { PORTALS_KEY } from '../../shared/contracts/object-keys.ts'
import { recordDelivered } from '../../shared/rounds/deliveries.ts'
import { keptRowSchema } from '../../shared/rounds/kept-row.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { readCsv, readXlsx } from '../portals/read-files.ts'
import { aSignalRound } from './signal-round.ts'

// S2: each case keeps its own row of a file as it left, longer than the file.

type Round = Awaited<ReturnType<typeof aSignalRound>>

/** The row that the last event of a case names, as it is kept, checked against its hash. */
async function keptRow({ ports, eventsOf }: Round, caseId: string) {
  const event = (await eventsOf(caseId)).findLast(
    ({ type }) => type === 'SignalWritten' || type === 'WithdrawalWritten',
  )
  if (!event || !('document' in event)) throw new Error('nothing was written')
  const bytes = (await ports.objects.get('evidence', event.document)) ?? new Uint8Array()
  expect(sha256(bytes)).toBe(event.sha256)
  return keptRowSchema.parse(JSON.parse(Buffer.from(bytes).toString()))
}

test('the row of 200 days ago is still there when the file is gone, as it left, and by itself', async () => {
  const round = await aSignalRound('C-1', 'C-2')
  await round.write()
  const [titles, , second] = readCsv((await round.file()) ?? new Uint8Array())
  // By the rules of the buckets the file goes after 90 days.
  round.isAt('2026-11-06')
  await round.ports.objects.remove('signals', 'ris/upload/signals/a-file.csv')
  const kept = await keptRow(round, 'C-2')
  expect(kept).toMatchObject({ file: 'a-file.csv', row: 3, columns: titles, values: second })
  expect(JSON.stringify(kept)).not.toContain('Bos-A')
})

test('a row of a workbook holds numbers as the sheet does', async () => {
  const round = await aSignalRound('C-1')
  const ref = await round.worklist(['C-1'], { file: 'a-file.xlsx', channel: 'sftp', format: 'xlsx' })
  await writeSignals(round.ports, ref)
  const [titles, row] = await readXlsx(
    (await round.ports.objects.get('signals', 'ris/sftp/signals/a-file.xlsx')) ?? new Uint8Array(),
  )
  expect(await keptRow(round, 'C-1')).toMatchObject({ columns: titles, values: row })
})

test('a row that goes through an API is kept in the field names of that API, as it is sent', async () => {
  const round = await aSignalRound('C-1')
  const fields = [
    { name: 'naam', source: 'surname', as: 'text' },
    { name: 'adres.postcode', source: 'postcode', as: 'text' },
    { name: 'adres.nummer', source: 'houseNumber', as: 'number' },
    { name: 'maanden', source: 'monthsInArrears', as: 'number' },
    { name: 'bedrag', source: 'amountCents', as: 'euros' },
  ]
  const api = {
    ...{ baseUrl: 'https://ris.example', authentication: { type: 'bearer', secret: 'ris-token' } },
    signal: { method: 'POST', path: '/s', fields },
    withdrawal: { method: 'DELETE', path: '/s/{reference}' },
  }
  await round.ports.objects.put('work', PORTALS_KEY, JSON.stringify({ RIS: { api } }), 'application/json')
  await writeSignals(round.ports, await round.worklist(['C-1'], { channel: 'api' }))
  expect(await keptRow(round, 'C-1')).toMatchObject({
    columns: ['naam', 'adres.postcode', 'adres.nummer', 'maanden', 'bedrag'],
    values: ['Bos-A', '1011AB', 12, 1, 1000],
  })
})

test('S4 so is a withdrawal', async () => {
  const round = await aSignalRound('C-1')
  await round.write()
  await recordDelivered(round.ports, 'a-file.csv', { how: 'uploaded', at: round.ports.now().toISOString(), by: 'M-01' })
  await changeCase(round.ports, 'C-1', { type: 'objection', channel: 'e-mail' })
  await writeWithdrawals(round.ports, await round.worklist(['C-1'], { kind: 'withdrawals', file: 'back.csv' }))
  expect(await keptRow(round, 'C-1')).toMatchObject({
    ...{ file: 'back.csv', columns: ['Postcode', 'Huisnummer', 'Huisnummer toevoeging'] },
    values: ['1011AB', '12', 'bis'],
  })
})

test('two cases with the same row have different hashes: nobody finds a person by trying rows', async () => {
  const round = await aSignalRound('C-1', 'C-2')
  await round.renterChanges('C-1', { surname: 'Bos' })
  await round.renterChanges('C-2', { surname: 'Bos' })
  await round.write()
  const [first, second] = [await keptRow(round, 'C-1'), await keptRow(round, 'C-2')]
  expect(second.values).toEqual(first.values)
  expect(second.salt).not.toBe(first.salt)
})
