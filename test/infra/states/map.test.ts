import { describe, expect, it } from 'vitest'
import {
  anError,
  aWorld,
  block,
  callback,
  DONE,
  done,
  END,
  keep,
  lambda,
  machine,
  outcomeOf,
  tokensIn,
} from './support.ts'

type States = Record<string, unknown>
const CAUGHT = { Caught: DONE }
const toCaught = (error = 'States.ALL') => ({ Catch: [{ ErrorEquals: [error], Next: 'Caught' }] })

const map = (ProcessorConfig: object, more: object, states: States) => ({
  Type: 'Map',
  Items: '{% $states.input %}',
  MaxConcurrency: 6,
  ItemProcessor: { ProcessorConfig, ...block(states) },
  ...END,
  ...more,
})
const ONE = { One: lambda('one', END) }
const inline = (more: object = {}, states: States = ONE) => map({ Mode: 'INLINE' }, more, states)
const distributed = (more: object = {}, states: States = ONE) =>
  map({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, more, states)

describe('Map, inline', () => {
  it('runs its processor on each item and answers the outputs in order', async () => {
    const answers = {
      one: async (n: unknown) => {
        await new Promise((done) => setTimeout(done, 5 - Number(n)))
        return Number(n) * 10
      },
    }
    const { output, transitions } = await outcomeOf({ Each: inline() }, [3, 1, 2], answers)
    expect(output).toEqual([30, 10, 20])
    expect(transitions).toBe(4)
  })

  it('takes its items from an expression, and gives its result to Output', async () => {
    const Each = inline({
      Items: '{% $states.input.rows %}',
      Output: '{% {"of": $states.input.rows, "are": $states.result} %}',
    })
    const { output } = await outcomeOf({ Each }, { rows: [1, 2] }, { one: (n) => Number(n) * 10 })
    expect(output).toEqual({ of: [1, 2], are: [10, 20] })
  })

  it('of nothing answers nothing', async () => {
    expect(await outcomeOf({ Each: inline() }, [])).toMatchObject({ status: 'SUCCEEDED', output: [], transitions: 1 })
  })

  it('wants an array', async () => {
    expect((await outcomeOf({ Each: inline() }, { n: 1 })).error).toBe('States.QueryEvaluationError')
  })

  it('shapes items with ItemSelector, and shows them in the context of every state of the iteration', async () => {
    const states = {
      Pause: { Type: 'Wait', Seconds: 1, Next: 'One' },
      One: done({ given: '{% $states.input %}', item: '{% $states.context.Map.Item %}' }),
    }
    const ItemSelector = {
      i: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value %}',
      all: '{% $states.input[1] %}',
    }
    const { output } = await outcomeOf({ Each: inline({ ItemSelector }, states) }, ['a', 'b'])
    expect(output).toEqual([
      { given: { i: 0, v: 'a', all: 'b' }, item: { Index: 0, Value: 'a' } },
      { given: { i: 1, v: 'b', all: 'b' }, item: { Index: 1, Value: 'b' } },
    ])
  })

  it.each([
    [1, 1],
    [2, 2],
    [6, 6],
  ])('runs at most MaxConcurrency %s at once', async (MaxConcurrency, expected) => {
    let now = 0
    let most = 0
    const one = async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((done) => setTimeout(done, 2))
      now -= 1
    }
    const { status } = await outcomeOf({ Each: inline({ MaxConcurrency }) }, [1, 2, 3, 4, 5, 6], { one })
    expect(status).toBe('SUCCEEDED')
    expect(most).toBe(expected)
  })

  it('lets iterations read the variables around them, each with its own beside', async () => {
    const Each = inline(
      { Next: 'After', End: undefined },
      {
        Set: keep({ own: '{% $states.input %}' }, { Next: 'Get' }),
        Get: done(['{% $outer %}', '{% $own %}']),
      },
    )
    const After = done({ each: '{% $states.input %}', own: '{% $exists($own) %}' })
    const { output } = await outcomeOf({ Start: keep({ outer: 'o' }, { Next: 'Each' }), Each, After }, [1, 2])
    expect(output).toEqual({
      each: [
        ['o', 1],
        ['o', 2],
      ],
      own: false,
    })
  })

  it('fails with the first item that fails, and gives up the others', async () => {
    const states = {
      Which: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'Break' }], Default: 'Hold' },
      Break: { Type: 'Fail', Error: 'Item.Broken', Cause: 'why' },
      Hold: callback('hold', END),
    }
    const Each = inline(toCaught('Item.Broken'), states)
    const world = aWorld({ m: machine({ Each, ...CAUGHT }) }, { hold: () => null })
    const { id } = world.runner.startExecution({ machine: 'm', input: [1, 2, 3] })
    await world.runner.idle()
    expect(world.runner.describeExecution(id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Error: 'Item.Broken', Cause: 'why' },
    })
    expect(world.database.prepare('SELECT count(*) AS n FROM states_frames').get()).toEqual({ n: 0 })
    for (const token of tokensIn(world.calls)) {
      expect(() => world.runner.sendTaskSuccess(token, '1')).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }))
    }
  })

  it('counts the transitions of iterations that were given up', async () => {
    const one = (n: unknown) => {
      if (n === 2) throw anError('Item.Broken')
      return n
    }
    const Each = inline({ MaxConcurrency: 1, ...toCaught() })
    const { output, transitions } = await outcomeOf({ Each, ...CAUGHT }, [1, 2, 3], { one })
    expect(output).toMatchObject({ Error: 'Item.Broken' })
    expect(transitions).toBe(4)
  })

  it('catches what its own Output cannot compute', async () => {
    const Each = inline({ Output: '{% $states.result.gone %}', ...toCaught('States.QueryEvaluationError') })
    const { output, transitions } = await outcomeOf({ Each, ...CAUGHT }, [1], { one: (n) => n })
    expect(output).toMatchObject({ Error: 'States.QueryEvaluationError' })
    expect(transitions).toBe(3)
  })

  it('has a result of no more than 256 KiB', async () => {
    const { error } = await outcomeOf({ Each: inline() }, [1, 2], { one: () => 'x'.repeat(140_000) })
    expect(error).toBe('States.DataLimitExceeded')
  })
})

