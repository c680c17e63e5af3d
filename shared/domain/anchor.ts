import canonicalize from 'canonicalize'
import { type IsoDate, plusDays } from './calendar.ts'
import type { Head, Sha256 } from './history.ts'

/** The newest event of a case at some moment; its hash vouches for every event before it. */
export interface AnchoredHead extends Head {
  readonly case: string
}

/**
 * What a day leaves behind, so that nothing can be left out of the log afterwards (invariant 5): the heads of the cases
 * to which anything was appended on that day, and the hash of the anchor of the day before. All anchors together cover
 * every case. A head may be of after its day; it is never of before the last event of that day.
 */
export interface Anchor {
  readonly day: IsoDate
  /** SHA-256 of the kept text of the anchor before it; `''` in the first. */
  readonly prev: string
  /** In the order of the cases' ids, each case once. */
  readonly heads: readonly AnchoredHead[]
}

/** An anchor with its text exactly as it is kept: the next anchor holds the hash of that text. */
export interface KeptAnchor {
  readonly anchor: Anchor
  readonly text: string
}

/** The text of an anchor, which is kept: canonical JSON (RFC 8785). */
export const anchorText = ({ day, prev, heads }: Anchor): string =>
  canonicalize({ day, prev, heads: heads.toSorted((a, b) => (a.case < b.case ? -1 : 1)) }) ?? ''

/** What the chain of anchors has wrong in itself. */
export type AnchorFault =
  /** The anchors before this one, which is not the first that was made, are gone. */
  | { readonly fault: 'anchors-gone-before'; readonly day: IsoDate }
  | { readonly fault: 'anchor-missing'; readonly day: IsoDate }
  | { readonly fault: 'anchor-changed'; readonly day: IsoDate }

/**
 * Where the chain of anchors breaks. That the last one was changed does not show here: nothing is chained to it yet.
 *
 * @param anchors in the order of their days
 */
export function anchorFaults(anchors: readonly KeptAnchor[], sha256: Sha256): AnchorFault[] {
  const faults: AnchorFault[] = []
  let before: KeptAnchor | null = null
  for (const kept of anchors) {
    const { day, prev } = kept.anchor
    const missing = before ? daysBetween(before.anchor.day, day) : []
    if (!before && prev !== '') faults.push({ fault: 'anchors-gone-before', day })
    for (const each of missing) faults.push({ fault: 'anchor-missing', day: each })
    if (before && missing.length === 0 && prev !== sha256(before.text))
      faults.push({ fault: 'anchor-changed', day: before.anchor.day })
    before = kept
  }
  return faults
}

function daysBetween(before: IsoDate, after: IsoDate): IsoDate[] {
  const days: IsoDate[] = []
  for (let day = plusDays(before, 1); day < after; day = plusDays(day, 1)) days.push(day)
  return days
}
