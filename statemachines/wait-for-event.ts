import { EVENT_VERSION } from '../shared/domain/event.ts'
import type { Step } from '../shared/domain/standing.ts'
import { jsonata, onError, placeholder, retryOn, type TaskState } from './asl.ts'

/** The case of an execution: its whole input. */
export const CASE_ID = '$states.context.Execution.Input.caseId'
/** When the machine came to the state that it is in. */
export const NOW = '$states.context.State.EnteredTime'

/** A wait that only an event ends looks at the case all the same after so long: no wait is without a deadline. */
const LONGEST_DAYS = 90
const UNTIL = `$standing.due ? $standing.due : $fromMillis($toMillis(${NOW}) + ${LONGEST_DAYS} * 86400000)`
const SECONDS = `$max([1, $ceil(($toMillis(${UNTIL}) - $toMillis(${NOW})) / 1000)]) + $standing.spread`

/** How DynamoDB stumbles, for a moment. */
const STUMBLES = [
  'DynamoDb.ProvisionedThroughputExceededException',
  'DynamoDb.RequestLimitExceededException',
  'DynamoDb.ThrottlingException',
  'DynamoDb.InternalServerErrorException',
  'DynamoDb.SdkClientException',
]

/** A text attribute of the table. */
const text = (S: string) => ({ S })

interface Ways<Name extends string> {
  /** The step is due. */
  readonly onTime: Name
  readonly onEvent: Name
  /** The wait could not begin, even when tried again. */
  readonly onFailure: Name
}

/**
 * Waits until a step is due, or until an event of the case, whichever comes first. The wait is itself the next event in
 * the history of the case, with the token by which it is woken. When another event came since the machine last looked,
 * the wait cannot be put there, and it is as if that event had woken it: none falls between two states (invariant 4).
 */
export const waitForEvent = <Name extends string>(
  step: Step,
  { onTime, onEvent, onFailure }: Ways<Name>,
): TaskState<NoInfer<Name>> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken',
  Arguments: {
    TableName: placeholder('CaseTable'),
    Item: {
      pk: text(jsonata(`'CASE#' & ${CASE_ID}`)),
      sk: text(jsonata("'EVENT#' & $formatNumber($standing.seq + 1, '000000')")),
      seq: { N: jsonata('$string($standing.seq + 1)') },
      prev: text(jsonata('$standing.hash')),
      at: text(jsonata(NOW)),
      v: { N: String(EVENT_VERSION) },
      by: text('system'),
      type: text('Waiting'),
      step: text(step),
      until: text(jsonata(UNTIL)),
      token: text(jsonata('$states.context.Task.Token')),
    },
    ConditionExpression: 'attribute_not_exists(sk)',
  },
  TimeoutSeconds: jsonata(SECONDS),
  Output: {},
  Retry: [retryOn(STUMBLES, { IntervalSeconds: 2, MaxAttempts: 8, BackoffRate: 2, MaxDelaySeconds: 120 })],
  Catch: [
    onError('States.Timeout', onTime),
    onError('DynamoDb.ConditionalCheckFailedException', onEvent),
    onError('States.ALL', onFailure),
  ],
  Next: onEvent,
})
