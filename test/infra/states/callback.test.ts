import { describe, expect, it } from 'vitest'
import { anError, aWorld, callback, END, lambda, machine, outcomeOf, tokensIn } from './support.ts'

const CAUGHT = { Caught: { Type: 'Pass', ...END } }

async function aWaitingTask(more: object = {}, answer: () => unknown = () => 'ignored') {
  const world = aWorld(
    { m: machine({ Wait: callback('f', { ...END, ...more }), ...(more && 'Catch' in more ? CAUGHT : {}) }) },
    { f: answer },
  )
  const { id } = world.runner.startExecution({ machine: 'm' })
  await world.runner.idle()
  const [token = ''] = tokensIn(world.calls)
  return { ...world, id, token, described: () => world.runner.describeExecution(id) }
}

const named = (name: string) => expect.objectContaining({ name })

describe('a callback task', () => {
  it('waits for its token; the result is what comes with it, not what the function answered', async () => {
    const { runner, token, described } = await aWaitingTask()
    expect(described().status).toBe('RUNNING')
    runner.sendTaskSuccess(token, '{"paid":true}')
    await runner.idle()
    expect(described()).toMatchObject({ status: 'SUCCEEDED', output: { paid: true } })
  })

  it('fails with the error and cause that are sent', async () => {
    const { runner, token, described } = await aWaitingTask()
    runner.sendTaskFailure(token, 'Letter.Bounced', 'no such address')
    await runner.idle()
    expect(described()).toMatchObject({ status: 'FAILED', error: 'Letter.Bounced', cause: 'no such address' })
  })

  it('fails at once when the call that should carry the token fails', async () => {
    const { runner, token, described } = await aWaitingTask({}, () => {
      throw anError('Refused')
    })
    expect(described()).toMatchObject({ status: 'FAILED', error: 'Refused' })
    expect(() => runner.sendTaskSuccess(token, '{}')).toThrow(named('TaskTimedOut'))
  })

  it('honours an answer that comes before the call has returned, whatever the call says then', async () => {
    const call = Promise.withResolvers<unknown>()
    const { runner, calls } = aWorld({ m: machine({ Wait: callback('f', END) }) }, { f: () => call.promise })
    const { id } = runner.startExecution({ machine: 'm' })
    await expect.poll(() => calls.length).toBe(1)
    runner.sendTaskSuccess(tokensIn(calls)[0] ?? '', '"early"')
    call.reject(anError('TooLate'))
    await runner.idle()
    expect(runner.describeExecution(id)).toMatchObject({ status: 'SUCCEEDED', output: 'early' })
  })

  it('has the token in its Arguments only', async () => {
    const { runner, token, described } = await aWaitingTask({ Output: '{% $exists($states.context.Task) %}' })
    runner.sendTaskSuccess(token, '1')
    await runner.idle()
    expect(described().output).toBe(false)
  })
})

