import { z } from 'zod'
import { changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { CaseStandsElsewhere, type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import {
  letterModel,
  nothingSince,
  type PostalPorts,
  proof,
  recordOf,
  reservationIdOf,
} from '../../shared/correspondence/correspondence.ts'
import { leftAfterAll, sendByPost, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { dateOf, type IsoInstant, postDay } from '../../shared/domain/calendar.ts'
import type { Letter, Sent } from '../../shared/domain/event.ts'

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
  const proven = proof(act, reserved, sent, at)
  const confirmed = await changeCase(ports, caseId, { type: 'confirm-posting', act, sent: proven })
  await leftAfterAll(ports, caseId, `post-${act}`)
  return viewOf(confirmed)
}

const dispatch = async (ports: PostalPorts, reserved: Outcome, act: Letter, at: IsoInstant): Promise<Sent | null> => {
  const { caseId, state, conditions } = reserved
  const record = await recordOf(ports.renters, reserved)
  const letter = letterModel(act, caseId, state, conditions, record, dateOf(at))
  const reservation = reservationIdOf(caseId, state.reservation?.id ?? '')
  return sendByPost(ports, { reservation, caseId, letter, on: postDay(at), stillStands: nothingSince(ports, reserved) })
}
