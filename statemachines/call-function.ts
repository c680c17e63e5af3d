import {
  type Catcher,
  type Expression,
  type Onward,
  type Patience,
  placeholder,
  retryOn,
  type TaskState,
  type Variables,
} from './asl.ts'

/** How Lambda itself stumbles, for a moment. */
const STUMBLES = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
]
/** What a function would throw again at the same call, however often it is tried. */
const REFUSALS = ['CaseStandsElsewhere', 'MailRefused', 'InvalidInput']
/** Whatever else goes wrong in a function, or takes it too long. */
const FAILURES = ['States.TaskFailed', 'States.Timeout']

/** A minute in all, for a function that needs nothing but AWS. */
const BRIEFLY = { IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 60 }
/** At most 40 minutes in all, for one that needs a server of somebody else. */
export const PATIENTLY = { IntervalSeconds: 60, MaxAttempts: 4, BackoffRate: 3, MaxDelaySeconds: 1800 }

const retries = (patience: Patience) => [
  retryOn(STUMBLES, { IntervalSeconds: 2, MaxAttempts: 6, BackoffRate: 2, MaxDelaySeconds: 60 }),
  { ErrorEquals: REFUSALS, MaxAttempts: 0 },
  retryOn(FAILURES, patience),
]

/** The longest that Lambda lets a function run. */
const LONGEST_SECONDS = 900

type Rest<Name extends string> = Onward<Name> & {
  readonly Assign?: Variables
  readonly Output?: Expression
  readonly Catch?: readonly Catcher<Name>[]
}

/**
 * Calls a function of `functions/`, and tries again. Without an `Output` only what is assigned of its answer goes on.
 *
 * @param name of the function, as its placeholder is written: `FindStanding` for `functions/find-standing`
 */
export const callFunction = <Name extends string = never>(
  name: string,
  Payload: object | Expression,
  rest: Rest<Name>,
  patience = BRIEFLY,
): TaskState<NoInfer<Name>> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: placeholder(name), Payload },
  TimeoutSeconds: LONGEST_SECONDS,
  Output: {},
  Retry: retries(patience),
  ...rest,
})
