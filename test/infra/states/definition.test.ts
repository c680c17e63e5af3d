import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createRunner } from '../../../infra/local/states/runner.ts'
import { substitute } from '../../../infra/local/states/substitute.ts'
import { block, callback, DONE, done, END, keep, lambda, machine } from './support.ts'

function load(asl: unknown): void {
  createRunner({
    database: new DatabaseSync(':memory:'),
    now: () => 0,
    machines: { 'arrears-case': asl },
    tasks: { invokeLambda: async () => null, putItem: async () => null },
  })
}

const INLINE = { ProcessorConfig: { Mode: 'INLINE' } }
const inner = (states: Record<string, unknown>, config: object = INLINE) => ({ ...config, ...block(states) })
const map = (more: object = {}) => ({
  Type: 'Map',
  Items: '{% $states.input %}',
  MaxConcurrency: 1,
  ItemProcessor: inner({ Inner: DONE }),
  ...END,
  ...more,
})
const condition = (Condition: unknown, more: object = {}) => ({
  Look: { Type: 'Choice', Choices: [{ Condition, Next: 'On', ...more }], Default: 'On' },
  On: DONE,
})
const look = (more: object) => ({ Look: lambda('f', { ...END, ...more }) })
const caught = (more: object) => ({
  ...look({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'On', ...more }] }),
  On: DONE,
})

