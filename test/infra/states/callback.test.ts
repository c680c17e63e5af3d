import { describe, expect, it } from 'vitest'
import { anError, aWorld, callback, DONE, END, lambda, machine, outcomeOf, tokensIn } from './support.ts'

const CAUGHT = { Caught: DONE }

const CATCH = (...ErrorEquals: string[]) => ({ Catch: [{ ErrorEquals, Next: 'Caught' }] })

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
  it('waits for its token; the result is what comes with it, not what the call answered', async () => {
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

  it.each([
    [undefined, undefined, 'States.ALL', { Error: null, Cause: null }],
    [undefined, 'why', 'States.TaskFailed', { Error: null, Cause: 'why' }],
    ['Letter.Bounced', undefined, 'Letter.Bounced', { Error: 'Letter.Bounced', Cause: null }],
  ])('shows Catch the error %j and the cause %j that are sent, and null for what is not', async (...given) => {
    const [error, cause, name, caught] = given
    const { runner, token, described } = await aWaitingTask(CATCH(name))
    runner.sendTaskFailure(token, error, cause)
    await runner.idle()
    expect(described()).toMatchObject({ status: 'SUCCEEDED', output: caught })
  })

  it('failed without an error is not covered by the name of one, and fails the execution without', async () => {
    const { runner, token, described } = await aWaitingTask(CATCH('States.Timeout', 'Letter.Bounced'))
    runner.sendTaskFailure(token)
    await runner.idle()
    expect(described().status).toBe('FAILED')
    expect(described()).not.toHaveProperty('error')
    expect(described()).not.toHaveProperty('cause')
  })

  it('fails at once when the call that should carry the token fails', async () => {
    const { runner, token, described } = await aWaitingTask({}, () => {
      throw anError('Refused')
    })
    expect(described()).toMatchObject({ status: 'FAILED', error: 'DynamoDb.RefusedException' })
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
    expect(() => runner.sendTaskFailure('')).toThrow(named('InvalidToken'))
  })

  it('comes with JSON of no more than 256 KiB', async () => {
    const { runner, token, described } = await aWaitingTask()
    expect(() => runner.sendTaskSuccess(token, '{')).toThrow(named('InvalidOutput'))
    expect(() => runner.sendTaskSuccess(token, JSON.stringify('x'.repeat(262_143)))).toThrow(named('InvalidOutput'))
    expect(described().status).toBe('RUNNING')
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
