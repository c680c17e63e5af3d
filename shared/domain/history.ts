import canonicalize from 'canonicalize'
import type { StoredEvent } from './event.ts'
import { evolve } from './evolve.ts'
import type { CaseState } from './state.ts'

/** A SHA-256 in hexadecimal; given by the caller, because the domain does not know the platform. */
export type Sha256 = (text: string) => string

/** The hash of an event: SHA-256 over its canonical JSON (RFC 8785), which holds the hash of the event before it. */
export const hashOf = (event: StoredEvent, sha256: Sha256): string => sha256(canonicalize(event) ?? '')

/** The state that a history amounts to; null for an empty one (invariant 5). */
export function replay(events: readonly StoredEvent[], sha256: Sha256): CaseState | null {
  let state: CaseState | null = null
  // Only the last hash matters to whoever appends; `brokenAt` looks at all of them.
  for (const [index, event] of events.entries())
    state = evolve(state, event, index === events.length - 1 ? hashOf(event, sha256) : '')
  return state
}

/**
 * Where a history breaks: the first event whose place or hash does not follow from the one before it; null when sound.
 */
export function brokenAt(events: readonly StoredEvent[], sha256: Sha256): number | null {
  let prev = ''
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1 || event.prev !== prev) return index + 1
    prev = hashOf(event, sha256)
  }
  return null
}
