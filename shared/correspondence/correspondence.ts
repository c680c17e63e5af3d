import type { Casework, Outcome } from '../cases/handle.ts'
import type { Mailer, Notebook, ObjectStore, Person, RenterStore, Terms } from '../contracts/ports.ts'
import { openCents } from '../domain/arrears.ts'
import { dateOf, type IsoDate, type IsoInstant, postDay, presumedDelivery } from '../domain/calendar.ts'
import type { Act, Sent, SentToRenter } from '../domain/event.ts'
import type { CaseState, OpenItem } from '../domain/state.ts'
import type { LetterModel } from '../letters/model.ts'
import type { Fonts } from '../letters/pdf.ts'
import type { Templates } from '../letters/template.ts'

/** What use cases that write letters need beside the case. */
export interface Correspondence extends Casework {
  readonly renters: RenterStore
  readonly objects: ObjectStore
  readonly mailer: Mailer
  readonly notebook: Notebook
  readonly templates: () => Promise<Templates>
  readonly fonts: () => Promise<Fonts>
}

/** The claim's id for the world outside the case: mail tag, document name. Holds no personal data. */
export const claimIdOf = (caseId: string, claimSeq: string): string => `${caseId}-${claimSeq}`

/** The renter's data are gone, or were never there: a person must look. */
export class RenterUnknown extends Error {
  override readonly name = 'RenterUnknown'
}

/** The person behind a case. @throws RenterUnknown */
export async function personOf(
  renters: RenterStore,
  outcome: Pick<Outcome, 'caseId' | 'renter' | 'state'>,
): Promise<Person> {
  const record = outcome.renter === null ? null : await renters.get(outcome.renter, outcome.state.client)
  if (!record) throw new RenterUnknown(outcome.caseId)
  return record.person
}

/** Whether the case still is as it was when the act was claimed. */
export const nothingSince =
  (work: Casework, { caseId, state }: Outcome) =>
  (): Promise<boolean> =>
    work.log.isNewest(caseId, state.seq)

/** The items that a letter lists: due, and not settled. */
export const listed = (items: readonly OpenItem[], on: IsoDate): OpenItem[] =>
  items.filter((item) => item.dueOn <= on && openCents(item) !== 0)

/**
 * Whether this renter's data may go to the municipality if nothing changes. A letter announces the report only then
 * (C9, R1, C7); whether the municipality has an agreement by the day of the round is for the gate.
 */
export const mayBeReported = (state: CaseState, terms: Terms, on: IsoDate): boolean =>
  state.naturalPerson &&
  state.dwelling &&
  !state.objection &&
  terms.client.mandate !== null &&
  (terms.client.mandate.until === null || terms.client.mandate.until >= on)

/**
 * A letter as it was sent, with what it proves (C6, G4): that it pointed to help, that it offered to pass data on, and the
 * day on which the renter has it. A letter by post counts from the day that the law presumes.
 *
 * @param at when the letter was claimed
 */
export const proof = (
  act: Act,
  { state, terms }: Pick<Outcome, 'state' | 'terms'>,
  sent: Sent,
  at: IsoInstant,
): SentToRenter => ({
  ...sent,
  debtHelp: act !== 'reminder',
  ...offered(act, state, terms, dateOf(at)),
  receivedOn: sent.channel === 'email' ? dateOf(at) : presumedDelivery(postDay(at)),
})

const offered = (act: Act, state: CaseState, terms: Terms, on: IsoDate): Pick<SentToRenter, 'offer' | 'shared'> =>
  act !== 'reminder' && mayBeReported(state, terms, on)
    ? { offer: true, shared: terms.client.optionalFields }
    : { offer: false }

/** The days that a demand or a notice gives for payment. */
const PAY_WITHIN_DAYS = { reminder: 7, demand: 7, notice: 5 } as const

/** The letter of an act as its template wants it. Amounts in cents. */
export function letterModel(
  act: 'reminder' | 'demand' | 'notice',
  caseId: string,
  state: CaseState,
  terms: Terms,
  person: Person,
  on: IsoDate,
): LetterModel {
  const items = listed(state.items, on)
  const arrears = {
    caseId,
    date: on,
    organisation: terms.organisation,
    client: { name: terms.client.name },
    renter: person,
    items: items.map((item) => ({ ...item, openCents: openCents(item) })),
    totalCents: items.reduce((sum, item) => (item.disputed ? sum : sum + openCents(item)), 0),
    payWithinDays: PAY_WITHIN_DAYS[act],
  }
  if (act === 'reminder') return { kind: act, ...arrears }
  return {
    kind: act,
    ...arrears,
    municipality: terms.municipality && { name: terms.municipality.name },
    reporting: mayBeReported(state, terms, on),
    optionalFields: terms.client.optionalFields,
    objectionDays: terms.policy.objectionDays,
    objectionUrl: null,
  }
}
