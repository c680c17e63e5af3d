import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { simpleParser } from 'mailparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { publish } from '../../../infra/local/adapters/surroundings.ts'
import { readSentMail } from '../../../infra/local/emulators/outbox.ts'
import { openSes, type Ses } from '../../../infra/local/emulators/ses.ts'
import { asHandedOver } from '../../support/handed-over.ts'
import { temporaryFolder } from './temporary-folder.ts'

const INBOX_SIZE = 200
const inboxSchema = z.object({ emails: z.array(z.object({ messageId: z.string(), subject: z.string() })) })
let data: Awaited<ReturnType<typeof temporaryFolder>>
let ses: Ses

beforeAll(async () => {
  data = await temporaryFolder()
  ses = await openSes(data.folder)
  publish({ now: () => Date.parse(AT) })
})
afterAll(async () => {
  publish({ now: Date.now })
  await ses.close()
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
/** As a program of another process would. */
const client = () =>
  new SESClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: ses.url,
  })
const send = async (raw: Uint8Array): Promise<string> =>
  (await client().send(new SendRawEmailCommand({ RawMessage: { Data: raw } }))).MessageId ?? ''
const shown = async () => inboxSchema.parse(await (await fetch(`${ses.url}/store`)).json()).emails

describe('SES in the embedded cloud', () => {
  it('has a mail on disk when it acknowledges it, with a Date and a Message-ID of its own and else byte for byte', async () => {
    const raw = await demand('reservation-1')
    const messageId = await send(raw)
    const [mail] = await readSentMail(ses.mailFolder, 0)
    expect(mail).toEqual({
      seq: 1,
      messageId,
      file: join(ses.mailFolder, `000001-${messageId}.eml`),
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
    const [mail] = await readSentMail(ses.mailFolder, 0)
    expect(await shown()).toMatchObject([{ messageId: mail?.messageId, subject: 'Aanmaning reservation-1' }])
    const page = await fetch(`${ses.url}/`)
    expect(await page.text()).toContain('<html')
  })

  it('gives each mail its own number and id, in order, also when many are sent at once', async () => {
    const raws = await Promise.all(Array.from({ length: INBOX_SIZE + 60 }, (_, index) => demand(`many-${index}`)))
    const ids: string[] = []
    for (let from = 0; from < raws.length; from += 20) {
      ids.push(...(await Promise.all(raws.slice(from, from + 20).map(send))))
    }
    const mails = await readSentMail(ses.mailFolder, 1)
    expect(mails.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 2))
    expect(new Set(mails.map(({ messageId }) => messageId))).toEqual(new Set(ids))
    expect(new Set(mails.map(({ reservation }) => reservation)).size).toBe(ids.length)
  })

  it('holds the last mails in memory and no more', async () => {
    const last = (await readSentMail(ses.mailFolder, 0)).slice(-INBOX_SIZE)
    expect(new Set((await shown()).map(({ messageId }) => messageId))).toEqual(
      new Set(last.map(({ messageId }) => messageId)),
    )
  })

  it('shows them again after a crash, and goes on with the next number', async () => {
    const before = await shown()
    await ses.close()
    // What a crash in the middle of writing a mail leaves.
    await writeFile(join(ses.mailFolder, '000262-half.eml.part'), 'From: a')
    ses = await openSes(data.folder)
    const order = (mails: { messageId: string }[]) => mails.map(({ messageId }) => messageId).sort()
    expect(order(await shown())).toEqual(order(before))
    const messageId = await send(await demand('after'))
    expect(await readSentMail(ses.mailFolder, INBOX_SIZE + 61)).toMatchObject([
      { seq: INBOX_SIZE + 62, messageId, reservation: 'after' },
    ])
    expect((await readdir(ses.mailFolder)).filter((name) => !name.endsWith('.eml'))).toEqual([])
  })

  it('refuses a mail that it would not keep as it was sent', async () => {
    const before = await shown()
    const simple = client().send(
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
