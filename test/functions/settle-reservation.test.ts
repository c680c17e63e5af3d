import { beforeEach, describe, expect, test } from 'vitest'
import { settleReservation } from '../../functions/settle-reservation/settle-reservation.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { aLedger } from './ledger.ts'

describe('a reminder that was reserved, and of which SES reports nothing', () => {
  let ledger: Awaited<ReturnType<typeof aLedger>>
  let caseId: string
  let ports: Awaited<ReturnType<typeof aLedger>>['ports']
  beforeEach(async () => {
    ledger = await aLedger()
    await ledger.book('2026-01-02')
    caseId = await ledger.caseId()
    ports = ledger.ports
    ledger.isAt('2026-01-05', '09:00')
    await changeCase(ports, caseId, { type: 'reserve-act', act: 'reminder' })
    ledger.isAt('2026-01-05', '09:15')
  })
  const RELEASED = { 'BELEGGER-A': ['ActClaimed', 'ActReleased'] }

  test('broke off before it was written: it is done again', async () => {
    expect((await settleReservation(ports, { caseId })).step).toBe('reminder')
    expect(await ledger.told()).toEqual(RELEASED)
    expect(await ledger.questions()).toEqual([])
  })

  test('broke off when it was ready to leave: it is done again, and a person is asked whether it came twice', async () => {
    const { state } = (await ledger.ports.log.load(caseId)) ?? {}
    await ports.objects.put(
      'evidence',
      `letters/${caseId}/${caseId}-${state?.reservation?.id}.eml`,
      '',
      'message/rfc822',
    )
    await settleReservation(ports, { caseId })
    expect(await ledger.told()).toEqual(RELEASED)
    expect(await ledger.questions()).toMatchObject([{ about: 'letter', reason: 'sent-again', caseId }])
  })
})
