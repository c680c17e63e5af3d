import canonicalize from 'canonicalize'
import type { IsoInstant } from './calendar.ts'
import { type CaseEvent, EVENT_VERSION, type StoredEvent } from './event.ts'
import { evolve } from './evolve.ts'
import type { CaseState } from './state.ts'

/** A SHA-256 in hexadecimal; given by the caller, because the domain does not know the platform. */
export type Sha256 = (text: string) => string

/** The end of a history: after how many events, and the hash of the last; 0 and `''` for an empty one. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** An event as the next of a history, as it is written: the system's, unless it says whose. */
export const nextAfter = (head: Head, event: CaseEvent, at: IsoInstant): StoredEvent => ({
  by: 'system',
  ...event,
  v: EVENT_VERSION,
  seq: head.seq + 1,
  at,
  prev: head.hash,
})

/**
 * The hash of an event: SHA-256 over the canonical JSON (RFC 8785) of what is stored, which holds the hash of the event
 * before it.
 */
export const hashOf = (stored: object, sha256: Sha256): string => sha256(canonicalize(stored) ?? '')

/**
 * The state that a history amounts to; null for an empty one (invariant 5).
 *
 * @param stored the events as they are stored, where some are of an older version
 */
export function replay(
  events: readonly StoredEvent[],
  sha256: Sha256,
  stored: readonly object[] = events,
): CaseState | null {
  const last = stored.at(-1)
  const hash = last ? hashOf(last, sha256) : ''
  let state: CaseState | null = null
  // Only the last hash matters to whoever appends; `brokenAt` looks at all of them.
  for (const event of events) state = evolve(state, event, event.seq === events.length ? hash : '')
  return state
}

/** What every stored event has, whatever its version. */
export interface Link {
  readonly seq?: unknown
  readonly prev?: unknown
}

/**
 * Where a history breaks: the first event whose place or hash does not follow from the one before it; null when sound.
 *
 * @param stored the events as they are stored
 */
export function brokenAt(stored: readonly Link[], sha256: Sha256): number | null {
  let prev = ''
  for (const [index, event] of stored.entries()) {
    if (event.seq !== index + 1 || event.prev !== prev) return index + 1
    prev = hashOf(event, sha256)
  }
  return null
}
