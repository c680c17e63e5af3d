import { dayOfMonth, type IsoDate, latest, plusDays, workingDayFrom } from './calendar.ts'
import { inHand, isArranged, type Owed, owedOn } from './claims.ts'
import type { Letter } from './event.ts'
import { higher, leadingOf, listedAs, nextActOf, reaches, reminderDate } from './levels.ts'
import type { Policy } from './policy.ts'
import { type CaseState, lastLetterOn } from './state.ts'

/** Any two letters of a case are at least so many days apart (C1). */
const BETWEEN_LETTERS_DAYS = 7

/** A letter that a case needs, and the working day on which it may leave at the earliest. */
interface LetterDue {
  readonly letter: Letter
  readonly on: IsoDate
}

/**
 * The next letter of a case (C10): that of the leading claim on its day, and then the highest that is due for any claim
 * in our hands; or a follow-up, of claims that no letter listed yet, and of claims that came back (C14). Null when no
 * claim in our hands needs one.
 */
export function nextLetter(state: CaseState, policy: Policy, today: IsoDate): LetterDue | null {
  const hands = inHand(state, policy, today)
  const lead = leadingOf(state, policy, hands, today)
  if (!lead) return null
  const own = letterOfLead(state, policy, hands, lead)
  const others = [...followUpOf(state, policy, hands, own, today), ...returnedIn(state, hands)]
  const followUp = others.length === 0 ? null : others.reduce((a, b) => (a < b ? a : b))
  if (followUp === null || (own && own.on <= followUp)) return own
  return { letter: 'follow-up', on: followUp }
}

/** A day on which a letter can leave: a working day, and not too soon after the last letter. */
function letterDay(state: CaseState, from: IsoDate): IsoDate {
  const last = lastLetterOn(state)
  return workingDayFrom(latest(from, last && plusDays(last, BETWEEN_LETTERS_DAYS)))
}

function letterOfLead(state: CaseState, policy: Policy, hands: readonly Owed[], lead: Owed): LetterDue | null {
  const next = nextActOf(state, lead.claim, policy)
  if (!next) return null
  const on = letterDay(state, next.from)
  const due = hands.flatMap(({ claim }) => {
    const each = nextActOf(state, claim, policy)
    return each && each.from <= on ? [each.act] : []
  })
  return { letter: due.reduce(higher, next.act), on }
}

/**
 * The days of a follow-up for claims that no letter listed: from their reminder day on, at most one a month; none in a
 * month in which the leading claim's own letter still lists them.
 */
function followUpOf(
  state: CaseState,
  policy: Policy,
  hands: readonly Owed[],
  own: LetterDue | null,
  today: IsoDate,
): IsoDate[] {
  const monthOf = (on: IsoDate) => latest(on, today).slice(0, 7)
  const lastFollowUp = state.letters.findLast(({ act, first }) => act === 'follow-up' && first)
  const notBefore = lastFollowUp ? dayOfMonth(lastFollowUp.on, 1, 1) : ''
  return hands
    .filter(({ claim }) => listedAs(state, claim) === 'none')
    .map(({ claim }) => letterDay(state, latest(reminderDate(claim.dueOn, policy), notBefore)))
    .filter((on) => !own || own.on < on || monthOf(own.on) !== monthOf(on))
}

/**
 * The days on which the renter must hear of claims that came back: the next working day, or seven after the last
 * letter.
 */
const returnedIn = (state: CaseState, hands: readonly Owed[]): IsoDate[] =>
  hands.flatMap(({ claim }) => {
    const back = state.returned.get(claim.number)
    if (!back || back.toldOn !== null || listedAs(state, claim) === 'none') return []
    return [letterDay(state, plusDays(back.on, 1))]
  })

/**
 * The numbers of the claims that a letter lists: those in our hands from their reminder day on, and the remainders with
 * them (C10, C11). What it shows apart, as disputed, arranged or at the agency, is not listed.
 */
export function listedBy(state: CaseState, policy: Policy, today: IsoDate): number[] {
  return inHand(state, { ...policy, remainderCents: 0 }, today)
    .filter(({ claim }) => reminderDate(claim.dueOn, policy) <= today)
    .map(({ claim }) => claim.number)
}

/**
 * The numbers of the claims for which the letter that bounced goes by post: those that it listed, and that are open,
 * undisputed and under no kept arrangement (C5, C8). None when nothing bounced.
 */
export function postable(state: CaseState, today: IsoDate): number[] {
  const { toPost } = state
  const letter = toPost && state.letters.find(({ reservation }) => reservation === toPost.reservation)
  return owedOn(state, today)
    .filter(({ claim }) => !claim.disputed && !isArranged(state, claim) && letter?.claims.includes(claim.number))
    .map(({ claim }) => claim.number)
}

/**
 * Whether a letter that is reserved carries text 1 or 2: a demand or a notice does, and a follow-up once the leading
 * claim had its demand; none does that lists no rent of a dwelling (C10).
 */
export function carriesText(state: CaseState, letter: Letter, policy: Policy, today: IsoDate): boolean {
  const listed = state.reservation?.claims ?? []
  if (!state.claims.some(({ number, rent }) => rent && listed.includes(number))) return false
  if (letter !== 'follow-up') return letter !== 'reminder'
  const lead = leadingOf(state, policy, inHand(state, policy, today), today)
  return lead !== null && reaches(listedAs(state, lead.claim), 'demand')
}
