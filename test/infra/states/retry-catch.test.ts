import { describe, expect, it } from 'vitest'
import { type Answers, anError, END, lambda, outcomeOf } from './support.ts'

/** Fails so many times with the errors given, then answers the attempt's number; notes when it was asked. */
function failing(...errors: string[]): { answers: Answers; at: string[] } {
  const at: string[] = []
  const answers: Answers = {
    f: (args, attempt) => {
      at.push(String((args as { now: string }).now))
      const error = errors[attempt - 1]
      if (error !== undefined) throw anError(error)
      return attempt
    },
  }
  return { answers, at }
}

const ASK = { Arguments: { FunctionName: 'f', Payload: { now: '{% $now() %}' } }, ...END }
const START = Date.parse('2026-01-01T00:00:00Z')
const secondsAfterStart = (at: string[]) => at.map((time) => (Date.parse(time) - START) / 1000)

describe('Retry', () => {
  it('tries three times more, after 1, 2 and 4 seconds, when nothing else is said', async () => {
    const { answers, at } = failing('A', 'A', 'A', 'A')
    const Ask = lambda('f', { ...ASK, Retry: [{ ErrorEquals: ['A'] }] })
    const execution = await outcomeOf({ Ask }, {}, answers)
    expect(execution).toMatchObject({ status: 'FAILED', error: 'A' })
    expect(secondsAfterStart(at)).toEqual([0, 1, 3, 7])
  })

  it('backs off up to the maximum delay', async () => {
    const { answers, at } = failing('A', 'A', 'A', 'A')
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 9 }]
    expect((await outcomeOf({ Ask: lambda('f', { ...ASK, Retry }) }, {}, answers)).output).toBe(5)
    expect(secondsAfterStart(at)).toEqual([0, 2, 8, 18, 28])
  })

  it('spreads the delays with full jitter', async () => {
    const { answers, at } = failing('A', 'A')
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 8, JitterStrategy: 'FULL' }]
    const draws = [0.25, 0.5]
    await outcomeOf({ Ask: lambda('f', { ...ASK, Retry }) }, {}, answers, { random: () => draws.shift() ?? 0 })
    expect(secondsAfterStart(at)).toEqual([0, 2, 10])
  })

  it('counts each retrier by itself, and takes the first that covers the error', async () => {
    const { answers, at } = failing('A', 'B', 'A', 'B')
    const Retry = [
      { ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
      { ErrorEquals: ['B', 'C'], IntervalSeconds: 5, MaxAttempts: 1 },
    ]
    const execution = await outcomeOf({ Ask: lambda('f', { ...ASK, Retry }) }, {}, answers)
    expect(execution).toMatchObject({ status: 'FAILED', error: 'B' })
    expect(secondsAfterStart(at)).toEqual([0, 1, 6, 7])
  })

  it('does not retry with MaxAttempts 0', async () => {
    const { answers, at } = failing('A')
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]
    expect((await outcomeOf({ Ask: lambda('f', { ...ASK, Retry }) }, {}, answers)).error).toBe('A')
    expect(at).toHaveLength(1)
  })

  it('counts a transition for each retry, and shows the count in the context', async () => {
    const { answers } = failing('A', 'A')
    const Ask = lambda('f', { ...ASK, Retry: [{ ErrorEquals: ['A'] }], Output: '{% $states.context.State %}' })
    const { transitions, output } = await outcomeOf({ Ask }, {}, answers)
    expect(transitions).toBe(3)
    expect(output).toEqual({ Name: 'Ask', EnteredTime: '2026-01-01T00:00:00.000Z', RetryCount: 2 })
  })

  it('starts the timeout and the arguments anew', async () => {
    const times: string[] = []
    const Ask = lambda('f', {
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      ...ASK,
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 5 }],
    })
    const answers = { f: (args: unknown) => void times.push((args as { now: string }).now) }
    const { error, stoppedAt } = await outcomeOf({ Ask }, {}, answers)
    expect(error).toBe('States.Timeout')
    expect(secondsAfterStart(times)).toEqual([0, 15])
    expect(stoppedAt).toBe(START + 25_000)
  })

  it('runs out before Catch takes over', async () => {
    const { answers, at } = failing('A', 'A')
    const Ask = lambda('f', {
      ...ASK,
      Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['A'], Next: 'Caught' }],
    })
    const { output, transitions } = await outcomeOf({ Ask, Caught: { Type: 'Pass', ...END } }, {}, answers)
    expect(output).toMatchObject({ Error: 'A' })
    expect(at).toHaveLength(2)
    expect(transitions).toBe(3)
  })

  it('begins at nought when the state is entered again', async () => {
    const { answers, at } = failing('A', 'A', 'A')
    const Ask = lambda('f', {
      ...ASK,
      Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['A'], Next: 'Again' }],
    })
    const { output } = await outcomeOf({ Ask, Again: { Type: 'Pass', Next: 'Ask' } }, {}, answers)
    expect(output).toBe(4)
    expect(secondsAfterStart(at)).toEqual([0, 1, 1, 2])
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
    const { output } = await outcomeOf({ Ask, Caught: { Type: 'Pass', ...END } }, { in: 1 }, answers)
    expect(output).toEqual({ Error: 'A', Cause: '{"errorType":"A","errorMessage":"why"}' })
  })

  it('may make another output, and assign, from the error and the input', async () => {
    const Ask = lambda('f', {
      Catch: [
        { ErrorEquals: ['B'], Next: 'Caught', Output: 'not this one' },
        {
          ErrorEquals: ['States.ALL'],
          Next: 'Caught',
          Assign: { error: '{% $states.errorOutput.Error %}' },
          Output: '{% $merge([$states.input, {"cause": $parse($states.errorOutput.Cause).errorMessage}]) %}',
        },
      ],
      ...END,
    })
    const Caught = { Type: 'Pass', Output: '{% $merge([$states.input, {"error": $error}]) %}', ...END }
    const answers = {
      f: () => {
        throw anError('A', 'why')
      },
    }
    // $error is a function of JSONata: a variable of that name hides it, as on AWS.
    expect((await outcomeOf({ Ask, Caught }, { in: 1 }, answers)).output).toEqual({ in: 1, cause: 'why', error: 'A' })
  })

  it.each([
    ['States.ALL', 'A', true],
    ['States.TaskFailed', 'A', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.HeartbeatTimeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
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
    const { status } = await outcomeOf({ Ask, Caught: { Type: 'Pass', ...END } }, {}, answers)
    expect(status).toBe(caught ? 'SUCCEEDED' : 'FAILED')
  })

  it('covers a failed evaluation of the state itself', async () => {
    const Ask = lambda('f', {
      Output: '{% $states.result.gone %}',
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
      ...END,
    })
    const { output } = await outcomeOf({ Ask, Caught: { Type: 'Pass', ...END } }, {}, { f: () => 1 })
    expect(output).toMatchObject({ Error: 'States.QueryEvaluationError', Cause: expect.stringContaining("'Output'") })
  })

  it('does not cover its own failed evaluation', async () => {
    const Ask = lambda('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $gone %}' }], ...END })
    const answers = {
      f: () => {
        throw anError('A')
      },
    }
    const { status, error } = await outcomeOf({ Ask, Caught: { Type: 'Pass', ...END } }, {}, answers)
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' })
  })
})
