import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import validator from 'asl-validator'
import jsonata from 'jsonata'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { functionPlaceholder } from '../../infra/functions.ts'
import { loadMachine } from '../../infra/local/states/definition.ts'
import { substitute } from '../../infra/local/states/substitute.ts'
import { importPlanSchema } from '../../shared/contracts/import.ts'
import { worklistRefSchema } from '../../shared/contracts/round.ts'
import { LETTERS } from '../../shared/domain/event.ts'
import type { Step } from '../../shared/domain/standing.ts'
import { type arrearsCase as built, STEPS } from '../../statemachines/arrears-case.ts'
import { onError, type State, type stateMachine, when } from '../../statemachines/asl.ts'
import { callFunction } from '../../statemachines/call-function.ts'
import {
  type Block,
  definitions,
  placeholdersIn,
  tasksOf,
  uncaughtIn,
  undeclaredIn,
  unreachableIn,
  waitsOf,
} from './definition.ts'
import { expressionsIn, variablesOf } from './expressions.ts'

const functionFolders = readdirSync(resolve(import.meta.dirname, '../../functions'))
const TABLE = 'CaseTable'
const CASE_ID = '{% $states.context.Execution.Input.caseId %}'

/** All that may travel through a workflow: what a case or an object is called, and counts (invariant 6). */
const PAYLOAD_KEYS = new Set([
  ...['caseId', 'act', 'round', 'kind', 'key', 'confirmed'],
  ...['importId', 'status', 'on', 'clients', 'books', 'missing', 'batch', 'batches', 'rows', 'written', 'early'],
])
/** What a payload may be as a whole, with the keys that its contract gives it. */
const WHOLE_PAYLOADS: Readonly<Record<string, readonly string[]>> = {
  ApplyBook: ['importId', 'on', 'batch'],
  DeliverFile: Object.keys(worklistRefSchema.shape),
  ClosePaid: Object.keys(importPlanSchema.shape),
  WriteSignals: Object.keys(worklistRefSchema.shape),
  WriteWithdrawals: Object.keys(worklistRefSchema.shape),
}
const PAYLOAD_VALUES = new Set([
  CASE_ID,
  '{% $states.context.Execution.Name %}',
  '{% $states.context.Execution.Input.key %}',
  '{% $states.context.Execution.Input.confirmed %}',
  ...LETTERS,
])
const EVENT_ATTRIBUTES = ['at', 'by', 'pk', 'prev', 'seq', 'sk', 'step', 'token', 'type', 'until', 'v']

const filled = (text: string): unknown =>
  JSON.parse(substitute(text, Object.fromEntries(placeholdersIn(text).map((name) => [name, name]))))

it('is checked with the version of JSONata that Step Functions runs', () => {
  expect(createRequire(import.meta.url)('jsonata/package.json')).toMatchObject({ version: '2.0.6' })
})

it('has a case, an import and a round', () => {
  expect(definitions.map(({ name }) => name).sort()).toEqual(['arrears-case', 'erp-import', 'signal-round'])
})

