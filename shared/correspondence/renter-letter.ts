import type { Outcome } from '../cases/change-case.ts'
import type { Conditions } from '../contracts/ports.ts'
import type { Person, RenterRecord } from '../contracts/renters.ts'
import { openCents } from '../domain/arrears.ts'
import { dateOf, type IsoDate, type IsoInstant, postDay, presumedDelivery } from '../domain/calendar.ts'
import type { OptionalField } from '../domain/closed-lists.ts'
import { ACTS, type Act, type Sent, type SentToRenter } from '../domain/event.ts'
import type { CaseState, OpenClaim } from '../domain/state.ts'
import { debtHelpIn } from '../letters/debt-help.ts'
import type { Apart, RenterLetterModel } from '../letters/model.ts'
import { fieldsHeld } from '../portals/fields-held.ts'
import { claimsToShow, listed } from './correspondence.ts'

/** A letter to a renter, by its template and its header `X-Letter`. */
type Kind = RenterLetterModel['kind']

/** The claims of a letter: those that it asks for, and so lists, and those that it only shows (C3, C10). */
export interface LetterClaims {
  readonly listed: readonly OpenClaim[]
  readonly apart: Readonly<Record<Apart, readonly OpenClaim[]>>
  /** By number, of those listed: no letter listed it before; its payment came back (C14). */
  readonly later: ReadonlySet<number>
  readonly returned: ReadonlySet<number>
}

/** What a letter of this day is about: all that is due, and apart what is in dispute. */
export function claimsOf(act: Act, { claims, letters }: CaseState, on: IsoDate): LetterClaims {
  const due = listed(claims, on)
  const before = ACTS.slice(0, ACTS.indexOf(act)).flatMap((each) => letters[each]?.claims ?? [])
  return {
    listed: due.filter(({ disputed }) => !disputed),
    apart: { disputed: due.filter(({ disputed }) => disputed), arranged: [], agency: [], earlier: [] },
    later: new Set(due.map(({ number }) => number).filter((number) => !before.includes(number))),
    returned: new Set(),
  }
}

/**
 * Whether this renter's data may go to the municipality if nothing changes. A letter announces the report only then
 * (C9, R1, C7); whether the municipality has an agreement by the day of the round is for the gate.
 */
const mayBeReported = (state: CaseState, conditions: Conditions, on: IsoDate): boolean =>
  state.naturalPerson &&
  state.dwelling &&
  !state.objection &&
  conditions.client.mandate !== null &&
  (conditions.client.mandate.until === null || conditions.client.mandate.until >= on)

/** What decides what a letter says of debt help and of passing data on, and so what it proves. */
export interface Pointers {
  readonly kind: Kind
  readonly naturalPerson: boolean
  readonly dwelling: boolean
  readonly reporting: boolean
  readonly withText1: boolean
  readonly optionalFields: OptionalField[]
  readonly claims: readonly { readonly rent: boolean }[]
}

/**
 * @param person whose fields are named; null where the record is gone, and none is
 * @param withText1 of a follow-up reminder alone: whether it carries tekst 1
 */
export function pointers(
  kind: Kind,
  { state, conditions }: Pick<Outcome, 'state' | 'conditions'>,
  claims: LetterClaims,
  person: Person | null,
  on: IsoDate,
  withText1 = false,
): Pointers {
  return {
    kind,
    naturalPerson: state.naturalPerson,
    dwelling: state.dwelling,
    reporting: mayBeReported(state, conditions, on),
    withText1,
    optionalFields: person === null ? [] : fieldsHeld(person, conditions.client.optionalFields),
    claims: claims.listed.map(() => ({ rent: state.dwelling })),
  }
}

/**
 * A letter as it left, with what it proves (C6): that it pointed to help, that it offered to pass data on, and the
 * day on which the renter has it. A letter by post counts from the day that the law presumes.
 *
 * @param at when the letter was reserved
 */
export function proof(said: Pointers, sent: Sent, at: IsoInstant): SentToRenter {
  const debtHelp = debtHelpIn(said)
  return {
    ...sent,
    debtHelp: debtHelp !== null,
    ...(debtHelp === 'report' ? { offer: true, shared: said.optionalFields } : { offer: false }),
    receivedOn: sent.channel === 'email' ? dateOf(at) : presumedDelivery(postDay(at)),
  }
}

/** The days that a letter gives for payment. */
const PAY_WITHIN_DAYS = { reminder: 7, demand: 7, notice: 5, 'follow-up': 7 } as const

/** A letter as its template wants it. Amounts in cents. @throws RenterUnknown when the record does not name a claim */
function letterModel(
  said: Pointers,
  { caseId, conditions }: Pick<Outcome, 'caseId' | 'conditions'>,
  claims: LetterClaims,
  record: RenterRecord,
  on: IsoDate,
): RenterLetterModel {
  const show = (some: readonly OpenClaim[]) => claimsToShow(caseId, record, some)
  const { disputed, arranged, agency, earlier } = claims.apart
  return {
    ...said,
    caseId,
    date: on,
    organisation: conditions.organisation,
    client: { name: conditions.client.name },
    renterNumber: record.renter,
    renter: record.person,
    claims: show(claims.listed).map((claim, index) => ({
      ...claim,
      rent: said.claims[index]?.rent ?? false,
      later: claims.later.has(claim.number),
      returned: claims.returned.has(claim.number),
    })),
    apart: { disputed: show(disputed), arranged: show(arranged), agency: show(agency), earlier: show(earlier) },
    totalCents: claims.listed.reduce((sum, claim) => sum + openCents(claim), 0),
    payWithinDays: PAY_WITHIN_DAYS[said.kind],
    municipality: conditions.municipality && { name: conditions.municipality.name },
    objectionDays: conditions.policy.objectionDays,
    objectionUrl: null,
  }
}

/** An act's letter, and what it says of help. @throws RenterUnknown when the record does not name a claim */
export function letterOf(
  act: Act,
  outcome: Pick<Outcome, 'caseId' | 'state' | 'conditions'>,
  record: RenterRecord,
  on: IsoDate,
): { letter: RenterLetterModel; said: Pointers } {
  const claims = claimsOf(act, outcome.state, on)
  const said = pointers(act, outcome, claims, record.person, on)
  return { letter: letterModel(said, outcome, claims, record, on), said }
}
