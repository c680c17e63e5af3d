import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { simpleParser } from 'mailparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CLOCK_HEADER } from '../../../infra/local/adapters/clock-header.ts'
import { readSentMail } from '../../../infra/local/emulators/outbox.ts'
import { asHandedOver } from '../../support/handed-over.ts'
import { type RunningEmulators, runningEmulators, temporaryFolder } from './running-emulators.ts'

const INBOX_SIZE = 200
const inboxSchema = z.object({ emails: z.array(z.object({ messageId: z.string(), subject: z.string() })) })
let data: Awaited<ReturnType<typeof temporaryFolder>>
let running: RunningEmulators

beforeAll(async () => {
  data = await temporaryFolder()
  running = await runningEmulators(data.folder)
})
afterAll(async () => {
  await running.emulators.stop()
  await data.remove()
})

const demand = (reservation: string) =>
  new MailComposer({
    from: { name: 'Vastgoed Voorbeeld', address: 'incasso@voorbeeld.example' },
    to: [{ name: 'Jánsen, A.', address: 'jansen@voorbeeld.example' }, 'tweede@voorbeeld.example'],
    subject: `Aanmaning ${reservation}`,
    text: 'U hebt een huurachterstand. één twee',
    html: '<p>U hebt een huurachterstand.</p>',
    attachments: [{ filename: 'brief.pdf', content: Buffer.alloc(20_000, 7) }],
    headers: { 'X-Case': 'CASE-000001', 'X-Letter': 'demand', 'X-Reservation': reservation },
  })
    .compile()
    .build()

const AT = '2026-03-05T08:00:00.000Z'
async function send(raw: Uint8Array): Promise<string> {
  const command = new SendRawEmailCommand({ RawMessage: { Data: raw } })
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers[CLOCK_HEADER] = AT
      return next(args)
    },
    { step: 'build' },
  )
  return (await running.ses.send(command)).MessageId ?? ''
}
const shown = async () =>
  inboxSchema.parse(await (await fetch(`${running.emulators.endpoints.ses}/store`)).json()).emails

describe('SES in the embedded cloud', () => {
  it('has a mail on disk when it acknowledges it, with a Date and a Message-ID of its own and else byte for byte', async () => {
    const raw = await demand('reservation-1')
    const messageId = await send(raw)
    const [mail] = await readSentMail(running.emulators.mailFolder, 0)
    expect(mail).toEqual({
      seq: 1,
      messageId,
      file: join(running.emulators.mailFolder, `000001-${messageId}.eml`),
      caseId: 'CASE-000001',
      letter: 'demand',
      reservation: 'reservation-1',
      at: new Date(AT),
      to: ['jansen@voorbeeld.example', 'tweede@voorbeeld.example'],
    })
    const passedOn = await readFile(mail?.file ?? '')
    expect(asHandedOver(passedOn).equals(asHandedOver(raw))).toBe(true)
    const { messageId: header, date } = await simpleParser(passedOn)
    expect(header).toBe(`<${messageId}@eu-west-1.amazonses.com>`)
    expect(date).toEqual(new Date(AT))
    expect(passedOn.toString()).not.toContain((await simpleParser(raw)).messageId)
  })

  it('shows it in the web inbox under the same id', async () => {
    const [mail] = await readSentMail(running.emulators.mailFolder, 0)
    expect(await shown()).toMatchObject([{ messageId: mail?.messageId, subject: 'Aanmaning reservation-1' }])
    const page = await fetch(`${running.emulators.endpoints.ses}/`)
    expect(await page.text()).toContain('<html')
  })

  it('gives each mail its own number and id, in order, also when many are sent at once', async () => {
    const raws = await Promise.all(Array.from({ length: INBOX_SIZE + 60 }, (_, index) => demand(`many-${index}`)))
    const ids: string[] = []
    for (let from = 0; from < raws.length; from += 20) {
      ids.push(...(await Promise.all(raws.slice(from, from + 20).map(send))))
    }
    const mails = await readSentMail(running.emulators.mailFolder, 1)
    expect(mails.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 2))
    expect(new Set(mails.map(({ messageId }) => messageId))).toEqual(new Set(ids))
    expect(new Set(mails.map(({ reservation }) => reservation)).size).toBe(ids.length)
  })

  it('holds the last mails in memory and no more', async () => {
    const last = (await readSentMail(running.emulators.mailFolder, 0)).slice(-INBOX_SIZE)
    expect(new Set((await shown()).map(({ messageId }) => messageId))).toEqual(
      new Set(last.map(({ messageId }) => messageId)),
    )
  })

  it('shows them again after a crash, and goes on with the next number', async () => {
    const before = await shown()
    running.emulators.kill()
    // What a crash in the middle of writing a mail leaves.
    await writeFile(join(running.emulators.mailFolder, '000262-half.eml.part'), 'From: a')
    running = await runningEmulators(data.folder)
    const order = (mails: { messageId: string }[]) => mails.map(({ messageId }) => messageId).sort()
    expect(order(await shown())).toEqual(order(before))
    const messageId = await send(await demand('after'))
    expect(await readSentMail(running.emulators.mailFolder, INBOX_SIZE + 61)).toMatchObject([
      { seq: INBOX_SIZE + 62, messageId, reservation: 'after' },
    ])
    expect((await readdir(running.emulators.mailFolder)).filter((name) => !name.endsWith('.eml'))).toEqual([])
  })

  it('refuses a mail that it would not keep as it was sent', async () => {
    const before = await shown()
    const simple = running.ses.send(
      new SendEmailCommand({
        Source: 'a@a.example',
        Destination: { ToAddresses: ['b@b.example'] },
        Message: { Subject: { Data: 'x' }, Body: { Text: { Data: 'y' } } },
      }),
    )
    await expect(simple).rejects.toMatchObject({ name: 'InvalidAction' })
    expect(await shown()).toEqual(before)
  })
})
