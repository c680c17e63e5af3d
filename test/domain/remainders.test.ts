import { describe, expect, test } from 'vitest'
import { sumOf } from '../../shared/domain/claims.ts'
import { reportedOn } from '../../shared/domain/evidence.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import { listedBy, nextLetter } from '../../shared/domain/letter-due.ts'
import { tasksOf } from '../../shared/domain/tasks.ts'
import {
  aCaseReadyToReport,
  anArrearsCase,
  at,
  CLIENT,
  claim,
  numberOf,
  POLICY,
  rent,
} from '../support/case-builder.ts'

// C11: a claim of which at most € 10 is open leads nothing, keeps no case alive, and is no month.

const left = (cents: number) => anArrearsCase().withBook([rent('2026-03', cents)], '2026-03-09')
const small = (name: string, cents = 1_000) => claim(name, '2026-03-03', cents)

describe('C11 a remainder', () => {
  test('of at most € 10 keeps no case alive', () => {
    expect(followUp(left(1_000).state, POLICY, null, at('2026-03-09'))).toMatchObject({ type: 'CasePaid' })
    expect(followUp(left(1_001).state, POLICY, null, at('2026-03-09'))).toBeNull()
  })

  test("the property manager's own amount", () => {
    const policy = { ...POLICY, remainderCents: 500 }
    expect(followUp(left(501).state, policy, null, at('2026-03-09'))).toBeNull()
    expect(followUp(left(500).state, policy, null, at('2026-03-09'))).toMatchObject({ type: 'CasePaid' })
  })

  test('leads to no letter', () => {
    expect(nextLetter(left(1_000).state, POLICY, '2026-03-09')).toBeNull()
    expect(nextLetter(left(1_001).state, POLICY, '2026-03-09')).toMatchObject({ letter: 'reminder' })
  })

  test('is listed in a letter that goes anyway', () => {
    const two = anArrearsCase().withBook([rent('2026-03'), small('S')], '2026-03-09')
    expect(listedBy(two.state, POLICY, '2026-03-09')).toEqual([numberOf('H-2026-03'), numberOf('S')])
  })

  test.each([
    ['of € 10 is no month, and not in the amount', 1_000, { months: 1, cents: 100_000 }],
    ['of a cent more is', 1_001, { months: 2, cents: 101_001 }],
  ])('%s', (_name, cents, reported) => {
    const two = aCaseReadyToReport({ claims: [rent('2026-02', cents), rent('2026-03')] })
    expect(sumOf(reportedOn(two.state, POLICY, '2026-04-20'))).toEqual(reported)
  })

  test.each([
    ['five of them, of € 50 together: no question', 5, []],
    ['six of them: one question', 6, ['small-claims']],
  ])('%s', (_name, count, tasks) => {
    const claims = [rent('2026-03'), ...Array.from({ length: count }, (_, index) => small(`S-${index}`))]
    const many = anArrearsCase().withBook(claims, '2026-03-09')
    expect(tasksOf(many.state, POLICY, CLIENT, '2026-03-09')).toEqual(tasks)
  })
})
