import type { ReportedFact } from '../contracts/facts.ts'
import { dateOf, type IsoInstant } from '../domain/calendar.ts'
import type { Command } from '../domain/decide.ts'

export type FactAboutRenter = Extract<ReportedFact, { renter: string }>

/** What a fact about a renter, of that moment, asks of the renter's case. */
export function commandOf(fact: FactAboutRenter, moment: IsoInstant): Command {
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
      return { type: fact.type, invoice: fact.invoice }
    case 'arrangement':
      return { type: fact.type, terms: fact.terms }
    case 'threat':
      return { type: fact.type, kind: fact.kind }
    case 'answer':
      return { type: fact.type, code: fact.code, on: fact.on }
    case 'portal-rejection':
      return { type: fact.type, reason: fact.reason }
    case 'redeliver':
    case 'arrangement-broken':
    case 'bounce':
      return { type: fact.type }
  }
}
