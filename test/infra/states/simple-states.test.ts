import { describe, expect, it } from 'vitest'
import { DONE, done, END, lambda, outcomeOf } from './support.ts'

describe('Succeed', () => {
  it('ends the execution with its input', async () => {
    expect(await outcomeOf({ Done: DONE }, [1, 'a', null])).toMatchObject({
      status: 'SUCCEEDED',
      output: [1, 'a', null],
      transitions: 1,
    })
  })

  it('ends it with its Output, constants as they stand', async () => {
    const Output = { a: '{% $states.input.a %}', b: ['$.x', { c: null }], d: true }
    expect((await outcomeOf({ Done: done(Output) }, { a: 1 })).output).toEqual({
      a: 1,
      b: ['$.x', { c: null }],
      d: true,
    })
  })
})

describe('Fail', () => {
  it('ends the execution with an error and a cause', async () => {
    expect(await outcomeOf({ Stop: { Type: 'Fail', Error: 'Case.Broken', Cause: 'why' } })).toMatchObject({
      status: 'FAILED',
      error: 'Case.Broken',
      cause: 'why',
    })
  })
})

describe('Choice', () => {
  const states = {
    Which: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Large' },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Medium' },
      ],
      Default: 'Small',
    },
    Large: done(['large', '{% $states.input %}']),
    Medium: done(['medium', '{% $states.input %}']),
    Small: done(['small', '{% $states.input %}']),
  }

  it.each([
    [20, 'large'],
    [7, 'medium'],
    [1, 'small'],
  ])('of %d follows the first rule that holds, and hands its input on', async (n, size) => {
    expect((await outcomeOf(states, { n })).output).toEqual([size, { n }])
  })

  it('wants a boolean', async () => {
    const Which = {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.n %}', Next: 'On' }],
      Default: 'On',
    }
    expect(await outcomeOf({ Which, On: DONE }, { n: 1 })).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining('Choices[0]/Condition'),
    })
  })
})

describe('Wait', () => {
  const Then = done({ at: '{% $states.context.State.EnteredTime %}', input: '{% $states.input %}' })

  it.each([
    [90, '2026-01-01T00:01:30.000Z'],
    [30 * 86_400, '2026-01-31T00:00:00.000Z'],
    [0, '2026-01-01T00:00:00.000Z'],
  ])('of %d seconds goes on after them, with its input', async (Seconds, at) => {
    expect((await outcomeOf({ Pause: { Type: 'Wait', Seconds, Next: 'Then' }, Then }, 7)).output).toEqual({
      at,
      input: 7,
    })
  })
})

describe('payloads end at 256 KiB', () => {
  const LIMIT = 262_144
  // Two quotes belong to the payload of a text.
  const text = (bytes: number) => 'é'.repeat((bytes - 2) / 2)

  it('the output of a state may be just so large, and no larger', async () => {
    const states = { Grow: done('{% $states.input & $states.input %}') }
    expect((await outcomeOf(states, text(LIMIT / 2 + 1))).status).toBe('SUCCEEDED')
    expect((await outcomeOf(states, text(LIMIT / 2 + 3))).error).toBe('States.DataLimitExceeded')
  })

  it('a task result that is larger is not caught by States.ALL, only by its name', async () => {
    const after = { Caught: DONE }
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
    await expect(outcomeOf({ Go: DONE }, text(LIMIT + 2))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidExecutionInput' }),
    )
  })
})
