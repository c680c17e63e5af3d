import { namesOf } from '../cases/named-claims.ts'
import type { LoadedCase } from '../contracts/ports.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import { openCents } from '../domain/arrears.ts'
import type { IsoDate } from '../domain/calendar.ts'
import { ACTS, type Act, SENT_TYPES, type StoredEvent } from '../domain/event.ts'

/** A claim as people read it: what its number stands for comes from the renter's record, and goes with it. */
export interface ClaimView {
  readonly number: number
  /** Null once the renter's record is purged. */
  readonly invoice: string | null
  readonly description: string | null
  readonly dueOn: IsoDate
  /** In euros; 0 once it is paid, or the case is over. */
  readonly open: number
  readonly rent: boolean
  /** The highest letter that listed it; null for none. */
  readonly level: Act | null
  /** The letters that listed it, the oldest first. */
  readonly letters: readonly Act[]
}

/** The claims that a case is or was about, in the order of their numbers. */
export function claimViews(
  { state, events }: Pick<LoadedCase, 'state' | 'events'>,
  record: RenterRecord | null,
): ClaimView[] {
  const names = record ? namesOf(record) : null
  const open = new Map(state.claims.map((claim) => [claim.number, openCents(claim)]))
  const last = new Map(
    events.flatMap((event) => ('mapping' in event ? event.claims : [])).map((claim) => [claim.number, claim]),
  )
  return [...last.values()]
    .sort((a, b) => a.number - b.number)
    .map(({ number, dueOn, rent }) => {
      const letters = events.flatMap((event) => lists(event, number) ?? [])
      return {
        number,
        invoice: names?.get(number)?.invoice ?? null,
        description: names?.get(number)?.description ?? null,
        dueOn,
        open: state.ended ? 0 : (open.get(number) ?? 0) / 100,
        rent,
        level: ACTS.findLast((act) => letters.includes(act)) ?? null,
        letters,
      }
    })
}

/** The letter that an event sent, when it listed the claim; null for any other event. */
function lists(event: StoredEvent, number: number): Act | null {
  if (!('receivedOn' in event) || !event.claims.includes(number)) return null
  return event.type === 'LetterPosted' ? event.act : (ACTS.find((act) => SENT_TYPES[act] === event.type) ?? null)
}
