import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { readSentMail } from '../emulators/outbox.ts'
import type { EventBus } from './event-bus.ts'

const keptSchema = z.object({ seq: z.int() }).optional()
/** Messages that Lambda takes from the queue at once. */
const BATCH = 100

/**
 * SES's "Send" events: each mail that left is reported once or more, in batches, as through EventBridge and a queue on
 * AWS.
 */
export function openMailEvents(database: DatabaseSync, folder: string, bus: EventBus) {
  database.exec(
    'CREATE TABLE IF NOT EXISTS mail_events (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT',
  )
  const read = database.prepare('SELECT seq FROM mail_events')
  const write = database.prepare('INSERT OR REPLACE INTO mail_events (id, seq) VALUES (1, ?)')
  let seen = -1

  const reported = () => keptSchema.parse(read.get())?.seq ?? 0

  return {
    /** How many mails have been reported. */
    count: reported,
    /** Sends what was mailed since the last time; true when there was anything. */
    async report(): Promise<boolean> {
      const changed = statSync(folder).mtimeMs
      if (changed === seen) return false
      const mails = await readSentMail(folder, reported())
      for (let start = 0; start < mails.length; start += BATCH) {
        const batch = mails.slice(start, start + BATCH)
        bus.send('record-sent-mail', {
          Records: batch.map(({ messageId, reservation }) => ({ body: sendEvent(messageId, reservation) })),
        })
        const last = batch.at(-1)
        if (last) write.run(last.seq)
      }
      seen = changed
      return mails.length > 0
    },
  }
}

const sendEvent = (messageId: string, reservation: string | undefined): string =>
  JSON.stringify({
    source: 'aws.ses',
    'detail-type': 'Email Sent',
    detail: {
      eventType: 'Send',
      mail: { messageId, tags: reservation === undefined ? {} : { reservation: [reservation] } },
    },
  })
