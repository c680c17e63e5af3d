import { expect, test } from 'vitest'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { someFonts, templates } from '../letters/support.ts'
import { aLedger } from './ledger.ts'

test('K3 by the renter’s number: the record, the case with its history, and each letter as it left', async () => {
  const ledger = await aLedger()
  await ledger.book('2026-01-02')
  ledger.isAt('2026-01-05', '09:00')
  const { ports } = ledger
  await sendLetter(
    { ...ports, templates: async () => templates, fonts: someFonts },
    { caseId: await ledger.caseId(), act: 'reminder' },
  )

  const [record] = await ports.renters.all('100001')
  expect(record).toMatchObject({ client: 'BELEGGER-A', person: { surname: 'Verhuist' } })
  const found = await ports.log.load(record?.caseId ?? '')
  const letters = found?.events.flatMap((event) => (event.type === 'ReminderSent' ? [event] : [])) ?? []
  expect(letters).toHaveLength(1)
  for (const { document, sha256: hash } of letters)
    expect(sha256((await ports.objects.get('evidence', document)) ?? '')).toBe(hash)
})
