import type { ReportedFact } from '../contracts/facts.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import { dateOf, type IsoInstant } from '../domain/calendar.ts'
import { ANSWERS, type Answer, REJECTIONS, type Rejection, wordOf } from '../domain/closed-lists.ts'
import type { Command } from '../domain/command.ts'

export type FactAboutRenter = Extract<ReportedFact, { renter: string }>

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

/** What a fact about a renter, of that moment, asks of the renter's case. */
export function commandOf(
  fact: FactAboutRenter,
  { claims }: Pick<RenterRecord, 'claims'>,
  moment: IsoInstant,
): Command {
  switch (fact.type) {
    case 'contact-attempt':
      return { type: fact.type, kind: fact.kind, reached: fact.reached, on: dateOf(moment) }
    case 'objection':
    case 'objection-withdrawn':
      return { type: fact.type, channel: fact.channel }
    case 'payment':
      return { type: fact.type, amountCents: fact.amountCents }
    case 'dispute':
    case 'dispute-resolved':
      return {
        type: fact.type,
        claim: claims.find(({ invoice }) => invoice === fact.invoice)?.number ?? NO_CLAIM,
      }
    case 'arrangement':
      return { type: fact.type, terms: fact.terms }
    case 'threat':
      return { type: fact.type, kind: fact.kind }
    case 'answer':
      return { type: fact.type, code: answerCode(fact.code) ?? 'other', on: fact.on }
    case 'portal-rejection':
      return { type: fact.type, reason: rejectionCode(fact.reason) }
    case 'withdrawn-by-hand':
    case 'redeliver':
    case 'arrangement-broken':
    case 'bounce':
      return { type: fact.type }
  }
}
