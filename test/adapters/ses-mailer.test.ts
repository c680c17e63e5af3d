import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { SESClient } from '@aws-sdk/client-ses'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { closeServer, LOOPBACK, portOf } from '../../infra/local/emulators/listen.ts'
import { readSentMail } from '../../infra/local/emulators/outbox.ts'
import { sesClient } from '../../shared/adapters/clients.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { sesMailer } from '../../shared/adapters/ses-mailer.ts'
import { MailRefused, type Notebook, UndeliverableByEmail } from '../../shared/contracts/ports.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { asHandedOver } from '../support/handed-over.ts'
import { localCloud } from '../support/local-cloud.ts'
import { mailerContract } from './mailer.contract.ts'

const FROM = 'incasso@voorbeeld.example'
const TO = 'jansen@voorbeeld.example'
const RAW = Buffer.from(
  [`From: ${FROM}`, `To: ${TO}`, 'Subject: Aanmaning', 'X-Reservation: Z-1-7', '', 'Beste huurder,', ''].join('\r\n'),
)
let database: Database
let notebook: Notebook
let client: SESClient

beforeAll(async () => {
  database = await startDatabase()
  notebook = dynamoNotebook(database.client, await database.newTable())
})
afterEach(() => client.destroy())
afterAll(() => database.stop())

const mailerAt = (endpoint: string, configurationSet?: string) => {
  localCloud({ ses: endpoint })
  client = sesClient()
  return sesMailer(client, notebook, configurationSet)
}

describe('the mailer', () => {
  const { ses, mailFolder } = inject('emulators')

  test('sends the message, and answers the id of SES', async () => {
    const messageId = await mailerAt(ses, 'letters').send(RAW, FROM, TO, 'Z-1-7')

    const [mail] = await readSentMail(mailFolder, 0)
    expect(mail).toMatchObject({ messageId, reservation: 'Z-1-7', to: [TO] })
    expect(asHandedOver(await readFile(mail?.file ?? '')).equals(asHandedOver(RAW))).toBe(true)
  })

  test('knows a mail as sent once SES said so', async () => {
    const mailer = mailerAt(ses)
    expect(await mailer.sentAs('Z-2-7')).toBeNull()

    await notebook.put('mail', 'Z-2-7', { messageId: 'message-1' })

    expect(await mailer.sentAs('Z-2-7')).toBe('message-1')
  })

  test('refuses a reservation that SES would not repeat in its events', async () => {
    await expect(mailerAt(ses).send(RAW, FROM, TO, 'Z 1/7')).rejects.toThrow('Z 1/7')
    expect(await readSentMail(mailFolder, 1)).toEqual([])
  })
})

