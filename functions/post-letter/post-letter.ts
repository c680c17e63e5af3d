import { z } from 'zod'
import { changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { CaseStandsElsewhere, type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import {
  nothingSince,
  type PostalPorts,
  recordOf,
  reservationIdOf,
} from '../../shared/correspondence/correspondence.ts'
import { leftAfterAll, sendByPost, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { letterOf, proof } from '../../shared/correspondence/renter-letter.ts'
import { dateOf, type IsoInstant, postDay } from '../../shared/domain/calendar.ts'
import type { Letter, SentToRenter } from '../../shared/domain/event.ts'

export const postLetterInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Puts the letter that bounced in the post queue (C5). It counts as received on the day that the law presumes.
 *
 * @throws CaseStandsElsewhere when nothing is to be posted
 */
export async function postLetter(
  ports: PostalPorts,
  { caseId }: z.infer<typeof postLetterInput>,
): Promise<StandingView> {
  const reserved = await changeCase(ports, caseId, { type: 'reserve-posting' })
  const act = reserved.state.toPost?.act
  if (reserved.refused || !act) throw new CaseStandsElsewhere(reserved.standing.step)
  const at = reserved.state.reservation?.at ?? ports.now().toISOString()
  const sent = await dispatch(ports, reserved, act, at).catch((error: unknown) => undeliverable(ports, caseId, error))
  if (!sent) return viewOf(await changeCase(ports, caseId, { type: 'release-reservation', reason: 'overtaken' }))
  const confirmed = await changeCase(ports, caseId, { type: 'confirm-posting', act, sent })
  await leftAfterAll(ports, caseId, `post-${act}`)
  return viewOf(confirmed)
}

const dispatch = async (
  ports: PostalPorts,
  reserved: Outcome,
  act: Letter,
  at: IsoInstant,
): Promise<SentToRenter | null> => {
  const { caseId, state } = reserved
  const record = await recordOf(ports.renters, reserved)
  const { letter, said } = letterOf(act, reserved, record, dateOf(at))
  const reservation = reservationIdOf(caseId, state.reservation?.id ?? '')
  const stillStands = nothingSince(ports, reserved)
  const sent = await sendByPost(ports, { reservation, caseId, letter, on: postDay(at), stillStands })
  return sent && proof(said, sent, at)
}
