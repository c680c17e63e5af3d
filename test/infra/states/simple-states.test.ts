import { describe, expect, it } from 'vitest'
import { END, lambda, outcomeOf } from './support.ts'

describe('Pass', () => {
  it('hands its input on', async () => {
    expect((await outcomeOf({ Go: { Type: 'Pass', ...END } }, [1, 'a', null])).output).toEqual([1, 'a', null])
  })

  it('hands its Output on, constants as they stand', async () => {
    const Output = { a: '{% $states.input.a %}', b: ['$.x', { c: null }], d: true }
    expect((await outcomeOf({ Go: { Type: 'Pass', Output, ...END } }, { a: 1 })).output).toEqual({
      a: 1,
      b: ['$.x', { c: null }],
      d: true,
    })
  })
})

describe('Succeed', () => {
  it('ends the execution with its Output', async () => {
    const states = { Done: { Type: 'Succeed', Output: { sum: '{% $sum($states.input) %}' } } }
    expect(await outcomeOf(states, [1, 2])).toMatchObject({ status: 'SUCCEEDED', output: { sum: 3 }, transitions: 1 })
  })
})

describe('Fail', () => {
  it('ends the execution with an error and a cause, which may be expressions', async () => {
    const states = { Stop: { Type: 'Fail', Error: 'Case.Broken', Cause: "{% 'because of ' & $states.input.why %}" } }
    expect(await outcomeOf(states, { why: 'this' })).toMatchObject({
      status: 'FAILED',
      error: 'Case.Broken',
      cause: 'because of this',
    })
  })

  it('needs neither', async () => {
    const execution = await outcomeOf({ Stop: { Type: 'Fail' } })
    expect(execution.status).toBe('FAILED')
    expect(execution).not.toHaveProperty('error')
    expect(execution).not.toHaveProperty('output')
  })
})

describe('Choice', () => {
  const states = {
    Which: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.n > 10 %}',
          Next: 'Large',
          Assign: { size: 'large' },
          Output: { was: '{% $states.input.n %}' },
        },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Large', Assign: { size: 'medium' } },
      ],
      Default: 'Small',
      Assign: { size: 'small' },
      Output: 'from the default',
    },
    Large: { Type: 'Pass', Output: ['{% $size %}', '{% $states.input %}'], ...END },
    Small: { Type: 'Pass', Output: ['{% $size %}', '{% $states.input %}'], ...END },
  }

  it.each([
    [20, ['large', { was: 20 }]],
    [7, ['medium', { n: 7 }]],
    [1, ['small', 'from the default']],
  ])('of %d follows the first rule that holds, with its Assign and Output', async (n, expected) => {
    expect((await outcomeOf(states, { n })).output).toEqual(expected)
  })

  it('without a rule that holds, and without Default, is States.NoChoiceMatched', async () => {
    const { Default: _, ...open } = states.Which
    const { Small: __, ...rest } = states
    expect(await outcomeOf({ ...rest, Which: open }, { n: 1 })).toMatchObject({
      status: 'FAILED',
      error: 'States.NoChoiceMatched',
    })
  })

  it('wants a boolean', async () => {
    const Which = { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n %}', Next: 'On' }] }
    expect(await outcomeOf({ Which, On: { Type: 'Pass', ...END } }, { n: 1 })).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining('Choices[0]/Condition'),
    })
  })
})

describe('Wait', () => {
  const endedAt = async (wait: object, input: unknown = {}) => {
    const { output } = await outcomeOf(
      {
        Pause: { Type: 'Wait', ...wait, Output: '{% $states.context.State.EnteredTime %}', Next: 'Then' },
        Then: { Type: 'Pass', Output: '{% $now() %}', ...END },
      },
      input,
    )
    return output
  }

  it.each([
    [{ Seconds: 90 }, '2026-01-01T00:01:30.000Z'],
    [{ Seconds: '{% $states.input.days * 86400 %}' }, '2026-01-31T00:00:00.000Z'],
    [{ Seconds: 0 }, '2026-01-01T00:00:00.000Z'],
    [{ Timestamp: '2026-02-01T12:00:00+01:00' }, '2026-02-01T11:00:00.000Z'],
    [{ Timestamp: '{% $states.input.until %}' }, '2026-03-01T00:00:00.000Z'],
    [{ Timestamp: '2025-12-31T00:00:00Z' }, '2026-01-01T00:00:00.000Z'],
  ])('%j', async (wait, expected) => {
    expect(await endedAt(wait, { days: 30, until: '2026-03-01T00:00:00Z' })).toBe(expected)
  })

  it.each([{ Seconds: '{% -1 %}' }, { Seconds: '{% 1.5 %}' }, { Timestamp: "{% '1 March' %}" }])(
    'refuses %j',
    async (wait) => {
      const { error } = await outcomeOf({ Pause: { Type: 'Wait', ...wait, ...END } })
      expect(error).toBe('States.QueryEvaluationError')
    },
  )

  it('assigns after the wait, and hands its input on', async () => {
    const { output } = await outcomeOf(
      {
        Pause: { Type: 'Wait', Seconds: 60, Assign: { woke: '{% $now() %}' }, Next: 'Then' },
        Then: { Type: 'Pass', Output: '{% $merge([$states.input, {"woke": $woke}]) %}', ...END },
      },
      { kept: 1 },
    )
    expect(output).toEqual({ kept: 1, woke: '2026-01-01T00:01:00.000Z' })
  })
})

describe('payloads end at 256 KiB', () => {
  const LIMIT = 262_144
  // Two quotes belong to the payload of a text.
  const text = (bytes: number) => 'é'.repeat((bytes - 2) / 2)

  it('the output of a state may be just so large, and no larger', async () => {
    const states = { Grow: { Type: 'Pass', Output: '{% $states.input & $states.input %}', ...END } }
    expect((await outcomeOf(states, text(LIMIT / 2 + 1))).status).toBe('SUCCEEDED')
    expect((await outcomeOf(states, text(LIMIT / 2 + 3))).error).toBe('States.DataLimitExceeded')
  })

  it('a task result that is larger is not caught by States.ALL, only by its name', async () => {
    const after = { Caught: { Type: 'Pass', ...END } }
    const read = (name: string) => lambda('large', { Catch: [{ ErrorEquals: [name], Next: 'Caught' }], ...END })
    const answers = { large: () => text(LIMIT + 2) }
    const byName = await outcomeOf({ Read: read('States.DataLimitExceeded'), ...after }, {}, answers)
    expect(byName).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.DataLimitExceeded' } })
    for (const wildcard of ['States.ALL', 'States.TaskFailed']) {
      const byWildcard = await outcomeOf({ Read: read(wildcard), ...after }, {}, answers)
      expect(byWildcard).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' })
    }
  })

  it('so do the arguments of a task', async () => {
    const Arguments = { FunctionName: 'f', Payload: '{% $states.input & $states.input %}' }
    const { error, calls } = await outcomeOf({ Call: lambda('f', { Arguments, ...END }) }, text(LIMIT / 2 + 4))
    expect(error).toBe('States.DataLimitExceeded')
    expect(calls).toEqual([])
  })

  it('so does the input of an execution', async () => {
    await expect(outcomeOf({ Go: { Type: 'Pass', ...END } }, text(LIMIT + 2))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidExecutionInput' }),
    )
  })
})
