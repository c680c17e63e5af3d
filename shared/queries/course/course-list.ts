import type { IsoDate, IsoInstant } from '../../domain/calendar.ts'
import type { Claim, EventType, StoredEvent } from '../../domain/event.ts'
import { momentOf } from '../../domain/reports.ts'
import { type Known, type Said, saidOf } from './event-sentences.ts'

/** What ids and numbers stand for; null where that is not known (any more). */
export interface Names {
  /** The name of a colleague by the id in `by`. */
  readonly colleague: (id: string) => string | null
  /** What a claim is called, from the renter's record: `huur maart`. */
  readonly claim: (number: number) => string | null
}

/** Something that happened to a case, as people read it. */
export interface CourseLine {
  readonly seq: number
  readonly type: EventType
  /** When it happened, which is not always when it was written down. */
  readonly at: IsoInstant
  /** One sentence. */
  readonly what: string
  readonly by: string
  /** Null for nothing more. */
  readonly detail: string | null
}

/** What signs in place of a colleague (E1). */
const AUTHORS: Readonly<Record<string, string>> = { system: 'systeem', portal: 'meldpunt', renter: 'huurder' }

/** Each event in the order of the history, with what it means in words. */
export function* saidInOrder(
  events: readonly StoredEvent[],
  names: Pick<Names, 'claim'>,
): Generator<{ readonly event: StoredEvent; readonly said: Said; readonly bookBefore: readonly Claim[] | null }> {
  const dueOn = new Map<number, IsoDate>()
  let bookBefore: readonly Claim[] | null = null
  for (const event of events) {
    const book = 'mapping' in event ? event.claims : null
    for (const each of book ?? []) dueOn.set(each.number, each.dueOn)
    const known: Known = { claim: names.claim, dueOn: (number) => dueOn.get(number) ?? null, bookBefore }
    yield { event, said: saidOf(event, known), bookBefore }
    bookBefore = book ?? bookBefore
  }
}

/** All that happened to a case, in Dutch sentences, the newest first. */
export const courseList = (events: readonly StoredEvent[], names: Names): CourseLine[] =>
  [...saidInOrder(events, names)]
    .map(({ event, said: [what, detail = ''] }) => ({
      ...{ seq: event.seq, type: event.type, at: momentOf(event), what },
      by: AUTHORS[event.by] ?? names.colleague(event.by) ?? event.by,
      detail: detail === '' ? null : detail,
    }))
    .reverse()
