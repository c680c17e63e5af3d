import type { Conditions } from '../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import { letterOf } from '../../shared/correspondence/renter-letter.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { replay } from '../../shared/domain/history.ts'
import { composeMail } from '../../shared/letters/mail.ts'
import { renderPdf } from '../../shared/letters/pdf.ts'
import { renderLetter } from '../../shared/letters/render.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { someFonts, templates } from '../letters/support.ts'

/** A reminder in a history: what is left of it when the renter is gone. */
type Reminder = Extract<StoredEvent, { type: 'ReminderSent' }>

/** What stays of a case after a purge, and what everybody at the office knows: the registers, and how letters look. */
export interface Left {
  readonly caseId: string
  readonly events: readonly StoredEvent[]
  readonly conditions: Conditions
}

/** Writes the letter that a person of the list would have got in this case. */
async function asWrittenTo(left: Left, sent: Reminder, record: RenterRecord, salt?: string): Promise<Uint8Array> {
  const { caseId, events, conditions } = left
  const state = replay(events.slice(0, sent.seq - 1), sha256)
  if (!state) throw new Error('no case')
  const { letter } = letterOf('reminder', { caseId, state, conditions }, record, dateOf(sent.at))
  if (sent.channel === 'post') return renderPdf(templates, letter, await someFonts(), salt)
  const { name, from } = conditions.organisation
  const { initials, surname, email } = record.person
  return composeMail({
    from: { name, address: from },
    to: { name: `${initials} ${surname}`, address: email },
    ...renderLetter(templates, letter),
    date: new Date(sent.at),
    headers: {
      'X-Case': caseId,
      'X-Letter': 'reminder',
      'X-Reservation': sent.reservation,
      ...(salt !== undefined && { 'X-Salt': salt }),
    },
  })
}

/**
 * The search for whose case it was: writes the reminder to each person of a list, and compares its hash with the one in
 * the history.
 *
 * @returns the numbers of the persons whose letter it is
 */
export async function whoseCase(left: Left, persons: readonly RenterRecord[], salt?: string): Promise<string[]> {
  const sent = left.events.find((event): event is Reminder => event.type === 'ReminderSent')
  if (!sent) throw new Error('no reminder')
  const found: string[] = []
  for (const record of persons)
    if (sha256(await asWrittenTo(left, sent, record, salt)) === sent.sha256) found.push(record.renter)
  return found
}
