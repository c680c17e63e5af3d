import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { settleClaim } from '../../functions/settle-claim/settle-claim.ts'
import { handle } from '../../shared/cases/handle.ts'
import type { Correspondence } from '../../shared/correspondence/correspondence.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { aLedger } from './ledger.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

describe('a reminder that was claimed, and of which SES reports nothing', () => {
  let ledger: Awaited<ReturnType<typeof aLedger>>
  let caseId: string
  let work: Correspondence
  beforeEach(async () => {
    ledger = await aLedger(database)
    await ledger.book('2026-01-02')
    caseId = await ledger.caseId()
    work = ledger.work as unknown as Correspondence
    ledger.isAt('2026-01-05', '09:00')
    await handle(work, caseId, { type: 'claim-act', act: 'reminder' })
    ledger.isAt('2026-01-05', '09:15')
  })
  const RELEASED = { 'BELEGGER-A': ['ActClaimed', 'ActReleased'] }

  test('broke off before it was written: it is done again', async () => {
    expect((await settleClaim(work, { caseId })).step).toBe('reminder')
    expect(await ledger.told()).toEqual(RELEASED)
    expect(await ledger.questions()).toEqual([])
  })

  test('broke off when it was ready to leave: it is done again, and a person is asked whether it came twice', async () => {
    const { state } = (await ledger.work.log.load(caseId)) ?? {}
    ledger.evidence.add(`letters/${caseId}/${caseId}-${state?.claim?.id}.eml`)
    await settleClaim(work, { caseId })
    expect(await ledger.told()).toEqual(RELEASED)
    expect(await ledger.questions()).toMatchObject([{ about: 'letter', reason: 'sent-again', caseId }])
  })
})
