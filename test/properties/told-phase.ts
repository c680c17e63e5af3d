import { isOnItsWay } from './told.ts'
import { inHandTold, isCertain } from './told-claims.ts'
import type { Told } from './told-state.ts'

/**
 * Under which phases the case may be listed on a day: that of its leading claim, or of what rests without one. Where
 * the amounts are not certain from the history alone, there may be a leading claim or none.
 */
export function phasesTold(told: Told, on: string): readonly string[] {
  if (told.ended) return [told.ended]
  if (told.acceptedOn !== null) return ['suspended']
  if (told.onHold) return ['on-hold']
  if (told.queued || isOnItsWay(told)) return ['signal-queued']
  if (inHandTold(told, on).length === 0) return [withoutLead(told)]
  return isCertain(told) ? [withLead(told)] : [withLead(told), withoutLead(told)]
}

const liveClaims = ({ written, withdrawn, reported }: Told): readonly number[] =>
  (written !== null && !withdrawn && reported.get(written)) || []

function withLead(told: Told): string {
  if (liveClaims(told).some((number) => !told.agencyClaims.includes(number))) return 'awaiting-answer'
  return told.held || told.rejected || told.withdrawn ? 'signal-held' : 'reminding'
}

function withoutLead(told: Told): string {
  if (told.agencyClaims.length > 0) return 'handed-over'
  if (told.arrangement) return 'arrangement'
  return liveClaims(told).length > 0 ? 'awaiting-answer' : 'reminding'
}
