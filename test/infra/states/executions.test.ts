import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { aWorld, block, callback, done, END, lambda, machine, tokensIn } from './support.ts'

const PAUSE = machine({ Pause: { Type: 'Wait', Seconds: 60, ...END } })
const named = (name: string) => expect.objectContaining({ name })

describe('starting an execution', () => {
  it('again with the same name and input answers the running one', () => {
    const { runner } = aWorld({ m: PAUSE })
    const first = runner.startExecution({ machine: 'm', name: 'case-1', input: { a: 1 } })
    expect(runner.startExecution({ machine: 'm', name: 'case-1', input: { a: 1 } })).toEqual(first)
    expect(runner.totals().executionsByStatus.RUNNING).toBe(1)
  })

  it('with a taken name and another input is refused', () => {
    const { runner } = aWorld({ m: PAUSE })
    runner.startExecution({ machine: 'm', name: 'case-1', input: { a: 1 } })
    expect(() => runner.startExecution({ machine: 'm', name: 'case-1', input: { a: 2 } })).toThrow(
      named('ExecutionAlreadyExists'),
    )
  })

  it('with the name of one that ended is refused, also with the same input', async () => {
    const { runner, clock } = aWorld({ m: PAUSE, other: PAUSE })
    runner.startExecution({ machine: 'm', name: 'case-1' })
    await clock.runOut(runner)
    expect(() => runner.startExecution({ machine: 'm', name: 'case-1' })).toThrow(named('ExecutionAlreadyExists'))
    runner.startExecution({ machine: 'other', name: 'case-1' })
  })

  it.each(['', 'a b', 'a/b', 'x'.repeat(81), 'a*'])('refuses the name %j', (name) => {
    expect(() => aWorld({ m: PAUSE }).runner.startExecution({ machine: 'm', name })).toThrow(named('InvalidName'))
  })

  it('needs a machine that exists', () => {
    expect(() => aWorld({ m: PAUSE }).runner.startExecution({ machine: 'x' })).toThrow(
      named('StateMachineDoesNotExist'),
    )
  })
})

describe('stopping an execution', () => {
  it('aborts it with its iterations and timers, once', async () => {
    const Both = {
      Type: 'Map',
      Items: '{% $states.input %}',
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        ...block({ Pause: { Type: 'Wait', Seconds: 9, ...END } }),
      },
      ...END,
    }
    const { runner, database } = aWorld({ m: machine({ Both }) })
    const { id } = runner.startExecution({ machine: 'm', input: ['a', 'b'] })
    await runner.idle()
    const { stoppedAt } = runner.stopExecution(id, 'Superseded', 'a new version')
    expect(runner.describeExecution(id)).toMatchObject({
      status: 'ABORTED',
      error: 'Superseded',
      cause: 'a new version',
      stoppedAt,
      transitions: 3,
    })
    expect(runner.nextDue()).toBeNull()
    expect(database.prepare('SELECT count(*) AS n FROM states_frames').get()).toEqual({ n: 0 })
    expect(runner.stopExecution(id, 'Again')).toEqual({ stoppedAt })
    expect(runner.describeExecution(id).error).toBe('Superseded')
  })

  it('drops the answer of a call that is under way', async () => {
    const call = Promise.withResolvers<unknown>()
    const { runner, calls } = aWorld({ m: machine({ Call: lambda('f', END) }) }, { f: () => call.promise })
    const { id } = runner.startExecution({ machine: 'm' })
    await expect.poll(() => calls.length).toBe(1)
    runner.stopExecution(id)
    call.resolve(1)
    await runner.idle()
    expect(runner.describeExecution(id).status).toBe('ABORTED')
  })

  it('needs an execution that exists', () => {
    const { runner } = aWorld({ m: PAUSE })
    expect(() => runner.stopExecution('arn:aws:states:eu-west-1:000000000000:execution:m:none')).toThrow(
      named('ExecutionDoesNotExist'),
    )
    expect(() => runner.describeExecution('none')).toThrow(named('InvalidArn'))
  })
})

describe('looking at executions', () => {
  it('lists the newest first, by status, page by page', async () => {
    const { runner, clock } = aWorld({ m: PAUSE, other: PAUSE })
    for (const name of ['a', 'b']) runner.startExecution({ machine: 'm', name })
    await clock.runOut(runner)
    for (const name of ['c', 'd', 'e']) runner.startExecution({ machine: 'm', name })
    runner.startExecution({ machine: 'other', name: 'z' })
    const names = (request: object) => runner.listExecutions({ machine: 'm', ...request }).map(({ name }) => name)
    expect(names({})).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(names({ status: 'SUCCEEDED' })).toEqual(['b', 'a'])
    const [, second] = runner.listExecutions({ machine: 'm', limit: 2 })
    expect(names({ limit: 2, before: second?.id })).toEqual(['c', 'b'])
    expect(runner.totals()).toEqual({
      transitions: 6,
      executionsByStatus: { RUNNING: 4, SUCCEEDED: 2, FAILED: 0, ABORTED: 0 },
    })
  })
})

