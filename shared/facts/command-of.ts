import type { ReportedFact } from '../contracts/facts.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import { dateOf, type IsoInstant } from '../domain/calendar.ts'
import { ANSWERS, type Answer, REJECTIONS, type Rejection, wordOf } from '../domain/closed-lists.ts'
import type { Command } from '../domain/command.ts'

/** What a renter asks for: no case has an event for it. */
export type WordOfRenter = Extract<ReportedFact, { type: 'help-wanted' | 'arrangement-wanted' }>
export type FactAboutRenter = Exclude<Extract<ReportedFact, { renter: string }>, WordOfRenter | { type: 'same-renter' }>

/** The number of an invoice that the renter does not have: no claim has it. */
const NO_CLAIM = 0

/** The code of an answer in our list (F2); null for any other, which is for a person to understand. */
export const answerCode = (code: string): Answer | null => (Object.hasOwn(ANSWERS, code) ? (code as Answer) : null)

/** What portals call the reasons of our list. */
const REJECTION_WORDS: Readonly<Record<string, Rejection>> = {
  ...{ 'adres-onbekend': 'unknown-address', 'onbekend-adres': 'unknown-address', 'niet-aangesloten': 'not-connected' },
  ...{ dubbel: 'duplicate', 'onjuiste-regel': 'invalid-row' },
}

/** The code in our list of a refusal in a portal's own words, or in a person's (S5). */
export function rejectionCode(words: string): Rejection {
  const word = words.trim().toLowerCase().replaceAll(/\s+/g, '-')
  return wordOf(Object.keys(REJECTIONS) as Rejection[], REJECTION_WORDS[word] ?? word, 'other')
}

/**
 * What a fact about a renter, of that moment, asks of the renter's case: one thing, save of an invoice that stands for
 * several claims (C12).
 */
export function commandsOf(
  fact: FactAboutRenter,
  { claims }: Pick<RenterRecord, 'claims'>,
  moment: IsoInstant,
): readonly [Command, ...Command[]] {
  const numbersOf = (invoice: string) => claims.filter((claim) => claim.invoice === invoice).map(({ number }) => number)
  if (fact.type === 'arrangement') {
    const { type, terms, invoices } = fact
    const meant = invoices?.map(numbersOf).map((numbers) => (numbers.length > 0 ? numbers : [NO_CLAIM]))
    return [{ type, terms, ...(meant && { claims: meant.flat() }) }]
  }
  if (fact.type !== 'dispute' && fact.type !== 'dispute-resolved') return [commandOf(fact, moment)]
  const { type } = fact
  const [first = NO_CLAIM, ...others] = numbersOf(fact.invoice)
  return [{ type, claim: first }, ...others.map((claim) => ({ type, claim }))]
}

type Invoiced = Extract<FactAboutRenter, { type: 'arrangement' | 'dispute' | 'dispute-resolved' }>

function commandOf(fact: Exclude<FactAboutRenter, Invoiced>, moment: IsoInstant): Command {
  switch (fact.type) {
    case 'contact-attempt':
      return { type: fact.type, kind: fact.kind, reached: fact.reached, on: dateOf(moment) }
    case 'objection':
    case 'objection-withdrawn':
      return { type: fact.type, channel: fact.channel }
    case 'payment':
      return { type: fact.type, amountCents: fact.amountCents }
    case 'hold':
      return { type: fact.type, reason: fact.reason, lookAgain: fact.lookAgain, source: 'report' }
    case 'hold-ended':
      return { type: fact.type, source: 'report' }
    case 'representative':
      return { type: fact.type, kind: fact.representative?.kind ?? null, source: 'report' }
    case 'close':
      return { type: fact.type, reason: fact.reason }
    case 'threat':
      return { type: fact.type, kind: fact.kind }
    case 'answer':
      return { type: fact.type, code: answerCode(fact.code) ?? 'other', on: fact.on }
    case 'portal-rejection':
      return { type: fact.type, reason: rejectionCode(fact.reason) }
    case 'hand-over':
    case 'redeliver':
    case 'arrangement-broken':
    case 'bounce':
      return { type: fact.type }
  }
}

/** What people say of a renter that no case has an event for. */
export const isWordOfRenter = (fact: Extract<ReportedFact, { renter: string }>): fact is WordOfRenter =>
  fact.type === 'help-wanted' || fact.type === 'arrangement-wanted'
