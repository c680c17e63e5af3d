import { describe, expect, it } from 'vitest'
import { type Answers, anError, aWorld, callback, END, lambda, machine, outcomeOf, tokensIn } from './support.ts'

const block = (states: Record<string, unknown>) => ({ StartAt: Object.keys(states)[0], States: states })
const CAUGHT = { Caught: { Type: 'Pass', ...END } }
const toCaught = (error = 'States.ALL') => ({ Catch: [{ ErrorEquals: [error], Next: 'Caught' }] })

describe('Parallel', () => {
  it('runs its branches on the same input and answers their outputs in order', async () => {
    const Branches = [
      block({ Slow: { Type: 'Wait', Seconds: 60, Output: '{% $states.input.n + 1 %}', ...END } }),
      block({ Quick: { Type: 'Pass', Output: '{% $states.input.n + 2 %}', ...END } }),
    ]
    const { output, transitions, stoppedAt, startedAt } = await outcomeOf(
      { Both: { Type: 'Parallel', Branches, ...END } },
      { n: 1 },
    )
    expect(output).toEqual([2, 3])
    expect(transitions).toBe(3)
    expect((stoppedAt ?? 0) - startedAt).toBe(60_000)
  })

  it('gives the branches its Arguments, and its results to Output and Assign', async () => {
    const Branches = [block({ Only: { Type: 'Pass', ...END } })]
    const Both = {
      Type: 'Parallel',
      Branches,
      Arguments: { a: '{% $states.input.n %}' },
      Assign: { all: '{% $states.result %}' },
      Output: '{% $count($states.result) %}',
      Next: 'Then',
    }
    const Then = { Type: 'Pass', Output: '{% {"count": $states.input, "all": $all} %}', ...END }
    expect((await outcomeOf({ Both, Then }, { n: 1 })).output).toEqual({ count: 1, all: [{ a: 1 }] })
  })

  it('lets branches read the variables around them, each with its own beside', async () => {
    const branch = (name: string, own: number) =>
      block({
        [`Set ${name}`]: { Type: 'Pass', Assign: { own }, Next: `Get ${name}` },
        [`Get ${name}`]: { Type: 'Pass', Output: '{% [$outer, $own] %}', ...END },
      })
    const states = {
      Start: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [branch('one', 1), branch('two', 2)], Next: 'After' },
      After: { Type: 'Pass', Output: '{% [$states.input, $exists($own)] %}', ...END },
    }
    expect((await outcomeOf(states)).output).toEqual([['o', 1], ['o', 2], false])
  })

  it('fails as soon as a branch fails, and gives up the others', async () => {
    const Branches = [
      block({ Wait: callback('hold', END) }),
      block({ Break: { Type: 'Fail', Error: 'Branch.Broken', Cause: 'why' } }),
    ]
    const world = aWorld(
      { m: machine({ Both: { Type: 'Parallel', Branches, ...toCaught('Branch.Broken'), ...END }, ...CAUGHT }) },
      { hold: () => null },
    )
    const { id } = world.runner.startExecution({ machine: 'm' })
    await world.runner.idle()
    expect(world.runner.describeExecution(id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Error: 'Branch.Broken', Cause: 'why' },
      transitions: 4,
    })
    for (const token of tokensIn(world.calls)) {
      expect(() => world.runner.sendTaskSuccess(token, '1')).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }))
    }
  })

  it('runs all branches again on a retry', async () => {
    const Branches = [block({ Steady: lambda('steady', END) }), block({ Shaky: lambda('shaky', END) })]
    const answers: Answers = {
      steady: () => 's',
      shaky: (_, attempt) => {
        if (attempt === 1) throw anError('Shaky')
        return attempt
      },
    }
    const { output, calls, transitions } = await outcomeOf(
      { Both: { Type: 'Parallel', Branches, Retry: [{ ErrorEquals: ['Shaky'] }], ...END } },
      {},
      answers,
    )
    expect(output).toEqual(['s', 2])
    expect(calls.map(({ name }) => name)).toEqual(['steady', 'shaky', 'steady', 'shaky'])
    expect(transitions).toBe(6)
  })

  it('nests', async () => {
    const inner = {
      Type: 'Parallel',
      Branches: [block({ Deep: { Type: 'Pass', Output: '{% $outer %}', ...END } })],
      ...END,
    }
    const states = {
      Start: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Out' },
      Out: { Type: 'Parallel', Branches: [block({ In: inner })], ...END },
    }
    expect(await outcomeOf(states)).toMatchObject({ output: [[1]], transitions: 4 })
  })
})

const EACH = { Type: 'Map', ItemProcessor: block({ One: lambda('one', END) }), ...END }