describe('a token', () => {
  it('that was used already is refused, and changes nothing', async () => {
    const { runner, token, described } = await aWaitingTask()
    runner.sendTaskSuccess(token, '"first"')
    expect(() => runner.sendTaskSuccess(token, '"second"')).toThrow(named('TaskTimedOut'))
    await runner.idle()
    expect(() => runner.sendTaskFailure(token)).toThrow(named('TaskTimedOut'))
    expect(() => runner.sendTaskHeartbeat(token)).toThrow(named('TaskTimedOut'))
    expect(described().output).toBe('first')
  })

  it('that comes after the timeout is refused', async () => {
    const { runner, clock, token } = await aWaitingTask({
      TimeoutSeconds: 60,
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }],
    })
    await clock.advanceTo('2026-01-01T00:01:00Z', runner)
    expect(() => runner.sendTaskSuccess(token, '1')).toThrow(named('TaskTimedOut'))
  })

  it('of a task that is tried again is a new one', async () => {
    const { runner, clock, calls, described } = await aWaitingTask({ Retry: [{ ErrorEquals: ['States.ALL'] }] })
    const [first = ''] = tokensIn(calls)
    runner.sendTaskFailure(first, 'Once')
    await clock.runOut(runner)
    const [, second = ''] = tokensIn(calls)
    expect(second).not.toBe(first)
    expect(() => runner.sendTaskSuccess(first, '1')).toThrow(named('TaskTimedOut'))
    runner.sendTaskSuccess(second, '2')
    await runner.idle()
    expect(described().output).toBe(2)
  })

  it('of an execution that was stopped is refused', async () => {
    const { runner, id, token } = await aWaitingTask()
    runner.stopExecution(id)
    expect(() => runner.sendTaskSuccess(token, '1')).toThrow(named('TaskTimedOut'))
  })

  it('that nobody issued is unknown, and one that is no token is invalid', async () => {
    const { runner, token } = await aWaitingTask()
    const forged = `${token.slice(0, -3)}${token.endsWith('aaa') ? 'bbb' : 'aaa'}`
    expect(() => runner.sendTaskSuccess(forged, '1')).toThrow(named('TaskDoesNotExist'))
    expect(() => runner.sendTaskSuccess('hello', '1')).toThrow(named('InvalidToken'))
    expect(() => runner.sendTaskHeartbeat('')).toThrow(named('InvalidToken'))
  })

  it('comes with JSON of no more than 256 KiB', async () => {
    const { runner, token, described } = await aWaitingTask()
    expect(() => runner.sendTaskSuccess(token, '{')).toThrow(named('InvalidOutput'))
    expect(() => runner.sendTaskSuccess(token, JSON.stringify('x'.repeat(262_143)))).toThrow(named('InvalidOutput'))
    expect(described().status).toBe('RUNNING')
  })
})

describe('heartbeats', () => {
  it('keep a task alive; the first that is missed ends it', async () => {
    const { runner, clock, token, described } = await aWaitingTask({
      HeartbeatSeconds: 10,
      TimeoutSeconds: 3600,
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }],
    })
    await clock.advanceTo('2026-01-01T00:00:08Z', runner)
    runner.sendTaskHeartbeat(token)
    await clock.advanceTo('2026-01-01T00:00:17Z', runner)
    expect(described().status).toBe('RUNNING')
    await clock.runOut(runner)
    expect(described()).toMatchObject({
      status: 'SUCCEEDED',
      output: { Error: 'States.HeartbeatTimeout' },
      stoppedAt: Date.parse('2026-01-01T00:00:18Z'),
    })
  })

  it('do not move the timeout', async () => {
    const { runner, clock, token, described } = await aWaitingTask({
      HeartbeatSeconds: 10,
      TimeoutSeconds: 15,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    })
    await clock.advanceTo('2026-01-01T00:00:09Z', runner)
    runner.sendTaskHeartbeat(token)
    await clock.runOut(runner)
    expect(described()).toMatchObject({
      output: { Error: 'States.Timeout' },
      stoppedAt: Date.parse('2026-01-01T00:00:15Z'),
    })
  })

  it('that nobody catches by name end the execution with States.Timeout', async () => {
    const { runner, clock, described } = await aWaitingTask({ HeartbeatSeconds: 10 })
    await clock.runOut(runner)
    expect(described()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  })

  it('are accepted, without effect, by a task that asks for none', async () => {
    const { runner, token } = await aWaitingTask()
    runner.sendTaskHeartbeat(token)
    expect(runner.nextDue()).toBeNull()
  })

  it('sent while the call is under way are not lost when it returns', async () => {
    const call = Promise.withResolvers<unknown>()
    const Wait = callback('f', { HeartbeatSeconds: 10, ...END })
    const { runner, clock, calls } = aWorld({ m: machine({ Wait }) }, { f: () => call.promise })
    runner.startExecution({ machine: 'm' })
    await expect.poll(() => calls.length).toBe(1)
    await clock.advanceTo('2026-01-01T00:00:05Z', { ...runner, idle: async () => {} })
    runner.sendTaskHeartbeat(tokensIn(calls)[0] ?? '')
    call.resolve(null)
    await runner.idle()
    expect(runner.nextDue()).toBe(Date.parse('2026-01-01T00:00:15Z'))
  })
})

describe('an ordinary task', () => {
  it('has no token', async () => {
    const Call = lambda('f', {
      Arguments: { FunctionName: 'f', Payload: { token: '{% $states.context.Task.Token %}' } },
      ...END,
    })
    expect((await outcomeOf({ Call }, {}, { f: () => 1 })).error).toBe('States.QueryEvaluationError')
  })
})
