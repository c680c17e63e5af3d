import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import type { Workflow } from '../../shared/contracts/ports.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { someFonts, templates } from '../letters/support.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { aLedger } from './ledger.ts'
import { aBucketful } from './objects.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

/** The case does not sleep here: whatever asks to wake it asks nobody. */
const asleep: Workflow = {
  startCase: async () => {},
  wake: async () => {},
  startRound: async () => {},
  startImport: async () => {},
  isRunning: async () => true,
  running: async () => () => true,
}

test('K3 by the renter’s number: the record, the case with its history, and each letter as it left', async () => {
  const ledger = await aLedger(database)
  await ledger.book('2026-01-02')
  ledger.isAt('2026-01-05', '09:00')
  const objects = aBucketful({})
  const ports = { ...ledger.ports, objects, templates: async () => templates, fonts: someFonts, workflow: asleep }
  const mailer = { ...ledger.ports.mailer, send: async () => 'never: the renter has no e-mail address' }
  await sendLetter({ ...ports, mailer }, { caseId: await ledger.caseId(), act: 'reminder' })

  const [record] = await ports.renters.all('100001')
  expect(record).toMatchObject({ client: 'BELEGGER-A', person: { surname: 'Verhuist' } })
  const found = await ports.log.load(record?.caseId ?? '')
  const letters = found?.events.flatMap((event) => (event.type === 'ReminderSent' ? [event] : [])) ?? []
  expect(letters).toHaveLength(1)
  for (const { document, sha256: hash } of letters)
    expect(sha256((await objects.get('evidence', document)) ?? '')).toBe(hash)
})
