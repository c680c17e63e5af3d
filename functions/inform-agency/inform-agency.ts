import { z } from 'zod'
import { changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { namesOf } from '../../shared/cases/named-claims.ts'
import { CaseStandsElsewhere, type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import {
  claimsToShow,
  type EmailPorts,
  nothingSince,
  RenterUnknown,
  recordOf,
  reservationIdOf,
  reservedClaims,
} from '../../shared/correspondence/correspondence.ts'
import { leftAfterAll, sendByEmail, undeliverable } from '../../shared/correspondence/dispatch.ts'
import { dateOf, type IsoDate } from '../../shared/domain/calendar.ts'
import { sumOf } from '../../shared/domain/claims.ts'
import type { AgencyMessage, Sent } from '../../shared/domain/event.ts'
import { pauseEnd } from '../../shared/domain/standing.ts'
import type { LetterModel } from '../../shared/letters/model.ts'
import { type Agency, recipient } from './recipient.ts'

export interface AgencyPorts extends EmailPorts {
  readonly notebook: NotebookFor<'question read' | 'question put' | 'agency read' | 'agency put'>
}

export const informAgencyInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Hands the case over to the collection agency, or tells it what changed, or to pause, resume or stop: whatever it
 * should know by now, once (F3, F4, U1, C8, K1). The agency never learns why.
 *
 * @throws CaseStandsElsewhere when there is nothing to tell
 * @throws AgencyUnknown when nobody knows who has the case
 */
export async function informAgency(
  ports: AgencyPorts,
  { caseId }: z.infer<typeof informAgencyInput>,
): Promise<StandingView> {
  let reserved = await changeCase(ports, caseId, { type: 'reserve-message' })
  if (reserved.event?.type === 'HandedOver') reserved = await changeCase(ports, caseId, { type: 'reserve-message' })
  const act = reserved.state.reservation?.act
  if (reserved.refused || !act?.startsWith('agency-')) throw new CaseStandsElsewhere(reserved.standing.step)
  const message = act.slice('agency-'.length) as AgencyMessage
  const sent = await dispatch(ports, reserved, message).catch((error: unknown) => undeliverable(ports, caseId, error))
  if (!sent) return viewOf(await changeCase(ports, caseId, { type: 'release-reservation', reason: 'overtaken' }))
  const confirmed = await changeCase(ports, caseId, { type: 'confirm-message', message, sent })
  await leftAfterAll(ports, caseId, `agency-${message}`)
  return viewOf(confirmed)
}

async function dispatch(ports: AgencyPorts, reserved: Outcome, message: AgencyMessage): Promise<Sent | null> {
  const reservation = reservationIdOf(reserved.caseId, reserved.state.reservation?.id ?? '')
  const agency = await recipient(ports, reserved, message, reservation)
  return sendByEmail(ports, {
    reservation,
    caseId: reserved.caseId,
    letter: await agencyLetter(ports, reserved, message, agency),
    to: { surname: agency.name, initials: '', email: agency.email },
    conditions: reserved.conditions,
    stillStands: nothingSince(ports, reserved),
  })
}

async function agencyLetter(
  ports: AgencyPorts,
  reserved: Outcome,
  message: AgencyMessage,
  agency: Agency,
): Promise<LetterModel> {
  const { caseId, renter, state, conditions } = reserved
  if (renter === null) throw new RenterUnknown(caseId)
  const on = dateOf(ports.now().toISOString())
  const about = {
    caseId,
    date: on,
    organisation: conditions.organisation,
    client: { name: conditions.client.name },
    renterNumber: renter,
    agency: { name: agency.name },
  }
  switch (message) {
    case 'pause':
      return {
        kind: 'agency-pause',
        ...about,
        ...(await whatItHas(ports, reserved, on)),
        pauseUntil: pauseEnd(state) ?? state.hold?.lookAgain ?? on,
      }
    case 'resume':
      return { kind: 'agency-resume', ...about, ...(await whatItHas(ports, reserved, on)) }
    case 'stop':
      return { kind: 'agency-stop', ...about, ...(await whatItHas(ports, reserved, on)) }
    case 'update': {
      const { claims } = await whatItHas(ports, reserved, on)
      const known = new Set(state.agency.claims)
      return {
        kind: 'agency-update',
        ...about,
        claims: claims.map((claim) => ({ ...claim, added: !known.has(claim.number) })),
        totalCents: claims.reduce((sum, claim) => sum + claim.openCents, 0),
      }
    }
    case 'handover': {
      const record = await recordOf(ports.renters, reserved)
      const owed = reservedClaims(state, on)
      const claims = { claims: claimsToShow(caseId, record, owed), totalCents: sumOf(owed).cents }
      const letters = state.letters.filter((letter) => owed.some(({ claim }) => letter.claims.includes(claim.number)))
      return {
        kind: 'agency-handover',
        ...about,
        renter: record.person,
        ...claims,
        lettersSent: letters.map(({ act: kind, on: sentOn }) => ({ kind, sentOn })),
      }
    }
  }
}

/** The claims that the message is about, as they are open now; those whose names are gone are left out (K2). */
async function whatItHas({ renters }: AgencyPorts, { renter, state }: Outcome, on: IsoDate) {
  const record = renter === null ? null : await renters.get(renter, state.client)
  const names = namesOf(record ?? { claims: [] })
  const open = new Map(reservedClaims(state, on).map(({ claim, cents }) => [claim.number, cents]))
  const asked = [...new Set([...state.agency.claims, ...(state.reservation?.claims ?? [])])]
  const claims = asked.flatMap((number) => {
    const name = names.get(number)
    const dueOn = state.claims.find((claim) => claim.number === number)?.dueOn
    return name && dueOn ? [{ ...name, dueOn, openCents: open.get(number) ?? 0 }] : []
  })
  return { claims }
}