describe.each(definitions)('the state machine $name', (definition) => {
  const { name, text, machine, states } = definition

  it('is valid States Language', () => {
    const { errors } = validator(filled(text))
    expect(errors).toEqual([])
  })

  it('is accepted by the embedded cloud', () => {
    expect(loadMachine(name, filled(text)).states.size).toBe(states.size)
  })

  it('has placeholders for functions and the table only', () => {
    const known = new Set([TABLE, ...functionFolders.map(functionPlaceholder)])
    expect(placeholdersIn(text).filter((placeholder) => !known.has(placeholder))).toEqual([])
  })

  it('has expressions that compile', () => {
    const sources = expressionsIn(machine)
    expect(sources.length).toBeGreaterThan(0)
    for (const source of sources) expect(() => jsonata(source), source).not.toThrow()
  })

  it('reads no variable that some way has not assigned', async () => {
    expect(await undeclaredIn(machine)).toEqual([])
  })

  it('has no state that nothing leads to', () => {
    expect(unreachableIn(machine)).toEqual([])
  })

  it('tries every task again, and ends each in time', () => {
    const bare = tasksOf(definition).filter(([, task]) => task.Retry.length === 0 || task.TimeoutSeconds === undefined)
    expect(bare.map(([state]) => state)).toEqual([])
  })

  it('lets tries that failed together come back apart', () => {
    const together = tasksOf(definition).filter(([, { Retry }]) =>
      Retry.some((each) => each.MaxAttempts > 0 && (each.JitterStrategy !== 'FULL' || !each.MaxDelaySeconds)),
    )
    expect(together.map(([state]) => state)).toEqual([])
  })

  it('catches every failure of a task', () => {
    expect(uncaughtIn(machine)).toEqual([])
  })

  it('carries references and counts, and no person (invariant 6)', () => {
    for (const [state, task] of tasksOf(definition)) {
      const { Payload, FunctionName } = task.Arguments
      if (Payload === undefined) continue
      const whole = WHOLE_PAYLOADS[String(FunctionName).slice(2, -1)]
      const keys = typeof Payload === 'string' ? whole : Object.keys(Payload as object)
      expect(keys, state).toBeDefined()
      expect(
        keys?.filter((key) => !PAYLOAD_KEYS.has(key)),
        state,
      ).toEqual([])
      const values = typeof Payload === 'string' ? [] : Object.values(Payload as object)
      expect(
        values.filter((value) => !PAYLOAD_VALUES.has(value)),
        state,
      ).toEqual([])
    }
    for (const [state, { ItemSelector, Assign }] of states) {
      expect(
        Object.keys(ItemSelector).filter((key) => !PAYLOAD_KEYS.has(key)),
        state,
      ).toEqual([])
      expect(['standing', 'plan', 'files'], state).toEqual(expect.arrayContaining(Object.keys(Assign)))
    }
  })
})

describe('the state machine of a case', () => {
  const found = definitions.find(({ name }) => name === 'arrears-case')
  if (!found) throw new Error('there is no such machine')
  const arrearsCase = found
  const waits = waitsOf(arrearsCase)

  it('knows of its input the case id only', async () => {
    const sources = expressionsIn(arrearsCase.machine)
    const inputs = sources.flatMap(
      (source) => source.match(/\$states\.(?:context\.Execution\.Input|input)[.\w]*/g) ?? [],
    )
    expect(new Set(inputs)).toEqual(new Set(['$states.context.Execution.Input.caseId']))
  })

  it('has a deadline for every wait, and goes on when it is reached', () => {
    expect(waits.length).toBeGreaterThan(8)
    for (const [state, { Catch, TimeoutSeconds }] of waits) {
      expect(TimeoutSeconds, state).toMatch(/\$standing\.due.* \+ \$standing\.spread %}$/)
      expect(
        Catch.some(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout')),
        state,
      ).toBe(true)
    }
  })

  it('puts each wait as the next event of the case, and looks again when another event came first', () => {
    for (const [state, { Arguments, Catch }] of waits) {
      expect(Object.keys(Arguments.Item as object).sort(), state).toEqual(EVENT_ATTRIBUTES)
      expect(Arguments, state).toMatchObject({
        TableName: `\${${TABLE}}`,
        ConditionExpression: 'attribute_not_exists(sk)',
        Item: { type: { S: 'Waiting' }, token: { S: '{% $states.context.Task.Token %}' } },
      })
      const beaten = Catch.find(({ ErrorEquals }) => ErrorEquals.includes('DynamoDb.ConditionalCheckFailedException'))
      expect(beaten?.Next, state).toBe('Where does the case stand?')
    }
  })

  it('has a way on from every step that a case can stand at', () => {
    const steps: Record<Step, true> = {
      reminder: true,
      demand: true,
      notice: true,
      'follow-up': true,
      task: true,
      book: true,
      hold: true,
      'settle-reservation': true,
      'post-letter': true,
      'inform-agency': true,
      signal: true,
      delivery: true,
      'hand-over': true,
      suspension: true,
      arrangement: true,
      rest: true,
      withdrawal: true,
      finished: true,
    }
    const conditions =
      arrearsCase.states.get('What comes next?')?.Choices.map(({ Condition }) => String(Condition)) ?? []
    const named = new Set(conditions.map((condition) => /\$standing\.step = '([a-z-]+)'/.exec(condition)?.[1]))
    expect(named).toEqual(new Set(Object.keys(steps)))
    const waited = waits.map(([, { Arguments }]) => (Arguments.Item as { step: { S: string } }).step.S)
    expect(waited.filter((step) => !Object.hasOwn(steps, step))).toEqual([])
  })
})