describe('a new version of a machine', () => {
  const version = (text: string) => machine({ Pause: { Type: 'Wait', Seconds: 60, Next: 'Say' }, Say: done(text) })

  it('is for new executions; running ones end as they began, also in another process', async () => {
    const { runner, clock, database } = aWorld({ m: version('old') })
    const old = runner.startExecution({ machine: 'm', name: 'old' })
    await runner.idle()
    runner.updateMachine('m', version('new'))
    const fresh = runner.startExecution({ machine: 'm', name: 'new' })
    await runner.idle()
    runner.close()
    const next = aWorld({ m: version('newest') }, {}, { database, clock })
    next.runner.resume()
    const newest = next.runner.startExecution({ machine: 'm', name: 'newest' })
    await clock.runOut(next.runner)
    const outputs = [old, fresh, newest].map(({ id }) => next.runner.describeExecution(id).output)
    expect(outputs).toEqual(['old', 'new', 'newest'])
  })

  it('that is refused leaves the one before in force', async () => {
    const { runner, clock } = aWorld({ m: version('old') })
    expect(() => runner.updateMachine('m', machine({ Say: lambda('say') }))).toThrow(/^m: state "Say"/)
    const { id } = runner.startExecution({ machine: 'm' })
    await clock.runOut(runner)
    expect(runner.describeExecution(id).output).toBe('old')
  })
})

describe('the clock', () => {
  it('fires timers by due time, then in the order in which they were set', async () => {
    const woken: unknown[] = []
    const states = {
      Pause: callback('pause', {
        TimeoutSeconds: '{% $states.input.seconds %}',
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Tell' }],
        ...END,
      }),
      Tell: lambda('tell', {
        Arguments: { FunctionName: 'tell', Payload: '{% $states.context.Execution.Input.name %}' },
        ...END,
      }),
    }
    const { runner, clock } = aWorld(
      { m: machine(states) },
      { pause: () => null, tell: (name) => woken.push(name) },
      { maxInFlight: 1 },
    )
    for (const [name, seconds] of [
      ['late', 2 * 86_400],
      ['first', 86_400],
      ['second', 86_400],
    ]) {
      runner.startExecution({ machine: 'm', input: { name, seconds } })
    }
    await runner.idle()
    expect(runner.nextDue()).toBe(Date.parse('2026-01-02T00:00:00Z'))
    await clock.runOut(runner)
    expect(woken).toEqual(['first', 'second', 'late'])
  })

  it('may stand still: nothing happens before its time', async () => {
    const { runner, clock } = aWorld({ m: PAUSE })
    const { id } = runner.startExecution({ machine: 'm' })
    await clock.advanceTo('2026-01-01T00:00:59Z', runner)
    runner.fireDue()
    expect(runner.busy()).toBe(false)
    expect(runner.describeExecution(id).status).toBe('RUNNING')
  })

  it('is idle only after all calls have returned', async () => {
    const call = Promise.withResolvers<unknown>()
    const { runner, calls } = aWorld({ m: machine({ Call: lambda('f', END) }) }, { f: () => call.promise })
    runner.startExecution({ machine: 'm' })
    let idle = false
    const settled = runner.idle().then(() => {
      idle = true
    })
    await expect.poll(() => calls.length).toBe(1)
    expect(runner.busy()).toBe(true)
    expect(idle).toBe(false)
    call.resolve(1)
    await settled
    expect(runner.busy()).toBe(false)
  })
})

describe('a runner that cannot write', () => {
  it('says so when it is waited for', async () => {
    const { runner, database } = aWorld({ m: PAUSE })
    runner.startExecution({ machine: 'm' })
    database.close()
    await expect(runner.idle()).rejects.toThrow(/finalized|not open/)
  })

  it('once closed leaves everything to the next one', async () => {
    const database = new DatabaseSync(':memory:')
    const first = aWorld({ m: machine({ Wait: callback('f', END) }) }, { f: () => null }, { database })
    const { id } = first.runner.startExecution({ machine: 'm' })
    first.runner.close()
    await first.runner.idle()
    expect(first.calls).toEqual([])
    const second = aWorld({ m: machine({ Wait: callback('f', END) }) }, { f: () => null }, { database })
    second.runner.resume()
    await second.runner.idle()
    second.runner.sendTaskSuccess(tokensIn(second.calls)[0] ?? '', '1')
    await second.runner.idle()
    expect(second.runner.describeExecution(id).output).toBe(1)
  })
})