describe('Map, inline', () => {
  it('runs its processor on each item and answers the outputs in order', async () => {
    const answers = {
      one: async (n: unknown) => {
        await new Promise((done) => setTimeout(done, 5 - Number(n)))
        return Number(n) * 10
      },
    }
    const { output, transitions } = await outcomeOf({ Each: EACH }, [3, 1, 2], answers)
    expect(output).toEqual([30, 10, 20])
    expect(transitions).toBe(4)
  })

  it.each([
    [[1, 2], { n: 1 }],
    ['{% $states.input.rows %}', { rows: [1, 2] }],
  ])('takes its Items from %j', async (Items, input) => {
    expect((await outcomeOf({ Each: { ...EACH, Items } }, input, { one: (n) => n })).output).toEqual([1, 2])
  })

  it('of nothing answers nothing', async () => {
    expect(await outcomeOf({ Each: EACH }, [])).toMatchObject({ status: 'SUCCEEDED', output: [], transitions: 1 })
  })

  it('wants an array', async () => {
    expect((await outcomeOf({ Each: EACH }, { n: 1 })).error).toBe('States.QueryEvaluationError')
  })

  it('shapes items with ItemSelector, and shows them in the context', async () => {
    const One = { Type: 'Pass', Output: '{% {"given": $states.input, "item": $states.context.Map.Item} %}', ...END }
    const ItemSelector = {
      i: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value %}',
      all: '{% $count($states.input) %}',
    }
    const { output } = await outcomeOf({ Each: { Type: 'Map', ItemProcessor: block({ One }), ItemSelector, ...END } }, [
      'a',
      'b',
    ])
    expect(output).toEqual([
      { given: { i: 0, v: 'a', all: 2 }, item: { Index: 0, Value: 'a' } },
      { given: { i: 1, v: 'b', all: 2 }, item: { Index: 1, Value: 'b' } },
    ])
  })

  it.each([
    [1, 1],
    [2, 2],
    ['{% 3 %}', 3],
    [0, 6],
  ])('runs at most MaxConcurrency %s at once', async (MaxConcurrency, expected) => {
    let now = 0
    let most = 0
    const one = async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((done) => setTimeout(done, 2))
      now -= 1
    }
    const { status } = await outcomeOf({ Each: { ...EACH, MaxConcurrency } }, [1, 2, 3, 4, 5, 6], { one })
    expect(status).toBe('SUCCEEDED')
    expect(most).toBe(expected)
  })

  it('shows the item to every state of the iteration, also inside branches', async () => {
    const Inner = { Type: 'Pass', Output: '{% $states.context.Map.Item.Value %}', ...END }
    const ItemProcessor = block({
      One: { Type: 'Pass', Output: 'another', Next: 'Two' },
      Two: { Type: 'Parallel', Branches: [block({ Inner })], ...END },
    })
    expect((await outcomeOf({ Each: { Type: 'Map', ItemProcessor, ...END } }, ['a', 'b'])).output).toEqual([
      ['a'],
      ['b'],
    ])
  })

  it('fails with the first item that fails', async () => {
    const one = (n: unknown) => {
      if (n === 2) throw anError('Item.Broken')
      return n
    }
    const { output } = await outcomeOf({ Each: { ...EACH, ...toCaught('Item.Broken') }, ...CAUGHT }, [1, 2, 3], { one })
    expect(output).toMatchObject({ Error: 'Item.Broken' })
  })

  it('has a result of no more than 256 KiB', async () => {
    const { error } = await outcomeOf({ Each: EACH }, [1, 2], { one: () => 'x'.repeat(140_000) })
    expect(error).toBe('States.DataLimitExceeded')
  })
})

const distributed = (more: object = {}, processor: object = block({ One: lambda('one', END) }), type = 'STANDARD') => ({
  Each: {
    Type: 'Map',
    ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type } },
    ...more,
    ...END,
  },
  ...('Catch' in more ? CAUGHT : {}),
})