describe('does not compile', () => {
  it('without a state for each step of a case', () => {
    expectTypeOf(STEPS).toExtend<Record<Step, { state: keyof typeof built.States }>>()
  })

  it('with a way to a state that the machine does not have', () => {
    type Waiting<To> = { Comment: string; StartAt: 'a'; States: { a: { Type: 'Wait'; Seconds: number; Next: To } } }
    type Machine = Parameters<typeof stateMachine<'a'>>[0]
    expectTypeOf<Waiting<'a'>>().toExtend<Machine>()
    expectTypeOf<Waiting<'b'>>().not.toExtend<Machine>()
  })

  it('with one in a part of a state', () => {
    const [Catch, Choices] = [[onError('States.ALL', 'b')], [when('$x', 'b')]]
    expectTypeOf(callFunction('X', {}, { Next: 'a' })).toExtend<State<'a'>>()
    expectTypeOf(callFunction('X', {}, { Next: 'b' })).not.toExtend<State<'a'>>()
    expectTypeOf(callFunction('X', {}, { Catch, Next: 'a' })).toExtend<State<'a' | 'b'>>()
    expectTypeOf(callFunction('X', {}, { Catch, Next: 'a' })).not.toExtend<State<'a'>>()
    expectTypeOf({ Type: 'Choice' as const, Choices, Default: 'a' as const }).not.toExtend<State<'a'>>()
  })
})

describe('these checks', () => {
  const machineOf = (States: Block['States']): Block => ({ StartAt: 'a', States })
  const aState = (more: object) => ({ ...emptyState, ...more })
  const emptyState = {
    Type: 'Pass',
    Resource: '',
    TimeoutSeconds: undefined,
    Arguments: {},
    Assign: {},
    Retry: [],
    Catch: [],
    Choices: [],
    ItemSelector: {},
  }

  it('find a variable that only one of two ways assigns', async () => {
    const machine = machineOf({
      a: aState({
        Next: 'b',
        Assign: { x: 1 },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'b', Assign: {} }],
      }),
      b: aState({ Output: '{% $x + $sum([1]) %}' }),
    })
    expect(await undeclaredIn(machine)).toEqual(['b: $x'])
  })

  it('find a state that nothing leads to', () => {
    expect(unreachableIn(machineOf({ a: aState({}), b: aState({ Next: 'a' }) }))).toEqual(['b'])
  })

  it('find a task that nothing catches, in a map too', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'b', Assign: {} }]
    const ItemProcessor = { ProcessorConfig: { Mode: 'INLINE' }, ...machineOf({ c: aState({ Type: 'Task' }) }) }
    const map = { Type: 'Map', ItemProcessor }
    expect(uncaughtIn(machineOf({ a: aState(map), b: aState({ Type: 'Task', Catch }) }))).toEqual(['a', 'c'])
    expect(uncaughtIn(machineOf({ a: aState({ ...map, Catch }), b: aState({}) }))).toEqual([])
  })

  it('know what an expression binds itself, and what it is given', async () => {
    expect(await variablesOf('($y := 1; $map([1], function($v) { $v + $y + $z }))')).toEqual(['z'])
    expect(await variablesOf('$uuid() & $states.input.key & $string($)')).toEqual([])
  })
})
