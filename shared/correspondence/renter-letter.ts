import type { Outcome } from '../cases/change-case.ts'
import type { Conditions } from '../contracts/ports.ts'
import type { Person, RenterRecord } from '../contracts/renters.ts'
import { dateOf, type IsoDate, type IsoInstant, postDay, presumedDelivery } from '../domain/calendar.ts'
import { isArranged, isAtAgency, type Owed, owedOn } from '../domain/claims.ts'
import type { OptionalField } from '../domain/closed-lists.ts'
import type { Letter, Sent, SentToRenter } from '../domain/event.ts'
import { carriesText } from '../domain/letter-due.ts'
import type { CaseState } from '../domain/state.ts'
import { debtHelpIn } from '../letters/debt-help.ts'
import type { Apart, RenterLetterModel } from '../letters/model.ts'
import { fieldsHeld } from '../portals/fields-held.ts'
import { claimsToShow, reservedClaims } from './correspondence.ts'

/** A letter to a renter, by its template and its header `X-Letter`. */
type Kind = RenterLetterModel['kind']

/** The claims of a letter: those that it asks for, and so lists, and those that it only shows (C3, C10). */
export interface LetterClaims {
  readonly listed: readonly Owed[]
  readonly apart: Readonly<Record<Apart, readonly Owed[]>>
  /** By number, of those listed: no letter listed it before; its payment came back (C14). */
  readonly later: ReadonlySet<number>
  readonly returned: ReadonlySet<number>
}

/** What a letter that is reserved is about; apart, what is in dispute, arranged, or with the agency (C3, C10). */
export function claimsOf(state: CaseState, on: IsoDate): LetterClaims {
  const listed = reservedClaims(state, on)
  const before = new Set(state.letters.flatMap(({ claims }) => claims))
  const others = owedOn(state, on).filter((owed) => !listed.some(({ claim }) => claim.number === owed.claim.number))
  const undisputed = others.filter(({ claim }) => !claim.disputed)
  const agency = undisputed.filter(({ claim }) => isAtAgency(state, claim))
  const numbers = listed.map(({ claim }) => claim.number)
  return {
    listed,
    apart: {
      disputed: others.filter(({ claim }) => claim.disputed),
      arranged: undisputed.filter(({ claim }) => isArranged(state, claim) && !isAtAgency(state, claim)),
      agency,
      earlier: [],
    },
    later: new Set(numbers.filter((number) => !before.has(number))),
    returned: new Set(numbers.filter((number) => state.returned.get(number)?.toldOn === null)),
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

function pointers(
  kind: Kind,
  { state, conditions }: Pick<Outcome, 'state' | 'conditions'>,
  claims: LetterClaims,
  person: Person | null,
  on: IsoDate,
  withText1: boolean,
): Pointers {
  return {
    kind,
    naturalPerson: state.naturalPerson,
    dwelling: state.dwelling,
    reporting: mayBeReported(state, conditions, on),
    withText1,
    optionalFields: person === null ? [] : fieldsHeld(person, conditions.client.optionalFields),
    claims: claims.listed.map(({ claim }) => ({ rent: claim.rent })),
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

/** Who gets the letter in the renter's place; null for nobody. A mentor cares, and gets no letters (R7). */
function addressedTo(record: RenterRecord): RenterLetterModel['representative'] {
  const { representative } = record
  if (!representative || representative.kind === 'mentor') return null
  const { kind, street, houseNumber, houseNumberAddition, postcode, city } = representative
  // Of an address for letters alone nobody is named: then the envelope bears the renter's own name.
  const name = representative.name || record.person.surname
  return { kind, name, street, houseNumber, houseNumberAddition, postcode, city }
}

/**
 * Where the letter goes by e-mail; null where it goes by post. To a bewindvoerder or curator in the renter's place, and
 * then never to the renter (R7); c/o is only another envelope.
 */
export function mailboxFor({ person, representative }: RenterRecord, bounced: boolean): Mailbox | null {
  const acts = representative?.kind === 'administration' || representative?.kind === 'guardian'
  const to = acts ? { surname: representative.name, initials: '', email: representative.email } : person
  return to.email === '' || bounced ? null : to
}

interface Mailbox {
  readonly surname: string
  readonly initials: string
  readonly email: string
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
  const show = (some: readonly Owed[]) => claimsToShow(caseId, record, some)
  const { disputed, arranged, agency, earlier } = claims.apart
  return {
    ...said,
    caseId,
    date: on,
    organisation: conditions.organisation,
    client: { name: conditions.client.name },
    renterNumber: record.renter,
    renter: record.person,
    representative: addressedTo(record),
    claims: show(claims.listed).map((claim, index) => ({
      ...claim,
      rent: said.claims[index]?.rent ?? false,
      later: claims.later.has(claim.number),
      returned: claims.returned.has(claim.number),
    })),
    apart: { disputed: show(disputed), arranged: show(arranged), agency: show(agency), earlier: show(earlier) },
    totalCents: claims.listed.reduce((sum, { cents }) => sum + cents, 0),
    payWithinDays: PAY_WITHIN_DAYS[said.kind],
    municipality: conditions.municipality && { name: conditions.municipality.name },
    objectionDays: conditions.policy.objectionDays,
    objectionUrl: null,
  }
}

/**
 * What a letter that is reserved says of help (C6, C10).
 *
 * @param person whose fields are named; null where the record is gone, and none is
 */
export function saidIn(
  act: Letter,
  outcome: Pick<Outcome, 'state' | 'conditions'>,
  person: Person | null,
  on: IsoDate,
): Pointers {
  const withText1 = act === 'follow-up' && carriesText(outcome.state, act, outcome.conditions.policy, on)
  return pointers(act, outcome, claimsOf(outcome.state, on), person, on, withText1)
}

/** An act's letter, and what it says of help. @throws RenterUnknown when the record does not name a claim */
export function letterOf(
  act: Letter,
  outcome: Pick<Outcome, 'caseId' | 'state' | 'conditions'>,
  record: RenterRecord,
  on: IsoDate,
): { letter: RenterLetterModel; said: Pointers } {
  const said = saidIn(act, outcome, record.person, on)
  const claims = claimsOf(outcome.state, on)
  return { letter: letterModel(said, outcome, claims, record, on), said }
}
