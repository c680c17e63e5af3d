import type { CasePorts, Outcome } from '../cases/change-case.ts'
import { namesOf } from '../cases/named-claims.ts'
import type { CaseLog, Mailer } from '../contracts/ports.ts'
import type { RenterRecord, RenterStore } from '../contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import type { IsoDate } from '../domain/calendar.ts'
import { type Owed, owedOn } from '../domain/claims.ts'
import { isReference } from '../domain/reference.ts'
import type { CaseState } from '../domain/state.ts'
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
export function claimsToShow(caseId: string, record: RenterRecord, owed: readonly Owed[]) {
  const names = namesOf(record)
  return owed.map(({ claim, cents }) => {
    const name = names.get(claim.number)
    if (!name) throw new RenterUnknown(caseId)
    const { number, dueOn } = claim
    return { number, invoice: name.invoice, description: name.description, dueOn, openCents: cents }
  })
}

/** Whether the case still is as it was when the act was reserved. */
export const nothingSince =
  (ports: Pick<Correspondence, 'log'>, { caseId, state }: Outcome) =>
  (): Promise<boolean> =>
    ports.log.isNewest(caseId, state.seq)

/** What is open of the claims that a reservation is about, credits deducted (C4). */
export const reservedClaims = (state: CaseState, on: IsoDate): Owed[] =>
  owedOn(state, on).filter(({ claim }) => !claim.disputed && state.reservation?.claims.includes(claim.number))
