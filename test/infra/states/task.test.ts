import { describe, expect, it } from 'vitest'
import { anError, aWorld, callback, done, END, lambda, machine, outcomeOf } from './support.ts'

describe('Task', () => {
  const PUT = {
    TableName: 'cases',
    Item: { pk: { S: '{% $states.input.id %}' } },
    ConditionExpression: 'attribute_not_exists(pk)',
  }

  it('invokes a Lambda function, and its result holds the payload', async () => {
    const Call = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'arn:aws:lambda:f', Payload: { n: '{% $states.input.n %}' } },
      ...END,
    }
    const { output, calls } = await outcomeOf({ Call }, { n: 2 }, { 'arn:aws:lambda:f': () => ({ twice: 4 }) })
    expect(calls).toEqual([{ name: 'arn:aws:lambda:f', args: { n: 2 } }])
    expect(output).toEqual({ ExecutedVersion: '$LATEST', StatusCode: 200, Payload: { twice: 4 } })
  })

  it('lets Output and Assign see input and result', async () => {
    const Call = lambda('f', {
      Assign: { kept: '{% $states.result.Payload %}' },
      Output: '{% [$states.input, $states.result.Payload] %}',
      Next: 'Then',
    })
    const Then = done(['{% $states.input %}', '{% $kept %}'])
    expect((await outcomeOf({ Call, Then }, 'in', { f: () => 'out' })).output).toEqual([['in', 'out'], 'out'])
  })

  it('shows the error type of a Lambda function, and its message in the cause', async () => {
    const fails = {
      f: () => {
        throw anError('PortalClosed', 'try on Monday')
      },
    }
    const { error, cause } = await outcomeOf({ Call: lambda('f', END) }, {}, fails)
    expect(error).toBe('PortalClosed')
    expect(JSON.parse(cause ?? '')).toEqual({ errorType: 'PortalClosed', errorMessage: 'try on Monday' })
  })

  it('puts an item as it is asked to', async () => {
    const Put = callback('cases', { Arguments: PUT, TimeoutSeconds: 1, ...END })
    const { calls } = await outcomeOf({ Put }, { id: 'a' }, { cases: () => ({ $metadata: {} }) })
    const args = { TableName: 'cases', Item: { pk: { S: 'a' } }, ConditionExpression: 'attribute_not_exists(pk)' }
    expect(calls).toEqual([{ name: 'cases', args }])
  })

  it.each([
    ['ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
    ['InternalServerError', 'DynamoDb.InternalServerErrorException'],
    ['RequestLimitExceeded', 'DynamoDb.RequestLimitExceededException'],
  ])('names the error %s of DynamoDB as AWS does: %s', async (thrown, seen) => {
    const answers = {
      cases: () => {
        throw anError(thrown, 'why')
      },
    }
    const { error, cause } = await outcomeOf({ Put: callback('cases', END) }, {}, answers)
    expect({ error, cause }).toEqual({ error: seen, cause: 'why' })
  })

  it('makes no more calls at once than it may', async () => {
    let now = 0
    let most = 0
    const slow = async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 2))
      now -= 1
    }
    const { runner } = aWorld({ m: machine({ Call: lambda('slow', END) }) }, { slow }, { maxInFlight: 3 })
    for (let count = 0; count < 12; count += 1) runner.startExecution({ machine: 'm' })
    await runner.idle()
    expect(runner.totals().executionsByStatus.SUCCEEDED).toBe(12)
    expect(most).toBe(3)
  })
})

describe('the time of a task', () => {
  const never = () => new Promise(() => {})

  it.each([
    [10, '2026-01-01T00:00:10.000Z'],
    ['{% $states.input.hours * 3600 %}', '2026-01-01T02:00:00.000Z'],
  ])('ends at TimeoutSeconds %s with States.Timeout', async (TimeoutSeconds, at) => {
    const states = {
      Call: lambda('never', { TimeoutSeconds, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }], ...END }),
      Late: done({ at: '{% $states.context.State.EnteredTime %}', error: '{% $states.input.Error %}' }),
    }
    const { runner, clock, calls } = aWorld({ m: machine(states) }, { never })
    const { id } = runner.startExecution({ machine: 'm', input: { hours: 2 } })
    await expect.poll(() => calls.length).toBe(1)
    const due = runner.nextDue() ?? 0
    const frozen = { ...runner, idle: async () => {} }
    await clock.advanceTo(due, frozen)
    await expect.poll(() => runner.describeExecution(id).status).toBe('SUCCEEDED')
    expect(runner.describeExecution(id).output).toEqual({ at, error: 'States.Timeout' })
  })

  it.each([0, 1.5, 'soon', null, 100_000_000, 24_856 * 86_400])(
    'is a States.QueryEvaluationError when it is %j',
    async (TimeoutSeconds) => {
      const Call = lambda('f', { TimeoutSeconds: `{% ${JSON.stringify(TimeoutSeconds)} %}`, ...END })
      expect(await outcomeOf({ Call })).toMatchObject({ error: 'States.QueryEvaluationError', calls: [] })
    },
  )

  it('fails the execution when nothing catches it', async () => {
    const Call = callback('f', { TimeoutSeconds: 5, ...END })
    const { runner, clock } = aWorld({ m: machine({ Call }) }, { f: () => null })
    const { id } = runner.startExecution({ machine: 'm' })
    await clock.runOut(runner)
    expect(runner.describeExecution(id)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  })
})
