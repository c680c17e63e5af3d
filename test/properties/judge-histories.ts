import { createHash } from 'node:crypto'
import { sentenceOf } from '../../infra/local/verify/sentences.ts'
import { brokenAt } from '../../shared/domain/history.ts'
import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { phasesTold } from './told-phase.ts'

// Invariant 5: the history is append-only, in order, and the state of a case can be rebuilt from it alone.

export const historiesHold: Judge = (evidence) =>
  evidence.cases
    .flatMap((each) => [...brokenChain(each), ...forgotten(evidence, each), ...otherPhase(evidence, each)])
    .concat(evidence.completeness.faults.map((fault) => `5: ${sentenceOf(fault)}`))

function brokenChain({ caseId, events }: JudgedCase): string[] {
  const at = brokenAt(events, (text) => createHash('sha256').update(text).digest('hex'))
  const backwards = events.find(({ at: moment }, index) => moment < (events[index - 1]?.at ?? ''))
  return [
    ...(at === null ? [] : [`5: the history of ${caseId} breaks at ${at}`]),
    ...(backwards ? [`5: ${caseId}#${backwards.seq} is older than the event before it`] : []),
    ...(events[0]?.type === 'CaseOpened' ? [] : [`5: ${caseId} does not begin with its opening`]),
  ]
}

/** Whatever the table took, across every crash, still stands where it stood. */
function forgotten({ order }: Evidence, { caseId, events }: JudgedCase): string[] {
  const places = new Map<number, string>()
  return order.appends(caseId).flatMap(({ seq, type }) => {
    const double = places.has(seq) ? [`5: ${caseId}#${seq} was written twice`] : []
    places.set(seq, type)
    return [...double, ...(events[seq - 1]?.type === type ? [] : [`5: ${caseId}#${seq} was a ${type}, and is gone`])]
  })
}

function otherPhase({ summaries, world }: Evidence, { caseId, phase, told, events }: JudgedCase): string[] {
  const last = told.at(-1)
  const listed = summaries.find((each) => each?.caseId === caseId)?.phase
  const rebuilt = last ? phasesTold(last, world.until) : []
  const types = events.slice(-4).map(({ type }) => type)
  return phase === listed && rebuilt.includes(phase)
    ? []
    : [
        `5: ${caseId} is listed as ${listed} and shown as ${phase}; its history (… ${types.join(', ')}) says ${rebuilt.join(' or ')}`,
      ]
}
