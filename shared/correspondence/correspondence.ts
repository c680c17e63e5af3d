import type { CasePorts, Outcome } from '../cases/change-case.ts'
import { namesOf } from '../cases/named-claims.ts'
import type { CaseLog, Conditions, Mailer } from '../contracts/ports.ts'
import type { RenterRecord, RenterStore } from '../contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { openCents } from '../domain/arrears.ts'
import { dateOf, type IsoDate, type IsoInstant, postDay, presumedDelivery } from '../domain/calendar.ts'
import type { Act, Sent, SentToRenter } from '../domain/event.ts'
import { isReference } from '../domain/reference.ts'
import type { CaseState, OpenClaim } from '../domain/state.ts'
import type { LetterModel } from '../letters/model.ts'
import type { Fonts } from '../letters/pdf.ts'
import type { Templates } from '../letters/template.ts'

/** What use cases that write letters need beside the case. */
export interface Correspondence extends CasePorts {
  readonly log: CasePorts['log'] & Pick<CaseLog, 'isNewest'>
  readonly renters: Pick<RenterStore, 'get'>
  readonly notebook: NotebookFor<'question read' | 'question put'>
  readonly templates: () => Promise<Templates>
}

/** What sends them by e-mail. */
export interface EmailPorts extends Correspondence {
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'putNew'>
  readonly mailer: Pick<Mailer, 'send'>
}

/** What sends them by post. */
export interface PostalPorts extends Correspondence {
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write' | 'post write'>, 'get' | 'put' | 'putNew'>
  readonly fonts: () => Promise<Fonts>
}

/** The reservation's id for the world outside the case: mail tag, document name. Holds no personal data. */
export const reservationIdOf = (caseId: string, reservationSeq: string): string => `${caseId}-${reservationSeq}`

/** What a reservation's id is of; null for a mail that is about no case, such as the morning mail to staff. */
export function reservationOf(id: string): { readonly caseId: string; readonly seq: number } | null {
  const [, caseId = '', seq] = /^(.+)-(\d+)$/.exec(id) ?? []
  return isReference(caseId) ? { caseId, seq: Number(seq) } : null
}

/** SES reports of a mail before its case says that it left: tried again, once the act is confirmed or settled. */
export class ReservationStillOpen extends Error {
  override readonly name = 'ReservationStillOpen'
}

/** The renter's data are gone, or were never there: a person must look. */
export class RenterUnknown extends Error {
  override readonly name = 'RenterUnknown'
}

/** The record of the renter behind a case. @throws RenterUnknown */
export async function recordOf(
  renters: Pick<RenterStore, 'get'>,
  outcome: Pick<Outcome, 'caseId' | 'renter' | 'state'>,
): Promise<RenterRecord> {
  const record = outcome.renter === null ? null : await renters.get(outcome.renter, outcome.state.client)
  if (!record) throw new RenterUnknown(outcome.caseId)
  return record
}

/** What a letter says of claims; amounts in cents. @throws RenterUnknown when the record does not name one */
export function claimsToShow(caseId: string, record: RenterRecord, claims: readonly OpenClaim[]) {
  const names = namesOf(record)
  return claims.map((claim) => {
    const name = names.get(claim.number)
    if (!name) throw new RenterUnknown(caseId)
    const { dueOn, disputed } = claim
    return { invoice: name.invoice, description: name.description, dueOn, disputed, openCents: openCents(claim) }
  })
}

/** Whether the case still is as it was when the act was reserved. */
export const nothingSince =
  (ports: Pick<Correspondence, 'log'>, { caseId, state }: Outcome) =>
  (): Promise<boolean> =>
    ports.log.isNewest(caseId, state.seq)

/** The claims that a letter lists: due, and not paid. */
export const listed = (claims: readonly OpenClaim[], on: IsoDate): OpenClaim[] =>
  claims.filter((claim) => claim.dueOn <= on && openCents(claim) !== 0)

/**
 * Whether this renter's data may go to the municipality if nothing changes. A letter announces the report only then
 * (C9, R1, C7); whether the municipality has an agreement by the day of the round is for the gate.
 */
export const mayBeReported = (state: CaseState, conditions: Conditions, on: IsoDate): boolean =>
  state.naturalPerson &&
  state.dwelling &&
  !state.objection &&
  conditions.clientConditions.mandate !== null &&
  (conditions.clientConditions.mandate.until === null || conditions.clientConditions.mandate.until >= on)

/**
 * A letter as it left, with what it proves (C6): that it pointed to help, that it offered to pass data on, and the
 * day on which the renter has it. A letter by post counts from the day that the law presumes.
 *
 * @param at when the letter was reserved
 */
export const proof = (
  act: Act,
  { state, conditions }: Pick<Outcome, 'state' | 'conditions'>,
  sent: Sent,
  at: IsoInstant,
): SentToRenter => ({
  ...sent,
  debtHelp: act !== 'reminder',
  ...offered(act, state, conditions, dateOf(at)),
  receivedOn: sent.channel === 'email' ? dateOf(at) : presumedDelivery(postDay(at)),
})

const offered = (
  act: Act,
  state: CaseState,
  conditions: Conditions,
  on: IsoDate,
): Pick<SentToRenter, 'offer' | 'shared'> =>
  act !== 'reminder' && mayBeReported(state, conditions, on)
    ? { offer: true, shared: conditions.client.optionalFields }
    : { offer: false }

/** The days that a demand or a notice gives for payment. */
const PAY_WITHIN_DAYS = { reminder: 7, demand: 7, notice: 5 } as const

/** The letter of an act as its template wants it. Amounts in cents. */
export function letterModel(
  act: 'reminder' | 'demand' | 'notice',
  caseId: string,
  state: CaseState,
  conditions: Conditions,
  record: RenterRecord,
  on: IsoDate,
): LetterModel {
  const claims = listed(state.claims, on)
  const arrears = {
    caseId,
    date: on,
    organisation: conditions.organisation,
    client: { name: conditions.client.name },
    renterNumber: record.renter,
    renter: record.person,
    claims: claimsToShow(caseId, record, claims),
    totalCents: claims.reduce((sum, claim) => (claim.disputed ? sum : sum + openCents(claim)), 0),
    payWithinDays: PAY_WITHIN_DAYS[act],
  }
  if (act === 'reminder') return { kind: act, ...arrears }
  return {
    kind: act,
    ...arrears,
    municipality: conditions.municipality && { name: conditions.municipality.name },
    reporting: mayBeReported(state, conditions, on),
    optionalFields: conditions.client.optionalFields,
    objectionDays: conditions.policy.objectionDays,
    objectionUrl: null,
  }
}