describe('a machine is refused when it is loaded', () => {
  /** What this cloud does not run, and how it says so. */
  const notRun: [string, Record<string, unknown>][] = [
    ['Type "Pass"', { Look: { Type: 'Pass', ...END } }],
    ['Type "Parallel"', { Look: { Type: 'Parallel', Branches: [block({ Inner: DONE })], ...END } }],
    ['Type "Activity"', { Look: { Type: 'Activity', ...END } }],
    ['Credentials', look({ Credentials: {} })],
    ['HeartbeatSeconds', { Look: callback('f', { HeartbeatSeconds: 5, ...END }) }],
    ['QueryLanguage', look({ QueryLanguage: 'JSONata' })],
    ['InputPath', look({ InputPath: '$.a' })],
    ['Resource "arn:aws:states:::sqs:sendMessage"', look({ Resource: 'arn:aws:states:::sqs:sendMessage' })],
    [
      'Resource "arn:aws:states:::lambda:invoke.waitForTaskToken"',
      look({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
    ],
    ['Resource "arn:aws:states:::states:startExecution"', look({ Resource: 'arn:aws:states:::states:startExecution' })],
    [
      'Resource "arn:aws:states:::aws-sdk:dynamodb:putItem"',
      look({ Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem' }),
    ],
    ['Resource "arn:aws:states:::aws-sdk:s3:getObject"', look({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject' })],
    ['Arguments/InvocationType', look({ Arguments: { FunctionName: 'f', Payload: {}, InvocationType: 'Event' } })],
    [
      'Arguments/ReturnValues',
      { Look: callback('f', { Arguments: { TableName: 't', Item: {}, ReturnValues: 'ALL_OLD' }, ...END }) },
    ],
    ['Retry/0/Comment', look({ Retry: [{ ErrorEquals: ['A'], Comment: 'why' }] })],
    ['Retry/0/JitterStrategy "NONE"', look({ Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'NONE' }] })],
    ['Catch/0/Output', caught({ Output: 1 })],
    ['Catch/0/Assign', caught({ Assign: { a: 1 } })],
    ['Choices/0/Output', condition('{% true %}', { Output: 1 })],
    ['Choices/0/Assign', condition('{% true %}', { Assign: { a: 1 } })],
    ['Timestamp', { Look: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', ...END } }],
    ['Output', { Look: { Type: 'Wait', Seconds: 1, Output: 1, ...END } }],
    ['Assign', { Look: { Type: 'Succeed', Assign: { a: 1 } } }],
    ['CausePath', { Look: { Type: 'Fail', Error: 'A', Cause: 'why', CausePath: '$.a' } }],
    ['ItemReader', { Look: map({ ItemReader: {} }) }],
    ['ItemBatcher', { Look: map({ ItemBatcher: {} }) }],
    ['ResultWriter', { Look: map({ ResultWriter: {} }) }],
    ['ToleratedFailureCount', { Look: map({ ToleratedFailureCount: 1 }) }],
    ['ToleratedFailurePercentage', { Look: map({ ToleratedFailurePercentage: 1 }) }],
    ['Label', { Look: map({ Label: 'x' }) }],
    ['Retry', { Look: map({ Retry: [{ ErrorEquals: ['A'] }] }) }],
    ['Assign', { Look: map({ Assign: { a: 1 } }) }],
    [
      'ItemProcessor/ProcessorConfig/ExecutionType "EXPRESS"',
      {
        Look: map({
          ItemProcessor: inner({ Inner: DONE }, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }),
        }),
      },
    ],
    ['ItemProcessor/Comment', { Look: map({ ItemProcessor: { ...inner({ Inner: DONE }), Comment: 'why' } }) }],
  ]

  it.each(notRun)('for %s, naming machine and state', (what, states) => {
    expect(() => load(machine(states))).toThrow(`arrears-case: state "Look": this cloud does not run ${what}`)
  })

  it.each([
    ['$eval', "$eval('1')"],
    ['$now', '$now()'],
    ['$millis', '$millis()'],
    ['$random', '$random()'],
    ['$uuid', '$uuid()'],
    ['$parse', "$parse('1')"],
    ['$partition', '$partition([1], 1)'],
    ['$range', '$range(1, 2, 1)'],
    ['$hash', "$hash('a', 'MD5')"],
    ['$sum', '1 + $sum([1])'],
    ['$sum', '($f := $sum; $sum([1]))'],
    ['$f', '($f := $sum; $f([1]))'],
    ['$toString', '$toString(1)'],
    ['$toMillis with more than 1', "$toMillis('10:30', '[H01]:[m01]')"],
    ['~>', "'1' ~> $eval"],
    ['function', 'function($x) { $x }'],
    ['a function with ? for an argument', '$formatNumber(?, "0")'],
    ['|…|', '[|a|{"b": 1}|]'],
    ['$of an expression', '(1; $sum)([1])'],
  ])('for the function %s of an expression, also deep inside: %s', (what, expression) => {
    const refusal = (field: string) => `arrears-case: state "Look": ${field}: this cloud does not run ${what}`
    expect(() => load(machine({ Look: done(`{% ${expression} %}`) }))).toThrow(refusal('Output'))
    expect(() => load(machine({ Look: done({ a: [`{% [{"b": ${expression}}] %}`] }) }))).toThrow(refusal('Output/a[0]'))
  })

  const refusals: [string, Record<string, unknown>, RegExp][] = [
    ['a JSONPath key', { Look: done({ 'a.$': '$.a' }) }, /Output\/a\.\$: a key that ends in/],
    ['a broken expression', { Look: done('{% 1 + %}') }, /Output: not a JSONata expression/],
    ['half an expression', { Look: done(' {% 1 %}') }, /without space around it/],
    ['a result where there is none', { Look: done('{% $states.result %}') }, /Output: \$states\.result/],
    ['an error output', { Look: done('{% $states.errorOutput.Error %}') }, /\$states\.errorOutput is not available/],
    [
      'a result in arguments',
      look({ Arguments: { FunctionName: 'f', Payload: '{% $states.result %}' } }),
      /Arguments\/Payload: \$states\.result is not available here/,
    ],
    [
      'the name of a function that is computed',
      look({ Arguments: { FunctionName: '{% $f %}', Payload: {} } }),
      /Arguments\/FunctionName: must be text/,
    ],
    ['a call of nothing', look({ Arguments: { Payload: {} } }), /Arguments\/FunctionName/],
    ['a condition that is not computed', condition(true), /Choices\/0\/Condition/],
    ['no default', { Look: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Look' }] } }, /Default/],
    ['a wait that is computed', { Look: { Type: 'Wait', Seconds: '{% 1 %}', ...END } }, /Seconds/],
    ['no seconds', { Look: { Type: 'Wait', ...END } }, /Seconds/],
    [
      'a wait of more than 24,855 days',
      { Look: { Type: 'Wait', Seconds: 24_856 * 86_400, ...END } },
      /Seconds: Too big/,
    ],
    ['a deadline of more than 24,855 days', look({ TimeoutSeconds: 24_856 * 86_400 }), /TimeoutSeconds/],
    ['an unlimited Map', { Look: map({ MaxConcurrency: 0 }) }, /MaxConcurrency: Too small/],
    ['a list of items in the definition', { Look: map({ Items: [1] }) }, /Items/],
    ['no way on', { Look: lambda('f') }, /needs either Next or End/],
    ['a way to nowhere', { Look: lambda('f', { Next: 'Gone' }) }, /leads to no state here: "Gone"/],
    ['a state that nothing leads to', { Start: DONE, Look: DONE }, /no state leads to it/],
    ['States.ALL beside others', look({ Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] }), /alone/],
    [
      'States.ALL before others',
      look({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }),
      /must come last/,
    ],
    [
      'a delay that is at its most at once',
      look({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 5, MaxDelaySeconds: 5 }] }),
      /MaxDelaySeconds must be greater/,
    ],
    ['a variable called states', { Look: keep({ states: 1 }, END) }, /cannot be the name of a variable/],
  ]

  it.each(refusals)('for %s, naming machine and state', (_what, states, message) => {
    expect(() => load(machine(states))).toThrow(message)
    expect(() => load(machine(states))).toThrow(/^arrears-case: state "Look": /)
  })

  it.each([
    ['QueryLanguage left out', { StartAt: 'A', States: { A: DONE } }],
    ['QueryLanguage "JSONPath"', { QueryLanguage: 'JSONPath', StartAt: 'A', States: { A: DONE } }],
    ['TimeoutSeconds', { ...machine({ A: DONE }), TimeoutSeconds: 60 }],
    ['Version', { ...machine({ A: DONE }), Version: '1.0' }],
  ])('for %s at the top', (what, asl) => {
    expect(() => load(asl)).toThrow(`arrears-case: this cloud does not run ${what}`)
  })

  it('for a Map inside a Map', () => {
    const states = { Around: map({ ItemProcessor: inner({ Look: map() }) }) }
    expect(() => load(machine(states))).toThrow(
      'arrears-case: state "Look": this cloud does not run a Map inside a Map',
    )
  })

  it('when an iteration is wrong, naming the state inside', () => {
    const states = { Around: map({ ItemProcessor: inner({ Deep: lambda('f') }) }) }
    expect(() => load(machine(states))).toThrow(/^arrears-case: state "Deep": needs either Next or End/)
  })

  it('when an iteration leads out of itself', () => {
    const ItemProcessor = inner({ Deep: lambda('f', { Next: 'After' }) })
    const { End: _, ...open } = map({ ItemProcessor, Next: 'After' })
    expect(() => load(machine({ Around: open, After: DONE }))).toThrow(/state "Deep": leads to no state here: "After"/)
  })

  it('when a name is used twice', () => {
    const { End: _, ...first } = map({ Next: 'Second' })
    expect(() => load(machine({ First: first, Second: map() }))).toThrow(/state "Inner": the name is used twice/)
  })

  it('when an inner scope assigns a variable of the scope around it', () => {
    const states = (config: object) => ({
      Start: keep({ seen: 0 }, { Next: 'Each' }),
      Each: map({ ItemProcessor: inner({ Inner: keep({ seen: 1 }, END) }, config) }),
    })
    expect(() => load(machine(states(INLINE)))).toThrow(/state "Inner": Assign: \$seen belongs to the scope around it/)
    load(machine(states({ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } })))
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
