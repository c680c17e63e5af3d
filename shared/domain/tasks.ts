import { askedAgainFrom, asksForHandOver } from './agency.ts'
import { type IsoDate, plusDays } from './calendar.ts'
import { exceedsRemainder, inHand, isPrescribed, owedOn } from './claims.ts'
import { isRepresented } from './gate.ts'
import type { ClientConditions, Policy } from './policy.ts'
import { termCheck } from './standing.ts'
import { type CaseState, isSuspended } from './state.ts'

/**
 * What a case asks of people, beside a call: nothing is held, or waits, in silence (H1). Each with the step that
 * resolves it, in Dutch for a debtor department.
 */
export const TASKS = {
  held: 'Dit dossier kon niet worden gemeld. Los op wat ontbreekt.',
  'hand-over': 'Beslis wat er nu gebeurt: draag het dossier over aan het incassobureau, wacht, of sluit het.',
  'look-at-hold': 'De huurder staat in de wacht. Kijk of dat nog nodig is.',
  'moved-away': 'De gemeente meldt dat de huurder is verhuisd. Zoek het nieuwe adres, en zet het in het ERP.',
  represented: 'De huurder heeft een bewindvoerder of curator. Beslis of dit dossier gemeld mag worden.',
  'new-month': 'Er loopt een betalingsregeling, en nieuwe huur is niet betaald. Bel de huurder daarover.',
  'other-money':
    'Een termijn lijkt niet betaald, maar er kwam geld binnen op een andere vordering. Kijk waarvoor het is.',
  prescribed: 'Een vordering is ouder dan vijf jaar. Beslis of u die nog int.',
  unread:
    'De lijst zegt niet wat deze huurder open heeft, en er gaat niets weg. Lever een lijst aan waarin de rij klopt, of ' +
    'bevestig dat er niets is betaald.',
  'small-claims': 'Kleine bedragen zijn samen meer dan € 50. Beslis wat u ermee doet.',
} as const
/** The same in a few words, for who was told the whole before. */
export const TASKS_IN_SHORT: Readonly<Record<keyof typeof TASKS, string>> = {
  held: 'niet gemeld',
  'hand-over': 'beslis over overdragen, wachten of sluiten',
  'look-at-hold': 'kijk of de huurder nog moet wachten',
  'moved-away': 'verhuisd, zoek het nieuwe adres',
  represented: 'bewindvoerder of curator, beslis over melden',
  'new-month': 'bel over de nieuwe huur naast de regeling',
  'other-money': 'kijk waarvoor het geld is dat binnenkwam',
  prescribed: 'ouder dan vijf jaar, beslis over innen',
  unread: 'de lijst zegt niet wat er openstaat',
  'small-claims': 'kleine bedragen, beslis wat u ermee doet',
}
export type TaskKind = keyof typeof TASKS
export const TASK_KINDS = Object.keys(TASKS) as [TaskKind, ...TaskKind[]]

/** Remainders that together exceed this are a question; in cents (C11). */
const SMALL_TOGETHER_CENTS = 5_000

/** What the case asks of people on a day. */
export function tasksOf(state: CaseState, policy: Policy, client: ClientConditions, today: IsoDate): TaskKind[] {
  if (state.ended) return []
  const asked: [boolean, TaskKind][] = [
    [state.held !== null && !isSuspended(state) && !goesToAgency(state), 'held'],
    [asksForHandOver(state, policy, client, today), 'hand-over'],
    [state.hold !== null && state.hold.lookAgain <= today, 'look-at-hold'],
    [state.movedAway, 'moved-away'],
    [isRepresented(state) && !state.reportingAllowed && askedAgainFrom(state) <= today, 'represented'],
    [hasNewMonth(state, policy, today), 'new-month'],
    [hasOtherMoney(state, today), 'other-money'],
    [
      owedOn(state, today).some(
        ({ claim }) => isPrescribed(state, claim, today) && !state.prescribed.has(claim.number),
      ),
      'prescribed',
    ],
    [state.exceptedOn !== null, 'unread'],
    [areSmallClaimsMuch(state, policy, today), 'small-claims'],
  ]
  return asked.filter(([stands]) => stands).map(([, task]) => task)
}

/** It was decided what happens to a case that was not reported: the agency has it, or gets it (F3). */
const goesToAgency = ({ agency, handOverDecidedAt }: CaseState): boolean =>
  agency.claims.length > 0 || handOverDecidedAt !== null

/** Rent that fell due after the arrangement was made, and is not paid (C8). */
const hasNewMonth = (state: CaseState, policy: Policy, today: IsoDate): boolean =>
  state.arrangement !== null &&
  inHand(state, policy, today).some(({ claim }) => claim.dueOn > (state.arrangement?.on ?? ''))

/** A term is not paid, and money came in on another claim (C8). */
function hasOtherMoney(state: CaseState, today: IsoDate): boolean {
  const { arrangement } = state
  if (!arrangement || arrangement.elsewhereCents === 0) return false
  const open = owedOn(state, today).filter(({ claim }) => arrangement.owedCents.has(claim.number))
  const owed = [...arrangement.owedCents.values()].reduce((sum, cents) => sum + cents, 0)
  const paid = owed - open.reduce((sum, { cents }) => sum + cents, 0)
  const promised = arrangement.terms
    .filter(({ date }) => termCheck(date) <= `${plusDays(today, 1)}` && state.bookOn > date)
    .reduce((sum, { amountCents }) => sum + amountCents, 0)
  return paid < promised
}

/** Whether remainders together are more than may be left without a person's word (C11). */
export const areSmallClaimsMuch = (claims: Pick<CaseState, 'claims'>, policy: Policy, today: IsoDate): boolean =>
  owedOn(claims, today)
    .filter((owed) => !owed.claim.disputed && !exceedsRemainder(owed, policy))
    .reduce((sum, { cents }) => sum + cents, 0) > SMALL_TOGETHER_CENTS
