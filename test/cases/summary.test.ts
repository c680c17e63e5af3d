import { expect, test } from 'vitest'
import { summaryOf } from '../../shared/cases/summary.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import { aReportedCase, at, type CaseBuilder, CLIENT, POLICY } from '../support/case-builder.ts'

// F1, F3: the list of a case says what follows when the municipality does not answer, and on which day.

function follows({ state }: CaseBuilder, client: Partial<ClientConditions> = {}) {
  const now = at('2026-05-04T10:00')
  const clientConditions = { ...CLIENT, ...client }
  const conditions = { policy: POLICY, clientConditions }
  const standing = standingOf(state, POLICY, clientConditions, now)
  const { answerBy, handOverOn, decideOn } = summaryOf('C-1', '1', state, conditions, standing, now, null)
  return { answerBy, handOverOn, decideOn }
}

test('F1 a hand-over, or of a client that never hands over a decision, the day after the four weeks', () => {
  expect(follows(aReportedCase())).toEqual({ answerBy: '2026-05-18', handOverOn: '2026-05-19' })
  expect(follows(aReportedCase(), { handOver: 'never' })).toEqual({ answerBy: '2026-05-18', decideOn: '2026-05-19' })
})

test('R7 of a renter on hold neither', () => {
  const hold = { type: 'HoldStarted', reason: 'other', lookAgain: '2026-06-01', source: 'report' } as const
  const onHold = aReportedCase().with(hold, '2026-05-01')
  for (const handOver of ['never', 'after-answer-period'] as const)
    expect(follows(onHold, { handOver })).toEqual({ answerBy: '2026-05-18' })
})
