import { eventSchema } from '../../../shared/contracts/event-versions.ts'
import { type CaseLog, CaseMovedOn, type CaseSummary, type LoadedCase } from '../../../shared/contracts/ports.ts'
import { isAdministered } from '../../../shared/contracts/stored-event.ts'
import { caseSummarySchema } from '../../../shared/contracts/stored-summary.ts'
import { hashOf, nextAfter, replay } from '../../../shared/domain/history.ts'
import { hasEnded } from '../../../shared/domain/phase.ts'
import { sha256 } from '../../../shared/runtime/sha256.ts'

/** A case log in memory; it holds JSON, so that nobody changes the history by what he gave or got. */
export function aCaseLog(now: () => Date = () => new Date()): CaseLog {
  const histories = new Map<string, string[]>()
  const summaries = new Map<string, string>()
  const writtenAt = new Map<string, string>()
  const storedOf = (caseId: string) => (histories.get(caseId) ?? []).map((text) => JSON.parse(text))
  const eventsOf = (caseId: string) => storedOf(caseId).map((stored) => eventSchema.parse(stored))
  const summaryOf = (caseId: string): CaseSummary | null => {
    const text = summaries.get(caseId)
    return text === undefined ? null : caseSummarySchema.parse(JSON.parse(text))
  }

  const load = async (caseId: string): Promise<LoadedCase | null> => {
    const events = eventsOf(caseId)
    const stored = storedOf(caseId)
    const state = replay(events, sha256, stored)
    return state && { caseId, events, stored, state, summary: summaryOf(caseId) }
  }

  async function* summariesThat(holds: (summary: CaseSummary) => boolean): AsyncGenerator<CaseSummary> {
    for (const caseId of [...summaries.keys()].sort()) {
      const summary = summaryOf(caseId)
      if (summary && holds(summary)) yield summary
    }
  }

  return {
    load,
    async append(caseId, after, event, at) {
      const stored = nextAfter(after, event, at)
      const history = histories.get(caseId) ?? []
      if (history.length !== after.seq) throw new CaseMovedOn(`case ${caseId} has an event ${stored.seq}`)
      histories.set(caseId, [...history, JSON.stringify(stored)])
      return stored
    },
    isNewest: async (caseId, seq) => (histories.get(caseId) ?? []).length === seq,
    async summarise(summary) {
      if ((summaryOf(summary.caseId)?.seq ?? 0) > summary.seq) return
      summaries.set(summary.caseId, JSON.stringify(summary))
      writtenAt.set(summary.caseId, now().toISOString())
    },
    queued: (queue) => summariesThat((summary) => summary.queue === queue),
    openOf: (client) => summariesThat((summary) => summary.client === client && !hasEnded(summary.phase)),
    listedSince: (since) => summariesThat(({ caseId }) => (writtenAt.get(caseId) ?? '') >= since),
    overdue: (before) => summariesThat(({ due }) => due !== null && due < before),
    summariesOf: async (caseIds) => caseIds.flatMap((caseId) => summaryOf(caseId) ?? []),
    async *entries(from, until) {
      for (const caseId of histories.keys()) {
        const summary = summaryOf(caseId)
        if (!summary) continue
        for (const event of eventsOf(caseId))
          if (isAdministered(event) && event.at >= from && event.at < until)
            yield { caseId, renter: summary.renter, client: summary.client, event }
      }
    },
    async *changedCases(from, until) {
      // The state machine puts its own event, and lists it nowhere.
      for (const caseId of histories.keys())
        if (eventsOf(caseId).some(({ type, at }) => type !== 'Waiting' && at >= from && at < until)) yield caseId
    },
    async headOf(caseId) {
      const newest = storedOf(caseId).at(-1)
      return newest ? { seq: newest.seq, hash: hashOf(newest, sha256) } : null
    },
    async *all() {
      for (const caseId of histories.keys()) {
        const loaded = await load(caseId)
        if (loaded) yield loaded
      }
    },
  }
}
