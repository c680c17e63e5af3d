import { expect, test } from 'vitest'
import { sendByEmail, sendByPost } from '../../shared/correspondence/dispatch.ts'
import { keepOnce } from '../../shared/runtime/keep-once.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { aReminder } from '../letters/support.ts'
import { at } from '../support/case-builder.ts'
import { aWorld } from '../support/in-memory/world.ts'

const ORDER = {
  reservation: 'VS-234567896-4',
  caseId: 'VS-234567896',
  letter: aReminder(),
  stillStands: async () => true,
}

test('invariant 3: a mail that broke off after it was kept leaves as it was kept, once', async () => {
  let now = at('2026-03-05')
  const ports = await aWorld(() => new Date(now))
  const conditions = await ports.registers.conditions('BELEGGER-A', '0363')
  const order = {
    ...ORDER,
    act: 'reminder' as const,
    conditions,
    to: { surname: 'Bos', initials: 'A.', email: 'bos@huis.example' },
  }
  ports.mailer.breakOff(new Error('the machine stopped'))
  await expect(sendByEmail(ports, order)).rejects.toThrow('the machine stopped')
  const kept = ports.objects.text('evidence', 'letters/VS-234567896/VS-234567896-4.eml')
  expect(kept).toMatch(/^X-Salt: [0-9a-f]{32}\r$/m)

  ports.mailer.breakOff(null)
  now = at('2026-03-05T09:05')
  const sent = await sendByEmail(ports, order)
  expect(ports.mailer.mails.map(({ raw }) => Buffer.from(raw).toString())).toEqual([kept])
  expect(sent).toMatchObject({ sha256: sha256(kept), messageId: 'message-1' })
})

test('invariant 3: and so does a letter by post', async () => {
  const ports = await aWorld(() => new Date(at('2026-03-05')))
  const order = { ...ORDER, on: '2026-03-05' }
  const sent = await sendByPost(ports, order)
  const again = await sendByPost(ports, order)
  expect(again).toEqual(sent)
  const [kept, posted] = await Promise.all([
    ports.objects.get('evidence', sent?.document ?? ''),
    ports.objects.get('post', '2026-03-05/VS-234567896-4.pdf'),
  ])
  expect(posted).toEqual(kept)
  expect(sha256(kept ?? '')).toBe(sent?.sha256)
})

test('what two keep at once is what the first one kept', async () => {
  const { objects } = await aWorld(() => new Date(at('2026-03-05')))
  const keep = () => keepOnce(objects, 'letters/a', 'text/plain', async (salt) => new TextEncoder().encode(salt))
  const [one, other] = await Promise.all([keep(), keep()])
  expect(one).toEqual(other)
  expect(await objects.get('evidence', 'letters/a')).toEqual(one)
})
