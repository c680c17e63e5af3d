import type { IsoDate, IsoInstant } from '../domain/calendar.ts'
import type { Author } from '../domain/event.ts'
import type { ClientBook, ClientConditions, MunicipalityConditions, Period } from '../domain/policy.ts'
import { toldOn } from './client.ts'
import type { Client, Municipality } from './registers.ts'

/** What of a client decides the course of its cases. @param since from when it is agreed so */
export const clientConditionsOf = (client: Client, book: ClientBook, since: IsoInstant): ClientConditions => ({
  book,
  mandate: mandateOf(client),
  handOver: client.handOver,
  handOverUnreported: client.handOverUnreported,
  resignal: client.resignal,
  hasCollectionAgency: client.collectionAgency !== null,
  since,
})

/** R1: there is no mandate without the amended agreement, and none of before that. */
function mandateOf({ mandate }: Client): Period | null {
  const changedOn = mandate?.evidence.agreementChangedOn ?? null
  if (mandate === null || changedOn === null) return null
  return { from: changedOn > mandate.from ? changedOn : mandate.from, until: mandate.until }
}

/** On the website an agreement is made with the report: none is asked beforehand (R3). */
const MADE_BY_REPORTING: MunicipalityConditions['agreement'] = { status: 'in-force', from: null, until: null }

export const municipalityConditionsOf = ({
  channel,
  agreement,
  minimumAmountCents,
}: Municipality): MunicipalityConditions => ({
  agreement: channel === 'website' ? MADE_BY_REPORTING : agreement,
  minimumAmountCents,
})

/** A mandate with another period; what it rests on stays, or is taken as told by whoever gives the first one (R1). */
export const renewed = (
  { mandate }: Client,
  period: { readonly from: IsoDate; readonly until: IsoDate | null },
  by: Author,
): NonNullable<Client['mandate']> => ({ ...period, evidence: mandate?.evidence ?? toldOn(period.from, by) })
