import { beforeEach, expect, test } from 'vitest'
import { writeWithdrawals } from '../../functions/write-withdrawals/write-withdrawals.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import { reportFact } from '../../shared/facts/report-fact.ts'
import { renterOf } from './caseload.ts'
import { aSignalRound } from './signal-round.ts'

// S5: what a portal shows on the screen after an upload is entered by file and row.

let round: Awaited<ReturnType<typeof aSignalRound>>
beforeEach(async () => {
  round = await aSignalRound('C-1', 'C-2')
  await round.write()
  round.isAt('2026-04-20T15:00')
})

const report = (fields: object, id = 'a-door') => {
  const fact = reportedFactSchema.parse({ at: '2026-04-20T14:50', type: 'portal-rejection', by: 'portal', ...fields })
  return reportFact({ ...round.ports, imports: round.ports.workflow, rounds: round.ports.workflow }, { id, fact })
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

test('S4 a refused withdrawal is for a person, who takes the signal back in the portal and says so', async () => {
  await report({ type: 'upload-confirmed', file: 'a-file.csv' }, 'an-upload')
  for (const caseId of ['C-1', 'C-2']) await changeCase(round.ports, caseId, { type: 'objection', channel: 'e-mail' })
  await writeWithdrawals(round.ports, await round.worklist(['C-1', 'C-2'], { kind: 'withdrawals', file: 'back.csv' }))
  for (let time = 1; time <= 2; time += 1)
    expect(await report({ file: 'back.csv', row: 2, reason: 'niet gevonden' })).toEqual({ recorded: true })
  const asked = async () => (await round.questions()).filter(({ reason }) => reason === 'portal-rejected')
  expect(await asked()).toMatchObject([{ about: 'withdrawal', caseId: 'C-1', file: 'back.csv', endedAt: null }])

  expect(await report({ type: 'withdrawn-by-hand', renter: renterOf('C-1'), by: 'AB' }, 'by-hand')).toEqual({
    recorded: true,
  })
  expect((await round.eventsOf('C-1')).at(-1)).toMatchObject({ type: 'SignalWithdrawnByHand', file: 'a-file.csv' })
  expect(await asked()).toMatchObject([{ endedAt: expect.any(String) }])
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
