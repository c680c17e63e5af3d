import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createRunner } from '../../../infra/local/states/runner.ts'
import { substitute } from '../../../infra/local/states/substitute.ts'
import { END, LAMBDA, lambda, machine } from './support.ts'

function load(asl: unknown): void {
  createRunner({
    database: new DatabaseSync(':memory:'),
    now: () => 0,
    machines: { 'arrears-case': asl },
    tasks: { invokeLambda: async () => null, callSdk: async () => null },
  })
}

const PASS = { Type: 'Pass', ...END }
const INNER = { StartAt: 'Inner', States: { Inner: PASS } }

describe('a machine is refused when it is loaded', () => {
  const refusals: [string, Record<string, unknown>, RegExp][] = [
    ['a JSONPath field', { Look: { ...PASS, InputPath: '$.a' } }, /InputPath belongs to JSONPath/],
    ['a JSONPath key', { Look: { ...PASS, Output: { 'a.$': '$.a' } } }, /Output\/a\.\$: a key that ends in/],
    ['a JSONPath state', { Look: { ...PASS, QueryLanguage: 'JSONPath' } }, /only JSONata is implemented/],
    ['an unknown type', { Look: { Type: 'Activity', ...END } }, /Type/],
    ['an unknown field', { Look: lambda('f', { ...END, Credentials: {} }) }, /Credentials is not implemented/],
    ['an unknown integration', { Look: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', ...END } }, /sqs/],
    [
      'a service without a client',
      { Look: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:ec2:runInstances', ...END } },
      /aws-sdk:ec2:runInstances is not implemented/,
    ],
    [
      'waiting for a nested execution',
      { Look: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', ...END } },
      /startExecution\.sync:2 is not implemented/,
    ],
    [
      'an argument that is not implemented',
      { Look: { Type: 'Task', Resource: LAMBDA, Arguments: { FunctionName: 'f', InvocationType: 'Event' }, ...END } },
      /Arguments: InvocationType/,
    ],
    ['a result writer', { Look: { Type: 'Map', ItemProcessor: INNER, ResultWriter: {}, ...END } }, /ResultWriter/],
    ['batches of an inline Map', { Look: { Type: 'Map', ItemProcessor: INNER, Label: 'x', ...END } }, /distributed/],
    ['a broken expression', { Look: { ...PASS, Output: '{% 1 + %}' } }, /Output: not a JSONata expression/],
    ['half an expression', { Look: { ...PASS, Output: ' {% 1 %}' } }, /without space around it/],
    ['$eval', { Look: { ...PASS, Output: "{% $eval('1') %}" } }, /\$eval is not available/],
    ['$eval at the end of a chain', { Look: { ...PASS, Output: "{% '1' ~> $eval %}" } }, /\$eval is not available/],
    ['a result where there is none', { Look: { ...PASS, Output: '{% $states.result %}' } }, /\$states\.result/],
    ['an error outside Catch', { Look: { ...PASS, Output: '{% $states.errorOutput.Error %}' } }, /errorOutput/],
    [
      'a result in arguments',
      { Look: { Type: 'Task', Resource: LAMBDA, Arguments: { FunctionName: '{% $states.result %}' }, ...END } },
      /Arguments\/FunctionName: \$states\.result is not available here/,
    ],
    ['no way on', { Look: { Type: 'Pass' } }, /needs either Next or End/],
    ['a way to nowhere', { Look: { Type: 'Pass', Next: 'Gone' } }, /leads to no state here: "Gone"/],
    ['a state that nothing leads to', { Start: PASS, Look: PASS }, /no state leads to it/],
    [
      'both Seconds and Timestamp',
      { Look: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', ...END } },
      /either/,
    ],
    [
      'States.ALL beside others',
      { Look: lambda('f', { ...END, Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] }) },
      /alone/,
    ],
    [
      'States.ALL before others',
      { Look: lambda('f', { ...END, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }) },
      /must come last/,
    ],
    [
      'a heartbeat as long as the timeout',
      { Look: lambda('f', { ...END, TimeoutSeconds: 5, HeartbeatSeconds: 5 }) },
      /smaller/,
    ],
    ['a variable called states', { Look: { ...PASS, Assign: { states: 1 } } }, /cannot be the name of a variable/],
  ]

  it.each(refusals)('for %s, naming machine and state', (_what, states, message) => {
    expect(() => load(machine(states))).toThrow(message)
    expect(() => load(machine(states))).toThrow(/^arrears-case: state "Look": /)
  })

  it('when it does not say that it is JSONata', () => {
    expect(() => load({ StartAt: 'A', States: { A: PASS } })).toThrow(/^arrears-case: QueryLanguage: only JSONata/)
  })

  it('when a branch is wrong, naming the state inside', () => {
    const branches = { Type: 'Parallel', Branches: [{ StartAt: 'Deep', States: { Deep: { Type: 'Pass' } } }], ...END }
    expect(() => load(machine({ Around: branches }))).toThrow(/^arrears-case: state "Deep": needs either Next or End/)
  })

  it('when a branch leads out of itself', () => {
    const branch = { StartAt: 'Deep', States: { Deep: { Type: 'Pass', Next: 'After' } } }
    const states = { Around: { Type: 'Parallel', Branches: [branch], Next: 'After' }, After: PASS }
    expect(() => load(machine(states))).toThrow(/state "Deep": leads to no state here: "After"/)
  })

  it('when a name is used in two branches', () => {
    expect(() => load(machine({ P: { Type: 'Parallel', Branches: [INNER, INNER], ...END } }))).toThrow(
      /state "Inner": the name is used twice/,
    )
  })

  it('when an inner scope assigns a variable of the scope around it', () => {
    const inner = { StartAt: 'Inner', States: { Inner: { ...PASS, Assign: { seen: 1 } } } }
    const states = {
      Start: { Type: 'Pass', Assign: { seen: 0 }, Next: 'Each' },
      Each: { Type: 'Map', ItemProcessor: inner, ...END },
    }
    expect(() => load(machine(states))).toThrow(/state "Inner": Assign: \$seen belongs to the scope around it/)
  })
})

describe('placeholders of a machine file', () => {
  const placeholder = (name: string) => `\${${name}}`
  const [one, two, three] = [placeholder('One'), placeholder('Two'), placeholder('Three')]

  it('are filled with escaped values', () => {
    const filled = substitute(JSON.stringify({ a: one, b: `x-${one}` }), { One: 'say "hi"' })
    expect(JSON.parse(filled)).toEqual({ a: 'say "hi"', b: 'x-say "hi"' })
  })

  it('must all have a value', () => {
    expect(() => substitute(`${one} ${two} ${three}`, { Two: '' })).toThrow(`no value for ${one}, ${three}`)
  })

  it('must all exist', () => {
    expect(() => substitute(one, { One: '1', Two: '2' })).toThrow(`no placeholder for ${two}`)
  })
})
