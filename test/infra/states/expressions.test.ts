import { describe, expect, it } from 'vitest'
import { END, lambda, outcomeOf } from './support.ts'

async function evaluate(expression: string, input: unknown = {}): Promise<unknown> {
  const { output, error, cause } = await outcomeOf(
    { Evaluate: { Type: 'Pass', Output: `{% ${expression} %}`, ...END } },
    input,
  )
  return error === undefined ? output : { error, cause }
}

describe('an expression', () => {
  it.each([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ["$hash('a', 'SHA-256')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$random(7) = $random(7)', true],
    ['$random(7) = $random(8)', false],
    ['$random() >= 0 and $random() < 1', true],
    ['$match($uuid(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).index', 0],
    ['$now()', '2026-01-01T00:00:00.000Z'],
    ["$now('[D01]-[M01]-[Y]', '+0100')", '01-01-2026'],
    ['$millis()', 1767225600000],
    ["$toMillis('2026-03-01T00:00:00Z')", 1772323200000],
    ['$fromMillis(1772323200000)', '2026-03-01T00:00:00.000Z'],
    ["$toMillis('10:30', '[H01]:[m01]')", Date.parse('2026-01-01T10:30:00Z')],
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
    ["$error('no')", /failed: no/],
    ['function($x) { $x }', /returned a value that is not JSON/],
    ['$partition([1], 0)', /chunk size/],
    ["$hash('a', 'CRC')", /knows MD5/],
    ['$range(1, 5000, 1)', /at most 1000/],
    ["$parse('{')", /failed/],
  ])('%s is a States.QueryEvaluationError', async (expression, cause) => {
    expect(await evaluate(expression)).toEqual({
      error: 'States.QueryEvaluationError',
      cause: expect.stringMatching(cause),
    })
  })

  it('names the expression and the field that failed', async () => {
    const { cause } = await outcomeOf({ Look: { Type: 'Pass', Output: { a: ['{% $states.input.gone %}'] }, ...END } })
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
        First: { Type: 'Pass', Assign: { n: 1, m: '{% $states.input.m %}' }, Next: 'Second' },
        Second: {
          Type: 'Pass',
          Assign: { n: '{% $n + 1 %}', m: '{% $n %}' },
          Output: { n: '{% $n %}' },
          Next: 'Third',
        },
        Third: { Type: 'Pass', Output: { before: '{% $states.input.n %}', n: '{% $n %}', m: '{% $m %}' }, ...END },
      },
      { m: 9 },
    )
    expect(output).toEqual({ before: 1, n: 2, m: 1 })
  })

  it('do not change the payload that is handed on', async () => {
    const { output } = await outcomeOf(
      { Keep: { Type: 'Pass', Assign: { a: '{% $states.input %}' }, Next: 'On' }, On: { Type: 'Pass', ...END } },
      { kept: true },
    )
    expect(output).toEqual({ kept: true })
  })
})
