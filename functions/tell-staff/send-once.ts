import { randomUUID } from 'node:crypto'
import { type Mailer, MailRefused, UndeliverableByEmail } from '../../shared/contracts/ports.ts'
import type { Organisation } from '../../shared/contracts/registers.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { mailStaff, type StaffMail, type StaffMailPorts } from '../../shared/correspondence/staff-mail.ts'
import { type IsoInstant, plusMinutes } from '../../shared/domain/calendar.ts'

export interface SendingPorts extends StaffMailPorts {
  readonly notebook: Pick<NotebookFor<'staff-mail read' | 'staff-mail put'>, 'put' | 'reserve'>
  readonly mailer: StaffMailPorts['mailer'] & Pick<Mailer, 'sentAs'>
}

/**
 * How long the mail service gets to report that it sent a mail that broke off. Less than the three minutes of the last
 * attempt of an asynchronous call: a mail to staff that comes twice does less harm than one that does not come.
 */
const REPORTED_MINUTES = 2

/** Another call sends the mail, or broke off while it did, and nobody knows yet whether the mail left. */
export class StaffMailUnsettled extends Error {
  override readonly name = 'StaffMailUnsettled'
}

interface Sending {
  readonly owner: string
  readonly until: IsoInstant
  readonly lines: string[]
}

/** A mail of a day, or of a week. */
export interface OnceOnly {
  /** Under which it is sent once. */
  readonly id: string
  readonly reservation: string
  readonly to: string
  readonly letter: StaffMail
  readonly kind: string
  /** Up to when it tells. */
  readonly until: IsoInstant
  /** How its lines are known in the next one. */
  readonly lines: readonly string[]
}

/**
 * Sends a mail once. It is reserved before it leaves, and counts as done only when it left: one that was refused is
 * sent by the next call, and one that broke off once the mail service had the time to say that it left.
 *
 * @param whenLeft notes the lines that left, before anything else; safe to run twice
 * @returns whether this call sent it
 * @throws MailRefused or UndeliverableByEmail when the mail service refuses it, StaffMailUnsettled, or another error
 * when it is not known whether the mail left
 */
export async function sendOnce(
  ports: SendingPorts,
  organisation: Organisation,
  mail: OnceOnly,
  whenLeft: (lines: readonly string[]) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const { id, to, letter, until, lines, reservation, kind } = mail
  const mine: Sending = { owner: randomUUID(), until, lines: [...lines] }
  const left = async (sending: Sending) => {
    await whenLeft(sending.lines)
    await ports.notebook.put('staff-mail', id, { ...sending, left: true })
  }
  const { owner, until: theirs, lines: told = [], left: done } = await ports.notebook.reserve('staff-mail', id, mine)
  if (owner !== mine.owner) {
    if (done) return false
    if (owner !== undefined && theirs !== undefined) {
      if ((await ports.mailer.sentAs(reservation)) !== null) {
        await left({ owner, until: theirs, lines: told })
        return false
      }
      if (plusMinutes(theirs, REPORTED_MINUTES) > until) throw new StaffMailUnsettled(reservation)
    }
    await ports.notebook.put('staff-mail', id, mine)
  }
  try {
    await mailStaff(ports, organisation, to, letter, { reservation, kind })
  } catch (error) {
    if (error instanceof MailRefused || error instanceof UndeliverableByEmail)
      await ports.notebook.put('staff-mail', id, {})
    throw error
  }
  await left(mine)
  return true
}
