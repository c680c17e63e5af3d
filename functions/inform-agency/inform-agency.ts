import { z } from 'zod'
import { handle, type Outcome } from '../../shared/cases/handle.ts'
import { CaseStandsElsewhere, type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import {
  type Correspondence,
  claimIdOf,
  listed,
  nothingSince,
  personOf,
} from '../../shared/correspondence/correspondence.ts'
import { sendByEmail, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { openCents } from '../../shared/domain/arrears.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { ACTS, type AgencyMessage, type Sent } from '../../shared/domain/event.ts'
import { pauseEnd } from '../../shared/domain/standing.ts'
import type { LetterModel } from '../../shared/letters/model.ts'
import { type Agency, recipient } from './recipient.ts'

export const informAgencyInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Hands the case over to the collection agency, or tells it to pause, resume or stop: whatever it should know by now,
 * once (F3, U1, C8, K1). The agency never learns why.
 *
 * @throws CaseStandsElsewhere when there is nothing to tell
 * @throws AgencyUnknown when nobody knows who has the case
 */
export async function informAgency(
  work: Correspondence,
  { caseId }: z.infer<typeof informAgencyInput>,
): Promise<StandingView> {
  let claimed = await handle(work, caseId, { type: 'claim-message' })
  if (claimed.event?.type === 'HandedOver') claimed = await handle(work, caseId, { type: 'claim-message' })
  const act = claimed.state.claim?.act
  if (claimed.refused || !act?.startsWith('agency-')) throw new CaseStandsElsewhere(claimed.standing.step)
  const message = act.slice('agency-'.length) as AgencyMessage
  const sent = await dispatch(work, claimed, message).catch((error: unknown) => undeliverable(work, caseId, error))
  if (!sent) return viewOf(await handle(work, caseId, { type: 'release-claim', reason: 'overtaken' }))
  return viewOf(await handle(work, caseId, { type: 'confirm-message', message, sent }))
}

async function dispatch(work: Correspondence, claimed: Outcome, message: AgencyMessage): Promise<Sent | null> {
  const claim = claimIdOf(claimed.caseId, claimed.state.claim?.id ?? '')
  const agency = await recipient(work, claimed, message, claim)
  return sendByEmail(work, {
    claim,
    caseId: claimed.caseId,
    letter: await agencyLetter(work, claimed, message, agency),
    to: { surname: agency.name, initials: '', email: agency.email },
    terms: claimed.terms,
    stillStands: nothingSince(work, claimed),
  })
}

async function agencyLetter(
  work: Correspondence,
  claimed: Outcome,
  message: AgencyMessage,
  agency: Agency,
): Promise<LetterModel> {
  const { caseId, state, terms } = claimed
  const on = dateOf(work.now().toISOString())
  const about = {
    caseId,
    date: on,
    organisation: terms.organisation,
    client: { name: terms.client.name },
    agency: { name: agency.name },
  }
  switch (message) {
    case 'pause':
      return { kind: 'agency-pause', ...about, pauseUntil: pauseEnd(state) ?? on }
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
