import { z } from 'zod'
import { bringUpToDate, type CasePorts, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import type { Mailer } from '../../shared/contracts/ports.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { reservationIdOf } from '../../shared/correspondence/correspondence.ts'
import { leftAfterAll, postKey } from '../../shared/correspondence/dispatch.ts'
import { proof, saidIn } from '../../shared/correspondence/renter-letter.ts'
import { dateOf, postDay } from '../../shared/domain/calendar.ts'
import type { Command } from '../../shared/domain/command.ts'
import type { AgencyMessage, Letter, Sent } from '../../shared/domain/event.ts'
import { askQuestion } from '../../shared/questions/questions.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

export interface SettlingPorts extends CasePorts {
  readonly mailer: Pick<Mailer, 'sentAs'>
  readonly renters: Pick<RenterStore, 'get'>
  readonly objects: Pick<ObjectsFor<'evidence read' | 'post read'>, 'exists' | 'get'>
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'get' | 'put'>
}

export const settleReservationInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Settles an act that was reserved but never confirmed, because something broke off in between: confirmed when SES
 * reported the mail as sent or the letter lies in the post queue; else released, so that it is done again. Never
 * repeated blindly (invariant 3): where a mail was ready to leave and SES is silent, or the copy of one that left is
 * missing (C6), a person is asked to look.
 */
export async function settleReservation(
  ports: SettlingPorts,
  { caseId }: z.infer<typeof settleReservationInput>,
): Promise<StandingView> {
  const found = await bringUpToDate(ports, caseId)
  const { reservation } = found.state
  if (!reservation) return viewOf(found)
  const sent = (await sentByEmail(ports, caseId, reservation)) ?? (await sentByPost(ports, caseId, reservation))
  if (!sent && (await mayHaveLeft(ports, caseId, reservation))) await askWhetherTwice(ports, caseId, found.state.client)
  const command: Command = sent
    ? await confirm(ports, found, reservation, sent)
    : { type: 'release-reservation', reason: 'not-sent' }
  const settled = await changeCase(ports, caseId, command)
  if (sent) await leftAfterAll(ports, caseId, reservation.act)
  return viewOf(settled)
}

type Reservation = NonNullable<Outcome['state']['reservation']>

/** The copy of a mail, which is kept before the mail leaves. */
const emailKey = (caseId: string, reservation: Reservation): string =>
  `letters/${caseId}/${reservationIdOf(caseId, reservation.id)}.eml`

const mayHaveLeft = async ({ mailer, objects }: SettlingPorts, caseId: string, reservation: Reservation) =>
  (await objects.exists('evidence', emailKey(caseId, reservation))) ||
  (await mailer.sentAs(reservationIdOf(caseId, reservation.id))) !== null

async function askWhetherTwice(ports: SettlingPorts, caseId: string, client: string): Promise<void> {
  const question: Question = { about: 'letter', reason: 'sent-again', caseId, client, at: ports.now().toISOString() }
  await askQuestion(ports, `${caseId}-again`, question)
}

async function sentByEmail(ports: SettlingPorts, caseId: string, reservation: Reservation): Promise<Sent | null> {
  const reservationId = reservationIdOf(caseId, reservation.id)
  const messageId = await ports.mailer.sentAs(reservationId)
  if (messageId === null) return null
  const document = emailKey(caseId, reservation)
  const raw = await ports.objects.get('evidence', document)
  return raw && { reservation: reservationId, channel: 'email', document, sha256: sha256(raw), messageId }
}

async function sentByPost(ports: SettlingPorts, caseId: string, reservation: Reservation): Promise<Sent | null> {
  const reservationId = reservationIdOf(caseId, reservation.id)
  const pdf = await ports.objects.get('post', postKey(postDay(reservation.at), reservationId))
  const document = `letters/${caseId}/${reservationId}.pdf`
  return pdf && { reservation: reservationId, channel: 'post', document, sha256: sha256(pdf), messageId: null }
}

async function confirm(
  { renters }: SettlingPorts,
  found: Outcome,
  reservation: Reservation,
  sent: Sent,
): Promise<Command> {
  if (reservation.act.startsWith('agency-'))
    return { type: 'confirm-message', message: reservation.act.slice('agency-'.length) as AgencyMessage, sent }
  const posting = reservation.act.startsWith('post-')
  const act = (posting ? reservation.act.slice('post-'.length) : reservation.act) as Letter
  const record = found.renter === null ? null : await renters.get(found.renter, found.state.client)
  const on = dateOf(reservation.at)
  const said = saidIn(act, found, record?.person ?? null, on)
  return { type: posting ? 'confirm-posting' : 'confirm-act', act, sent: proof(said, sent, reservation.at) }
}
