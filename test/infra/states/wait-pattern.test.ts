import { describe, expect, it } from 'vitest'
import { anError, aWorld, done, keep, machine, tokensIn } from './support.ts'

const DUE = '2026-01-15T09:00:00.000Z'
const AT = '{% $states.context.State.EnteredTime %}'

/** The wait of an arrears case: ends at its date, by an event, or at once when the case has moved on. */
const WAIT = machine({
  'Where does the case stand?': keep(
    { caseId: '{% $states.input.caseId %}', seq: '{% $states.input.seq %}', due: '{% $states.input.due %}' },
    { Next: 'Wait for the demand date' },
  ),
  'Wait for the demand date': {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken',
    Arguments: {
      TableName: 'cases',
      Item: {
        pk: { S: "{% 'CASE#' & $caseId %}" },
        sk: { S: "{% 'EVENT#' & $formatNumber($seq + 1, '000000') %}" },
        token: { S: '{% $states.context.Task.Token %}' },
        until: { S: '{% $due %}' },
      },
      ConditionExpression: 'attribute_not_exists(sk)',
    },
    TimeoutSeconds: '{% $max([1, $ceil(($toMillis($due) - $toMillis($states.context.State.EnteredTime)) / 1000)]) %}',
    Catch: [
      { ErrorEquals: ['States.Timeout'], Next: 'The demand is due' },
      { ErrorEquals: ['DynamoDb.ConditionalCheckFailedException'], Next: 'The case moved on' },
    ],
    Next: 'Woken by an event',
  },
  'The demand is due': done({ how: 'due', at: AT }),
  'Woken by an event': done({ how: 'woken', by: '{% $states.input %}', at: AT }),
  'The case moved on': done({ how: 'moved on', at: AT }),
})

function aWaitingCase(putItem: () => unknown = () => ({})) {
  const world = aWorld({ wait: WAIT }, { cases: putItem })
  const { id } = world.runner.startExecution({ machine: 'wait', input: { caseId: 'A1', seq: 6, due: DUE } })
  return { ...world, id, token: () => tokensIn(world.calls)[0] ?? '' }
}

describe('the interruptible wait of an arrears case', () => {
  it('puts the waiting event with its token as the next event of the case', async () => {
    const { runner, calls } = aWaitingCase()
    await runner.idle()
    expect(calls).toEqual([
      {
        name: 'cases',
        args: {
          TableName: 'cases',
          Item: {
            pk: { S: 'CASE#A1' },
            sk: { S: 'EVENT#000007' },
            token: { S: expect.stringMatching(/^\S{20,}$/) },
            until: { S: DUE },
          },
          ConditionExpression: 'attribute_not_exists(sk)',
        },
      },
    ])
    expect(runner.nextDue()).toBe(Date.parse(DUE))
  })

  it('goes on at the due date when nothing happens', async () => {
    const { runner, clock, id } = aWaitingCase()
    await clock.runOut(runner)
    expect(runner.describeExecution(id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { how: 'due', at: DUE },
      transitions: 3,
    })
  })

  it('wakes on an event, before the due date', async () => {
    const { runner, clock, id, token } = aWaitingCase()
    await clock.advanceTo('2026-01-09T10:00:00Z', runner)
    runner.sendTaskSuccess(token(), '{"event":"objection"}')
    await runner.idle()
    expect(runner.describeExecution(id).output).toEqual({
      how: 'woken',
      by: { event: 'objection' },
      at: '2026-01-09T10:00:00.000Z',
    })
    expect(runner.nextDue()).toBeNull()
  })

  it('notices at once that something was appended first', async () => {
    const { runner, id, token } = aWaitingCase(() => {
      throw anError('ConditionalCheckFailedException', 'The conditional request failed')
    })
    await runner.idle()
    expect(runner.describeExecution(id).output).toEqual({ how: 'moved on', at: '2026-01-01T00:00:00.000Z' })
    expect(() => runner.sendTaskSuccess(token(), '{}')).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }))
  })

  it('honours an event that arrives while the put has not returned', async () => {
    const put = Promise.withResolvers<object>()
    const { runner, id, token, calls } = aWaitingCase(() => put.promise)
    await expect.poll(() => calls.length).toBe(1)
    runner.sendTaskSuccess(token(), '{"event":"paid"}')
    put.resolve({})
    await runner.idle()
    expect(runner.describeExecution(id).output).toMatchObject({ how: 'woken', by: { event: 'paid' } })
  })

  it('waits no negative time when the due date is past', async () => {
    const { runner, clock } = aWaitingCase()
    const { id } = runner.startExecution({
      machine: 'wait',
      input: { caseId: 'B', seq: 0, due: '2025-12-01T00:00:00Z' },
    })
    await clock.advanceTo('2026-01-01T00:00:01Z', runner)
    expect(runner.describeExecution(id).output).toEqual({ how: 'due', at: '2026-01-01T00:00:01.000Z' })
  })
})
