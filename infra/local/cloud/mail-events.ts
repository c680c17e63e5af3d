import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { readSentMail, type SentMail } from '../emulators/outbox.ts'
import type { Ses } from '../emulators/ses.ts'
import type { EventBus, Queue } from './event-bus.ts'

const keptSchema = z.object({ seq: z.int() }).optional()
/** Messages that Lambda takes from each queue at once. */
const BATCH = 100
const DELIVERY_BATCH = 10
/** As on AWS (`infra/aws/constructs/mail-reports.ts`). */
const BETWEEN_TRIES_MS = 6 * 60_000
export const MAIL_QUEUES = {
  'record-sent-mail': { tries: 5, pauseMs: BETWEEN_TRIES_MS },
  'record-delivery': { tries: 20, pauseMs: BETWEEN_TRIES_MS },
} as const satisfies Record<string, Queue>

/**
 * SES's "Send" and "Delivery" events: each mail that left is reported once or more, in batches, as through EventBridge
 * and a queue on AWS. No server here refuses a mail.
 */
export function openMailEvents(
  database: DatabaseSync,
  { mailFolder, lastMail }: Pick<Ses, 'mailFolder' | 'lastMail'>,
  bus: EventBus,
) {
  database.exec(
    'CREATE TABLE IF NOT EXISTS mail_events (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT',
  )
  const read = database.prepare('SELECT seq FROM mail_events')
  const write = database.prepare('INSERT OR REPLACE INTO mail_events (id, seq) VALUES (1, ?)')

  const reported = () => keptSchema.parse(read.get())?.seq ?? 0

  return {
    /** How many mails have been reported. */
    count: reported,
    /** Sends what was mailed since the last time. */
    async report(): Promise<void> {
      if (lastMail() === reported()) return
      const mails = await readSentMail(mailFolder, reported())
      for (let start = 0; start < mails.length; start += BATCH) {
        const batch = mails.slice(start, start + BATCH)
        bus.send('record-sent-mail', { Records: batch.map((mail) => ({ body: sendEvent(mail) })) })
        const tagged = batch.filter(({ reservation }) => reservation !== undefined)
        for (let first = 0; first < tagged.length; first += DELIVERY_BATCH) {
          const delivered = tagged.slice(first, first + DELIVERY_BATCH)
          bus.send('record-delivery', { Records: delivered.map((mail) => ({ body: deliveryEvent(mail) })) })
        }
        const last = batch.at(-1)
        if (last) write.run(last.seq)
      }
    },
  }
}

const aboutMail = ({ messageId, reservation }: SentMail) => ({
  messageId,
  tags: reservation === undefined ? {} : { reservation: [reservation] },
})

const sendEvent = (mail: SentMail): string =>
  JSON.stringify({
    source: 'aws.ses',
    'detail-type': 'Email Sent',
    detail: { eventType: 'Send', mail: aboutMail(mail) },
  })

const deliveryEvent = (mail: SentMail): string =>
  JSON.stringify({
    source: 'aws.ses',
    'detail-type': 'Email Delivered',
    detail: {
      eventType: 'Delivery',
      mail: aboutMail(mail),
      delivery: {
        timestamp: mail.at.toISOString(),
        smtpResponse: `250 2.1.5 OK, queued as ${mail.seq}`,
        reportingMTA: 'a6-1.smtp-out.eu-west-1.amazonses.com',
      },
    },
  })
