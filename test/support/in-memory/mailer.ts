import { type Mailer, MailRefused, UndeliverableByEmail } from '../../../shared/contracts/ports.ts'
import type { MailRefusal } from '../../../shared/domain/closed-lists.ts'

export interface Mail {
  readonly raw: Uint8Array
  readonly from: string
  readonly to: string
  readonly reservation: string
}

/** A mail service in memory: it shows what it sent, and refuses, breaks off or reports when a test says so. */
export function aMailer() {
  const mails: Mail[] = []
  const reported = new Map<string, string>()
  let refuses = false
  let refusesAll: MailRefusal | null = null
  let failure: Error | null = null
  return {
    async send(raw, from, to, reservation) {
      if (failure) throw failure
      if (refusesAll) throw new MailRefused(reservation, refusesAll, `no mail to ${to}`)
      if (refuses) throw new UndeliverableByEmail(reservation)
      mails.push({ raw, from, to, reservation })
      return `message-${mails.length}`
    },
    sentAs: async (reservation) => reported.get(reservation) ?? null,
    mails,
    /** SES says that it sent the mail of a reservation. */
    report: async (reservation: string, messageId: string) => void reported.set(reservation, messageId),
    /** SES refuses every message from now on. */
    refuse() {
      refuses = true
    },
    /** SES refuses everybody's mail, until null says otherwise. */
    refuseAll(code: MailRefusal | null) {
      refusesAll = code
    },
    /** The connection breaks at every message, until null says otherwise. */
    breakOff(error: Error | null) {
      failure = error
    },
  } satisfies Mailer & Record<string, unknown>
}
