import { describe, expect, it } from 'vitest'
import { anError, aWorld, END, LAMBDA, lambda, machine, outcomeOf } from './support.ts'

describe('Task', () => {
  it('invokes a Lambda function, and its result holds the payload', async () => {
    const Call = {
      Type: 'Task',
      Resource: LAMBDA,
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
    const Then = { Type: 'Pass', Output: '{% $append($states.input, $kept) %}', ...END }
    expect((await outcomeOf({ Call, Then }, 'in', { f: () => 'out' })).output).toEqual(['in', 'out', 'out'])
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

  it('calls an AWS API, without the metadata of the SDK', async () => {
    const Read = {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
      Arguments: { TableName: 't' },
      ...END,
    }
    const answers = {
      'dynamodb:getItem': () => ({ $metadata: { requestId: 1 }, Item: { pk: { S: 'a' } }, At: new Date(0) }),
    }
    const { output, calls } = await outcomeOf({ Read }, {}, answers)
    expect(calls).toEqual([{ name: 'dynamodb:getItem', args: { TableName: 't' } }])
    expect(output).toEqual({ Item: { pk: { S: 'a' } }, At: '1970-01-01T00:00:00.000Z' })
  })

  it.each([
    ['dynamodb:putItem', 'ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
    ['s3:getObject', 'NoSuchKey', 'S3.NoSuchKeyException'],
    ['ses:sendEmail', 'MessageRejected', 'Ses.MessageRejectedException'],
    ['sfn:startExecution', 'ExecutionAlreadyExists', 'Sfn.ExecutionAlreadyExistsException'],
    ['dynamodb:getItem', 'InternalServerError', 'DynamoDb.InternalServerException'],
  ])('names an error of %s %s as AWS does: %s', async (action, thrown, seen) => {
    const Call = { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:${action}`, ...END }
    const { error, cause } = await outcomeOf(
      { Call },
      {},
      {
        [action]: () => {
          throw anError(thrown, 'why')
        },
      },
    )
    expect({ error, cause }).toEqual({ error: seen, cause: 'why' })
  })

  it('starts another execution', async () => {
    const Start = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Arguments: {
        StateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:child',
        Name: '{% $states.input.id %}',
        Input: '{% $states.input %}',
      },
      ...END,
    }
    const { runner } = aWorld({
      parent: machine({ Start }),
      child: machine({ Go: { Type: 'Pass', Output: '{% $states.input.id & "!" %}', ...END } }),
    })
    const first = runner.startExecution({ machine: 'parent', input: { id: 'x' } })
    await runner.idle()
    const again = runner.startExecution({ machine: 'parent', input: { id: 'x' } })
    await runner.idle()
    const child = 'arn:aws:states:eu-west-1:000000000000:execution:child:x'
    expect(runner.describeExecution(first.id).output).toEqual({
      ExecutionArn: child,
      StartDate: '2026-01-01T00:00:00.000Z',
    })
    expect(runner.describeExecution(child).output).toBe('x!')
    expect(runner.describeExecution(again.id).error).toBe('StepFunctions.ExecutionAlreadyExistsException')
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
      Late: { Type: 'Pass', Output: '{% {"at": $now(), "error": $states.input.Error} %}', ...END },
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

  it.each([0, 1.5, 'soon'])('is a States.QueryEvaluationError when it is %j', async (TimeoutSeconds) => {
    const Call = lambda('f', { TimeoutSeconds: `{% ${JSON.stringify(TimeoutSeconds)} %}`, ...END })
    expect(await outcomeOf({ Call })).toMatchObject({ error: 'States.QueryEvaluationError', calls: [] })
  })

  it('fails the execution when nothing catches it', async () => {
    const { runner, clock } = aWorld(
      { m: machine({ Call: lambda('f', { TimeoutSeconds: 5, Resource: `${LAMBDA}.waitForTaskToken`, ...END }) }) },
      { f: () => null },
    )
    const { id } = runner.startExecution({ machine: 'm' })
    await clock.runOut(runner)
    expect(runner.describeExecution(id)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  })
})

describe('TimeoutSeconds of a machine', () => {
  it('ends the execution as TIMED_OUT, which nothing can catch', async () => {
    const states = {
      Around: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'Pause', States: { Pause: { Type: 'Wait', Seconds: 100, ...END } } }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
        ...END,
      },
      Caught: { Type: 'Pass', ...END },
    }
    const execution = await outcomeOf(states, {}, {}, { machine: { TimeoutSeconds: 60 } })
    expect(execution).toMatchObject({
      status: 'TIMED_OUT',
      error: 'States.Timeout',
      stoppedAt: Date.parse('2026-01-01T00:01:00Z'),
    })
    expect(execution.transitions).toBe(2)
  })

  it('does not touch an execution that ended in time', async () => {
    expect(
      (await outcomeOf({ Pause: { Type: 'Wait', Seconds: 59, ...END } }, {}, {}, { machine: { TimeoutSeconds: 60 } }))
        .status,
    ).toBe('SUCCEEDED')
  })
})
