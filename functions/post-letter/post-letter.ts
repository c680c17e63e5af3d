import { z } from 'zod'
import { handle, type Outcome } from '../../shared/cases/handle.ts'
import { CaseStandsElsewhere, type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import {
  type Correspondence,
  claimIdOf,
  letterModel,
  nothingSince,
  personOf,
  proof,
} from '../../shared/correspondence/correspondence.ts'
import { sendByPost, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { dateOf, type IsoInstant, postDay } from '../../shared/domain/calendar.ts'
import type { Act, Sent } from '../../shared/domain/event.ts'

export const postLetterInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Puts the letter that bounced in the post queue (C5). It counts as received on the day that the law presumes.
 *
 * @throws CaseStandsElsewhere when nothing is to be posted
 */
export async function postLetter(
  work: Correspondence,
  { caseId }: z.infer<typeof postLetterInput>,
): Promise<StandingView> {
  const claimed = await handle(work, caseId, { type: 'claim-posting' })
  const act = claimed.state.toPost
  if (claimed.refused || !act) throw new CaseStandsElsewhere(claimed.standing.step)
  const at = claimed.state.claim?.at ?? work.now().toISOString()
  const sent = await dispatch(work, claimed, act, at).catch((error: unknown) => undeliverable(work, caseId, error))
  if (!sent) return viewOf(await handle(work, caseId, { type: 'release-claim', reason: 'overtaken' }))
  return viewOf(await handle(work, caseId, { type: 'confirm-posting', act, sent: proof(act, claimed, sent, at) }))
}

const dispatch = async (work: Correspondence, claimed: Outcome, act: Act, at: IsoInstant): Promise<Sent | null> => {
  const { caseId, state, terms } = claimed
  const person = await personOf(work.renters, claimed)
  const letter = letterModel(act, caseId, state, terms, person, dateOf(at))
  const claim = claimIdOf(caseId, state.claim?.id ?? '')
  return sendByPost(work, { claim, caseId, letter, on: postDay(at), stillStands: nothingSince(work, claimed) })
}
