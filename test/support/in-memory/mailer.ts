import { type Mailer, UndeliverableByEmail } from '../../../shared/contracts/ports.ts'

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
  let failure: Error | null = null
  return {
    async send(raw, from, to, reservation) {
      if (failure) throw failure
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
    /** The connection breaks at every message, until null says otherwise. */
    breakOff(error: Error | null) {
      failure = error
    },
  } satisfies Mailer & Record<string, unknown>
}
