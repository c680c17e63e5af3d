import { describe, expect, it } from 'vitest'
import { DONE, done, END, keep, lambda, outcomeOf } from './support.ts'

async function evaluate(expression: string, input: unknown = {}): Promise<unknown> {
  const { output, error, cause } = await outcomeOf({ Evaluate: done(`{% ${expression} %}`) }, input)
  return error === undefined ? output : { error, cause }
}

describe('an expression', () => {
  it.each([
    ["$toMillis('2026-03-01T00:00:00Z')", 1772323200000],
    ['$fromMillis(1772323200000)', '2026-03-01T00:00:00.000Z'],
    ["$formatNumber(7, '000000')", '000007'],
    ['$max([1, $ceil(2.5)])', 3],
    ['$string(7)', '7'],
    ['[$exists($states.input.rows), $exists($states.input.gone)]', [true, false]],
    ['$states.context.State.EnteredTime', '2026-01-01T00:00:00.000Z'],
    ['$states.input.rows[open > 10].id', 'b'],
    ['[$states.input.rows[open > 0].id]', ['a', 'b']],
    ['$states.input.rows{ id: open }', { a: 5, b: 15 }],
    ['null', null],
  ])('%s', async (expression, expected) => {
    const input = {
      rows: [
        { id: 'a', open: 5 },
        { id: 'b', open: 15 },
      ],
    }
    expect(await evaluate(expression, input)).toEqual(expected)
  })

  it.each([
    ['$states.input.nothing', /returned nothing \(undefined\)/],
    ['$undeclared', /returned nothing \(undefined\)/],
    ["1 + 'a'", /failed: .*The right side/],
    ["$toMillis('soon')", /returned nothing|failed/],
    ['$max', /returned a value that is not JSON/],
  ])('%s is a States.QueryEvaluationError', async (expression, cause) => {
    expect(await evaluate(expression)).toEqual({
      error: 'States.QueryEvaluationError',
      cause: expect.stringMatching(cause),
    })
  })

  it('names the expression and the field that failed', async () => {
    const { cause } = await outcomeOf({ Look: done({ a: ['{% $states.input.gone %}'] }) })
    expect(cause).toBe(
      "The JSONata expression '$states.input.gone' specified for the field 'Output/a[0]' returned nothing (undefined).",
    )
  })

  it('sees the context object', async () => {
    const { output } = await outcomeOf(
      { Look: lambda('echo', { Output: '{% $states.context %}', ...END }) },
      { a: 1 },
      { echo: () => null },
    )
    expect(output).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-west-1:000000000000:execution:subject:one',
        Name: 'one',
        Input: { a: 1 },
        StartTime: '2026-01-01T00:00:00.000Z',
      },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:000000000000:stateMachine:subject', Name: 'subject' },
      State: { Name: 'Look', EnteredTime: '2026-01-01T00:00:00.000Z', RetryCount: 0 },
    })
  })
})

describe('variables', () => {
  it('are assigned when the state is left: Assign and Output both see the old ones', async () => {
    const { output } = await outcomeOf(
      {
        First: keep({ n: 1, m: '{% $states.input.m %}' }, { Next: 'Second' }),
        Second: keep({ n: '{% $n + 1 %}', m: '{% $n %}' }, { Output: { n: '{% $n %}' }, Next: 'Third' }),
        Third: done({ before: '{% $states.input.n %}', n: '{% $n %}', m: '{% $m %}' }),
      },
      { m: 9 },
    )
    expect(output).toEqual({ before: 1, n: 2, m: 1 })
  })

  it('may hide a function of JSONata, as on AWS', async () => {
    expect((await outcomeOf({ Keep: keep({ error: 7 }, { Next: 'On' }), On: done('{% $error %}') })).output).toBe(7)
  })

  it('do not change the payload that is handed on', async () => {
    const Keep = keep({ a: '{% $states.input %}' }, { Next: 'On' })
    expect((await outcomeOf({ Keep, On: DONE }, { kept: true })).output).toEqual({ kept: true })
  })
})
