import { describe, expect, it } from 'vitest'
import { aVirtualClock } from '../../support/virtual.ts'
import { anError, callback, DONE, done, END, keep, lambda, outcomeOf, tokensIn } from './support.ts'

/** Fails so many times with the errors given, then answers the attempt's number; notes after how many seconds. */
function failing(...errors: string[]) {
  const clock = aVirtualClock()
  const at: number[] = []
  const f = (_args: unknown, attempt: number) => {
    at.push((clock.now() - START) / 1000)
    const error = errors[attempt - 1]
    if (error !== undefined) throw anError(error)
    return attempt
  }
  const run = (states: Record<string, unknown>, random = Math.random) => outcomeOf(states, {}, { f }, { clock, random })
  return { run, at }
}

const START = Date.parse('2026-01-01T00:00:00Z')
const ask = (more: object) => lambda('f', { ...END, ...more })

describe('Retry', () => {
  it('tries three times more, after 1, 2 and 4 seconds, when nothing else is said', async () => {
    const { run, at } = failing('A', 'A', 'A', 'A')
    const Ask = ask({ Retry: [{ ErrorEquals: ['A'] }] })
    const execution = await run({ Ask })
    expect(execution).toMatchObject({ status: 'FAILED', error: 'A' })
    expect(at).toEqual([0, 1, 3, 7])
  })

  it('backs off up to the maximum delay', async () => {
    const { run, at } = failing('A', 'A', 'A', 'A')
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 9 }]
    expect((await run({ Ask: ask({ Retry }) })).output).toBe(5)
    expect(at).toEqual([0, 2, 8, 18, 28])
  })

  it('spreads the delays with full jitter', async () => {
    const { run, at } = failing('A', 'A')
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 8, JitterStrategy: 'FULL' }]
    const draws = [0.25, 0.5]
    await run({ Ask: ask({ Retry }) }, () => draws.shift() ?? 0)
    expect(at).toEqual([0, 2, 10])
  })

  it('counts each retrier by itself, and takes the first that covers the error', async () => {
    const { run, at } = failing('A', 'B', 'A', 'B')
    const Retry = [
      { ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
      { ErrorEquals: ['B', 'C'], IntervalSeconds: 5, MaxAttempts: 1 },
    ]
    const execution = await run({ Ask: ask({ Retry }) })
    expect(execution).toMatchObject({ status: 'FAILED', error: 'B' })
    expect(at).toEqual([0, 1, 6, 7])
  })

  it('does not retry with MaxAttempts 0', async () => {
    const { run, at } = failing('A')
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]
    expect((await run({ Ask: ask({ Retry }) })).error).toBe('A')
    expect(at).toHaveLength(1)
  })

  it('counts a transition for each retry, and shows the count in the context', async () => {
    const { run } = failing('A', 'A')
    const Ask = ask({ Retry: [{ ErrorEquals: ['A'] }], Output: '{% $states.context.State %}' })
    const { transitions, output } = await run({ Ask })
    expect(transitions).toBe(3)
    expect(output).toEqual({ Name: 'Ask', EnteredTime: '2026-01-01T00:00:00.000Z', RetryCount: 2 })
  })

  it('starts the timeout and the arguments anew', async () => {
    const Ask = callback('f', {
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 5 }],
      ...END,
    })
    const { run, at } = failing()
    const { error, stoppedAt, calls } = await run({ Ask })
    expect(error).toBe('States.Timeout')
    expect(at).toEqual([0, 15])
    expect(stoppedAt).toBe(START + 25_000)
    expect(new Set(tokensIn(calls)).size).toBe(2)
  })

  it('runs out before Catch takes over', async () => {
    const { run, at } = failing('A', 'A')
    const Ask = ask({
      Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['A'], Next: 'Caught' }],
    })
    const { output, transitions } = await run({ Ask, Caught: DONE })
    expect(output).toMatchObject({ Error: 'A' })
    expect(at).toHaveLength(2)
    expect(transitions).toBe(3)
  })

  it('begins at nought when the state is entered again', async () => {
    const { run, at } = failing('A', 'A', 'A')
    const Ask = ask({
      Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['A'], Next: 'Again' }],
    })
    const { output } = await run({ Ask, Again: { Type: 'Wait', Seconds: 0, Next: 'Ask' } })
    expect(output).toBe(4)
    expect(at).toEqual([0, 1, 1, 2])
  })
})

describe('Catch', () => {
  it('goes on with the error output', async () => {
    const Ask = lambda('f', { Catch: [{ ErrorEquals: ['A'], Next: 'Caught' }], ...END })
    const answers = {
      f: () => {
        throw anError('A', 'why')
      },
    }
    const { output } = await outcomeOf({ Ask, Caught: DONE }, { in: 1 }, answers)
    expect(output).toEqual({ Error: 'A', Cause: '{"errorType":"A","errorMessage":"why"}' })
  })

  it('takes the first catcher that covers the error, and keeps what was assigned', async () => {
    const Ask = ask({
      Catch: [
        { ErrorEquals: ['B'], Next: 'Other' },
        { ErrorEquals: ['States.ALL'], Next: 'Caught' },
      ],
    })
    const Caught = done({ error: '{% $states.input.Error %}', kept: '{% $kept %}' })
    const { run } = failing('A')
    expect((await run({ First: keep({ kept: 1 }, { Next: 'Ask' }), Ask, Caught, Other: DONE })).output).toEqual({
      error: 'A',
      kept: 1,
    })
  })

  it.each([
    ['States.ALL', 'A', true],
    ['States.TaskFailed', 'A', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['A', 'B', false],
  ])('of %s for %s: %s', async (name, thrown, caught) => {
    const Ask = lambda('f', { Catch: [{ ErrorEquals: [name], Next: 'Caught' }], ...END })
    const answers = {
      f: () => {
        throw anError(thrown)
      },
    }
    const { status } = await outcomeOf({ Ask, Caught: DONE }, {}, answers)
    expect(status).toBe(caught ? 'SUCCEEDED' : 'FAILED')
  })

  it('covers a failed evaluation of the state itself', async () => {
    const Ask = lambda('f', {
      Output: '{% $states.result.gone %}',
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
      ...END,
    })
    const { output } = await outcomeOf({ Ask, Caught: DONE }, {}, { f: () => 1 })
    expect(output).toMatchObject({ Error: 'States.QueryEvaluationError', Cause: expect.stringContaining("'Output'") })
  })

  it('does not cover an error output that is larger than a payload', async () => {
    const Ask = lambda('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], ...END })
    const answers = {
      f: () => {
        throw anError('A', 'x'.repeat(262_144))
      },
    }
    const { status, error } = await outcomeOf({ Ask, Caught: DONE }, {}, answers)
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.DataLimitExceeded' })
  })
})
