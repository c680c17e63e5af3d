import { z } from 'zod'
import { handle, type Outcome } from '../../shared/cases/handle.ts'
import { CaseStandsElsewhere, type StandingView, viewAt } from '../../shared/cases/standing-view.ts'
import { UndeliverableByEmail } from '../../shared/contracts/ports.ts'
import {
  type Correspondence,
  claimIdOf,
  letterModel,
  nothingSince,
  personOf,
  proof,
} from '../../shared/correspondence/correspondence.ts'
import { sendByEmail, sendByPost, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { dateOf, postDay } from '../../shared/domain/calendar.ts'
import { ACTS, type Act, type SentToRenter } from '../../shared/domain/event.ts'

export const sendLetterInput = z.strictObject({ caseId: z.string().min(1), act: z.enum(ACTS) })

/** Where the main line goes on after each act. */
const NEXT = { reminder: 'demand', demand: 'notice', notice: 'signal' } as const

/**
 * Sends a reminder, demand or notice: claims the act, sends the letter as it is kept, confirms (process.md §2; C2, C5, C6).
 * An act that was claimed before and never confirmed is not repeated here: the machine settles it first.
 *
 * @throws CaseStandsElsewhere when the act is not due now, or something overtook it
 */
export async function sendLetter(
  work: Correspondence,
  { caseId, act }: z.infer<typeof sendLetterInput>,
): Promise<StandingView> {
  const claimed = await handle(work, caseId, { type: 'claim-act', act }, { unlisted: true })
  if (claimed.refused) return viewAt(claimed, [NEXT[act]])
  const sent = await dispatch(work, claimed, act).catch((error: unknown) => undeliverable(work, caseId, error))
  if (!sent) {
    await handle(work, caseId, { type: 'release-claim', reason: 'overtaken' })
    throw new CaseStandsElsewhere('overtaken')
  }
  return viewAt(await handle(work, caseId, { type: 'confirm-act', act, sent }, { from: claimed }), [NEXT[act]])
}

/** By e-mail where there is an address that works, else by post (C5); null when a fact came in between (invariant 2). */
async function dispatch(work: Correspondence, claimed: Outcome, act: Act): Promise<SentToRenter | null> {
  const { caseId, state, terms } = claimed
  const person = await personOf(work.renters, claimed)
  const at = state.claim?.at ?? work.now().toISOString()
  const claim = claimIdOf(caseId, state.claim?.id ?? '')
  const letter = letterModel(act, caseId, state, terms, person, dateOf(at))
  const stillStands = nothingSince(work, claimed)
  if (person.email !== '' && !state.emailBounced) {
    try {
      const sent = await sendByEmail(work, { claim, caseId, letter, to: person, terms, stillStands })
      return sent && proof(act, claimed, sent, at)
    } catch (error) {
      if (!(error instanceof UndeliverableByEmail)) throw error
    }
  }
  const sent = await sendByPost(work, { claim, caseId, letter, on: postDay(at), stillStands })
  return sent && proof(act, claimed, sent, at)
}
