import { beforeEach, expect, test } from 'vitest'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import { reportFact } from '../../shared/facts/report-fact.ts'
import { aSignalRound } from './signal-round.ts'

// S5: what a portal shows on the screen after an upload is entered by file and row.

let round: Awaited<ReturnType<typeof aSignalRound>>
beforeEach(async () => {
  round = await aSignalRound('C-1', 'C-2')
  await round.write()
  round.isAt('2026-04-20T15:00')
})

const report = (fields: object) => {
  const fact = reportedFactSchema.parse({ at: '2026-04-20T14:50', type: 'portal-rejection', by: 'portal', ...fields })
  return reportFact(
    { ...round.ports, imports: round.ports.workflow, rounds: round.ports.workflow },
    { id: 'a-door', fact },
  )
}

test('S5 the case on that row is held with the code, its delivery is proven, and a person is asked, once', async () => {
  for (let time = 1; time <= 2; time += 1)
    expect(await report({ file: 'a-file.csv', row: 3, reason: 'adres onbekend' })).toEqual({ recorded: true })
  expect(await round.since('SignalWritten', 'C-1')).toEqual([])
  expect(await round.since('SignalWritten', 'C-2')).toEqual(['SignalDelivered', 'SignalRejected'])
  expect((await round.eventsOf('C-2')).at(-1)).toMatchObject({ reason: 'unknown-address', file: 'a-file.csv' })
  expect(await round.questions()).toMatchObject([
    { about: 'portal-rejection', reason: 'rejected', caseId: 'C-2', file: 'a-file.csv' },
  ])
})

test('S5 of a file or a row that is not known nothing is recorded', async () => {
  expect(await report({ file: 'a-file.csv', row: 9, reason: 'dubbel' })).toMatchObject({ reason: 'no-such-row' })
  expect(await report({ file: 'other.csv', row: 2, reason: 'dubbel' })).toMatchObject({ reason: 'unknown-file' })
  expect(await round.since('SignalWritten', 'C-1')).toEqual([])
})

test.each([
  { reason: 'dubbel' },
  { renter: '100001', file: 'a-file.csv', row: 2, reason: 'dubbel' },
  { file: 'a-file.csv', reason: 'dubbel' },
  { file: 'a-file.csv', row: 1, reason: 'dubbel' },
])('S5 %j says neither whose signal it is nor where', (fields) => {
  expect(reportedFactSchema.safeParse({ at: '2026-04-20T14:50', type: 'portal-rejection', ...fields }).success).toBe(
    false,
  )
})