describe('when SES', () => {
  let requests: URLSearchParams[] = []
  let stop = async () => {}

  /** A SES that gives these answers in turn, and after that takes every mail. */
  const sesThat = async (...answers: ((response: ServerResponse) => void)[]) => {
    requests = []
    const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
      requests.push(new URLSearchParams(await text(incoming)))
      const answer = answers[requests.length - 1] ?? takes
      answer(response)
    }
    const server = createServer((incoming, response) => void serve(incoming, response))
    server.listen(0, LOOPBACK)
    await once(server, 'listening')
    stop = () => {
      server.closeAllConnections()
      return closeServer(server)
    }
    return mailerAt(`http://${LOOPBACK}:${portOf(server)}`, 'letters')
  }
  afterEach(() => stop())

  mailerContract({
    taking: () => sesThat(),
    refusing: () => sesThat(refuses('MessageRejected', `Address blacklisted: ${TO}`)),
    report: (reservation, messageId) => notebook.put('mail', reservation, { messageId }),
  })

  test('is asked, the reservation goes along as a tag, with the configuration set that reports on it', async () => {
    const mailer = await sesThat()

    expect(await mailer.send(RAW, FROM, TO, 'Z-1-7')).toBe('message-1')

    expect(Object.fromEntries(requests[0] ?? [])).toMatchObject({
      Action: 'SendRawEmail',
      Source: FROM,
      'Destinations.member.1': TO,
      'Tags.member.1.Name': 'reservation',
      'Tags.member.1.Value': 'Z-1-7',
      ConfigurationSetName: 'letters',
    })
  })

  test('is too busy, the mail is offered again', async () => {
    const mailer = await sesThat(
      refuses('Throttling', 'Maximum sending rate exceeded.'),
      refuses('Throttling', 'Again.'),
    )

    expect(await mailer.send(RAW, FROM, TO, 'Z-1-7')).toBe('message-1')
    expect(requests).toHaveLength(3)
  })

  test('stays too busy, the mail is given up after five attempts', async () => {
    const busy = refuses('Throttling', 'Maximum sending rate exceeded.')
    const mailer = await sesThat(busy, busy, busy, busy, busy)

    await expect(mailer.send(RAW, FROM, TO, 'Z-1-7')).rejects.toMatchObject({ name: 'MailRefused', code: 'quota' })
    expect(requests).toHaveLength(5)
  })

  test.each([
    ['breaks off', (response: ServerResponse) => void response.destroy()],
    ['fails', refuses('InternalFailure', 'Try again later.', 500)],
    ['is not available', refuses('ServiceUnavailable', 'Try again later.', 503)],
  ])('%s, nobody knows whether the mail left, and it is not offered again', async (_, answer) => {
    const mailer = await sesThat(answer)

    await expect(mailer.send(RAW, FROM, TO, 'Z-1-7')).rejects.not.toBeInstanceOf(UndeliverableByEmail)
    expect(requests).toHaveLength(1)
  })

  test('does not answer, the mail is given up in time', { timeout: 15_000 }, async () => {
    const mailer = await sesThat(() => {})

    await expect(mailer.send(RAW, FROM, TO, 'Z-1-7')).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(requests).toHaveLength(1)
  })

  test.each([
    ['MessageRejected', 'Message contains a virus'],
    ['InvalidParameterValue', 'Local address contains control or whitespace'],
  ])('refuses the message as %s, the letter has to go by post', async (code, message) => {
    const mailer = await sesThat(refuses(code, message))

    await expect(mailer.send(RAW, FROM, TO, 'Z-1-7')).rejects.toThrow(UndeliverableByEmail)
  })

  test.each([
    ['MessageRejected', `Email address is not verified. These identities failed the check: ${FROM}`, 'not-verified'],
    ['MailFromDomainNotVerifiedException', `The MAIL FROM of ${FROM} is not ready`, 'not-verified'],
    ['MessageRejected', `Sending suspended for this account of ${FROM}`, 'paused'],
    ['AccountSendingPausedException', `Sending is paused for ${FROM}`, 'paused'],
    ['ConfigurationSetDoesNotExistException', `no set for ${FROM}`, 'settings'],
  ])(
    'refuses everybody’s mail as %s (%s), it is refused, and the error quotes no address',
    async (name, words, code) => {
      const mailer = await sesThat(refuses(name, words))

      const fault: unknown = await mailer.send(RAW, FROM, TO, 'Z-1-7').catch((error: unknown) => error)

      expect(fault).toBeInstanceOf(MailRefused)
      expect(fault).toMatchObject({ message: 'Z-1-7', code, words })
      expect(JSON.stringify(fault) + String(fault)).not.toContain('voorbeeld.example')
    },
  )

  test('answers what may mean anything, nobody knows whether the mail left, and the fault quotes no address', async () => {
    const mailer = await sesThat(refuses('AccessDenied', `not authorized for ${TO}`))

    const fault: unknown = await mailer.send(RAW, FROM, TO, 'Z-1-7').catch((error: unknown) => error)

    expect(fault).toMatchObject({ name: 'AccessDenied', message: 'SES did not take Z-1-7' })
    expect(JSON.stringify(fault)).not.toContain('voorbeeld.example')
  })
})

const takes = (response: ServerResponse): void => {
  response.end(
    '<SendRawEmailResponse><SendRawEmailResult><MessageId>message-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
  )
}

const refuses =
  (code: string, message: string, status = 400) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'Content-Type': 'text/xml' })
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    )
  }
