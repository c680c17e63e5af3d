import { z } from 'zod'
import { changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { CaseStandsElsewhere, type StandingView, viewAt, viewOf } from '../../shared/cases/standing-view.ts'
import { UndeliverableByEmail } from '../../shared/contracts/ports.ts'
import {
  type EmailPorts,
  nothingSince,
  type PostalPorts,
  recordOf,
  reservationIdOf,
} from '../../shared/correspondence/correspondence.ts'
import { leftAfterAll, sendByEmail, sendByPost, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { letterOf, proof } from '../../shared/correspondence/renter-letter.ts'
import { dateOf, postDay } from '../../shared/domain/calendar.ts'
import { LETTERS, type Letter, type SentToRenter } from '../../shared/domain/event.ts'

export const sendLetterInput = z.strictObject({ caseId: z.string().min(1), act: z.enum(LETTERS) })

/** Where the main line goes on after each act. */
const NEXT = { reminder: 'demand', demand: 'notice', notice: 'signal' } as const
const viewAfter = (act: Letter, outcome: Outcome): StandingView =>
  act === 'follow-up' ? viewOf(outcome) : viewAt(outcome, [NEXT[act]])

/**
 * Sends a reminder, demand, notice or follow-up: reserves the act, sends the letter as it is kept, confirms (C2, C5,
 * C6). An act that was reserved before and never confirmed is not repeated here: the machine settles it first.
 *
 * @throws CaseStandsElsewhere when the act is not due now, or something overtook it
 */
export async function sendLetter(
  ports: EmailPorts & PostalPorts,
  { caseId, act }: z.infer<typeof sendLetterInput>,
): Promise<StandingView> {
  const reserved = await changeCase(ports, caseId, { type: 'reserve-act', act }, { unlisted: true })
  if (reserved.refused) return viewAfter(act, reserved)
  const sent = await dispatch(ports, reserved, act).catch((error: unknown) => undeliverable(ports, caseId, error))
  if (!sent) {
    await changeCase(ports, caseId, { type: 'release-reservation', reason: 'overtaken' })
    throw new CaseStandsElsewhere('overtaken')
  }
  const confirmed = await changeCase(ports, caseId, { type: 'confirm-act', act, sent }, { from: reserved })
  await leftAfterAll(ports, caseId, act)
  return viewAfter(act, confirmed)
}

/**
 * By e-mail where there is an address that works, else by post (C5); null when a fact came in between (invariant 2).
 */
async function dispatch(ports: EmailPorts & PostalPorts, reserved: Outcome, act: Letter): Promise<SentToRenter | null> {
  const { caseId, state, conditions } = reserved
  const record = await recordOf(ports.renters, reserved)
  const at = state.reservation?.at ?? ports.now().toISOString()
  const reservation = reservationIdOf(caseId, state.reservation?.id ?? '')
  const { letter, said } = letterOf(act, reserved, record, dateOf(at))
  const stillStands = nothingSince(ports, reserved)
  const { person } = record
  if (person.email !== '' && !state.emailBounced) {
    try {
      const sent = await sendByEmail(ports, { reservation, caseId, letter, to: person, conditions, stillStands })
      return sent && proof(said, sent, at)
    } catch (error) {
      if (!(error instanceof UndeliverableByEmail)) throw error
    }
  }
  const sent = await sendByPost(ports, { reservation, caseId, letter, on: postDay(at), stillStands })
  return sent && proof(said, sent, at)
}