describe('Map, distributed', () => {
  it('runs each item as an execution of its own', async () => {
    const One = { Type: 'Pass', Output: '{% $states.context %}', ...END }
    const { output, transitions } = await outcomeOf(distributed({ Label: 'Rows' }, block({ One })), ['a'])
    const [context] = output as [{ Execution: Record<string, unknown> }]
    expect(context).toMatchObject({
      Execution: { Input: 'a', StartTime: '2026-01-01T00:00:00.000Z' },
      State: { Name: 'One' },
    })
    expect(context.Execution.Id).toBe(
      `arn:aws:states:eu-west-1:000000000000:execution:subject/Rows:${String(context.Execution.Name)}`,
    )
    expect(context).not.toHaveProperty('Map')
    expect(transitions).toBe(2)
  })

  it('does not count the transitions of express children', async () => {
    expect(
      (await outcomeOf(distributed({}, block({ One: { Type: 'Pass', ...END } }), 'EXPRESS'), [1, 2, 3])).transitions,
    ).toBe(1)
  })

  it('shows its children none of its variables', async () => {
    const One = { Type: 'Pass', Output: '{% $exists($outer) %}', ...END }
    const states = { Start: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Each' }, ...distributed({}, block({ One })) }
    expect((await outcomeOf(states, [1])).output).toEqual([false])
  })

  it.each([
    ['JSON', '[{"n":1},{"n":2}]', {}],
    ['JSONL', '{"n":1}\r\n\n{"n":2}\n', {}],
    ['JSONL', '{"n":1}\n{"n":2}\n{"n":3}\n', { MaxItems: 2 }],
    ['JSON', new TextEncoder().encode('[{"n":1},{"n":2}]'), {}],
    ['JSON', { transformToString: async () => '[{"n":1},{"n":2}]' }, {}],
  ])('reads its items from S3: %s %o', async (InputType, Body, more) => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType, ...more },
      Arguments: { Bucket: 'b', Key: '{% $states.input.key %}' },
    }
    const { output, calls } = await outcomeOf(
      distributed({ ItemReader }),
      { key: 'k' },
      { 's3:getObject': () => ({ Body }), one: (item) => item },
    )
    expect(calls[0]).toEqual({ name: 's3:getObject', args: { Bucket: 'b', Key: 'k' } })
    expect(output).toEqual([{ n: 1 }, { n: 2 }])
  })

  it.each([
    [
      'is not there',
      () => {
        throw anError('NoSuchKey', 'gone')
      },
    ],
    ['is no JSON', () => ({ Body: 'Jansen;12' })],
    ['holds no array', () => ({ Body: '{}' })],
  ])('is States.ItemReaderFailed when the file %s', async (_what, file) => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: 'b', Key: 'k' },
    }
    const { output } = await outcomeOf(
      distributed({ ItemReader, ...toCaught('States.ItemReaderFailed') }),
      {},
      { 's3:getObject': file },
    )
    expect(output).toMatchObject({ Error: 'States.ItemReaderFailed', Cause: expect.not.stringContaining('Jansen') })
  })

  it('hands items over in batches', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { file: '{% $states.input.file %}' } }
    const states = distributed({
      ItemBatcher,
      Items: '{% $states.input.rows %}',
      ItemSelector: { row: '{% $states.context.Map.Item.Value %}' },
    })
    const { output } = await outcomeOf(states, { file: 'f', rows: [1, 2, 3] }, { one: (batch) => batch })
    expect(output).toEqual([
      { BatchInput: { file: 'f' }, Items: [{ row: 1 }, { row: 2 }] },
      { BatchInput: { file: 'f' }, Items: [{ row: 3 }] },
    ])
  })

  describe('when children fail', () => {
    const one = (n: unknown) => {
      if (Number(n) < 0) throw anError('Negative')
      return n
    }
    const failing = (more: object, items: number[]) =>
      outcomeOf(distributed({ ...more, ...toCaught('States.ExceedToleratedFailureThreshold') }), items, { one })
    const EXCEEDED = { Error: 'States.ExceedToleratedFailureThreshold' }

    it('tolerates none when nothing is said', async () => {
      expect((await failing({}, [1, -2, 3])).output).toMatchObject(EXCEEDED)
    })

    it('tolerates a count', async () => {
      expect((await failing({ ToleratedFailureCount: 1 }, [1, -2, 3])).output).toHaveLength(3)
      expect((await failing({ ToleratedFailureCount: '{% 1 %}' }, [1, -2, -3])).output).toMatchObject(EXCEEDED)
    })

    it('tolerates a percentage', async () => {
      expect((await failing({ ToleratedFailurePercentage: 50 }, [1, -2, 3, -4])).output).toHaveLength(4)
      expect((await failing({ ToleratedFailurePercentage: 49.9 }, [1, -2, 3, -4])).output).toMatchObject(EXCEEDED)
    })

    it('tolerates no more than either says', async () => {
      expect(
        (await failing({ ToleratedFailurePercentage: 100, ToleratedFailureCount: 1 }, [1, -2, -3])).output,
      ).toMatchObject(EXCEEDED)
    })

    it('counts the items of a batch', async () => {
      const first = (batch: unknown) => one((batch as { Items: number[] }).Items[0])
      const states = distributed({ ItemBatcher: { MaxItemsPerBatch: 2 }, ToleratedFailureCount: 1, ...toCaught() })
      expect((await outcomeOf(states, [-1, 2, 3, 4], { one: first })).output).toMatchObject(EXCEEDED)
    })

    it('shows a tolerated failure in the result, in its place', async () => {
      const { output } = await failing({ ToleratedFailureCount: 1 }, [1, -2, 3])
      expect(output).toEqual([1, expect.objectContaining({ Status: 'FAILED', Error: 'Negative', Input: '-2' }), 3])
    })
  })
})
