import { z } from 'zod'
import { type Correspondence, claimIdOf, listed, nothingSince, personOf } from '../../shared/casework/correspondence.ts'
import { sendByEmail } from '../../shared/casework/dispatch.ts'
import { handle, type Outcome } from '../../shared/casework/handle.ts'
import { CaseStandsElsewhere, type StandingView, viewOf } from '../../shared/casework/standing-view.ts'
import { openCents } from '../../shared/domain/arrears.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { ACTS, type AgencyMessage } from '../../shared/domain/event.ts'
import type { LetterModel } from '../../shared/letters/model.ts'

export const informAgencyInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Hands the case over to the collection agency, or tells it to pause, resume or stop: whatever it should know by now,
 * once (F3, U1, K1). The agency never learns why.
 *
 * @throws CaseStandsElsewhere when there is nothing to tell
 */
export async function informAgency(
  work: Correspondence,
  { caseId }: z.infer<typeof informAgencyInput>,
): Promise<StandingView> {
  let claimed = await handle(work, caseId, { type: 'claim-message' })
  if (claimed.event?.type === 'HandedOver') claimed = await handle(work, caseId, { type: 'claim-message' })
  const act = claimed.state.claim?.act
  const agency = claimed.terms.client.collectionAgency
  if (claimed.refused || !agency || !act?.startsWith('agency-')) throw new CaseStandsElsewhere(claimed.standing.step)
  const message = act.slice('agency-'.length) as AgencyMessage
  const sent = await sendByEmail(work, {
    claim: claimIdOf(caseId, claimed.state.claim?.id ?? ''),
    caseId,
    letter: await agencyLetter(work, claimed, message, agency.name),
    to: { surname: agency.name, initials: '', email: agency.email },
    terms: claimed.terms,
    stillStands: nothingSince(work, claimed),
  })
  if (!sent) return viewOf(await handle(work, caseId, { type: 'release-claim', reason: 'overtaken' }))
  return viewOf(await handle(work, caseId, { type: 'confirm-message', message, sent }))
}

async function agencyLetter(
  work: Correspondence,
  claimed: Outcome,
  message: AgencyMessage,
  agency: string,
): Promise<LetterModel> {
  const { caseId, state, terms } = claimed
  const on = dateOf(work.now().toISOString())
  const about = {
    caseId,
    date: on,
    organisation: terms.organisation,
    client: { name: terms.client.name },
    agency: { name: agency },
  }
  switch (message) {
    case 'pause':
      return { kind: 'agency-pause', ...about, pauseUntil: state.suspension?.until ?? on }
    case 'resume':
      return { kind: 'agency-resume', ...about }
    case 'stop':
      return { kind: 'agency-stop', ...about }
    case 'handover': {
      const items = listed(state.items, on).filter((item) => !item.disputed)
      return {
        kind: 'agency-handover',
        ...about,
        renter: await personOf(work.renters, claimed),
        items: items.map((item) => ({ ...item, openCents: openCents(item) })),
        totalCents: items.reduce((sum, item) => sum + openCents(item), 0),
        lettersSent: ACTS.flatMap((kind) => {
          const letter = state.letters[kind]
          return letter ? [{ kind, sentOn: letter.on }] : []
        }),
      }
    }
  }
}