describe('Map, distributed', () => {
  it('runs each item as an execution of its own', async () => {
    const Each = distributed({}, { One: done('{% $states.context %}') })
    const { output, transitions } = await outcomeOf({ 'Each row?': Each }, ['a'])
    const [context] = output as [{ Execution: Record<string, unknown> }]
    expect(context).toMatchObject({
      Execution: { Input: 'a', StartTime: '2026-01-01T00:00:00.000Z' },
      State: { Name: 'One' },
    })
    expect(context.Execution.Id).toBe(
      `arn:aws:states:eu-west-1:000000000000:execution:subject/Eachrow:${String(context.Execution.Name)}`,
    )
    expect(context).not.toHaveProperty('Map')
    expect(transitions).toBe(2)
  })

  it('hands over what ItemSelector makes of an item', async () => {
    const ItemSelector = { row: '{% $states.context.Map.Item.Value %}' }
    const Each = distributed({ ItemSelector, MaxConcurrency: 1 })
    const { output } = await outcomeOf({ Each }, [1, 2], { one: (given) => given })
    expect(output).toEqual([{ row: 1 }, { row: 2 }])
  })

  it('shows its children none of its variables', async () => {
    const Each = distributed({}, { One: done('{% $exists($outer) %}') })
    expect((await outcomeOf({ Start: keep({ outer: 1 }, { Next: 'Each' }), Each }, [1])).output).toEqual([false])
  })

  it('tolerates no child that fails', async () => {
    const one = (n: unknown) => {
      if (Number(n) < 0) throw anError('Negative')
      return n
    }
    const Each = distributed(toCaught('States.ExceedToleratedFailureThreshold'))
    const { output } = await outcomeOf({ Each, ...CAUGHT }, [1, -2, 3], { one })
    expect(output).toMatchObject({ Error: 'States.ExceedToleratedFailureThreshold' })
  })
})
