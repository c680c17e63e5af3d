import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { IRule } from 'aws-cdk-lib/aws-events'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { DataStack } from '../../data-stack.ts'
import type { ProcessStack } from '../../process-stack.ts'

/** What the import machine calls the state in which a file waits for a person. */
export const WAITS_FOR_A_PERSON = 'The export waits for a person'
/** What the daily sweep logs, with the numbers of cases that it had to repair. */
export const SWEEP_LOG = 'CASES_REPAIRED'
/** What the morning mail logs, with the numbers of files and rounds that are late. */
export const MORNING_LOG = 'STAFF_TOLD'
/** What a portal's file logs when it was read, with the number of faults and of lines that fit no signal. */
export const ANSWERS_LOG = 'ANSWERS_READ'
/** What a function logs when it fails, with the name of the error. */
export const FAILURE_LOG = 'FUNCTION_FAILED'
/** The error of a mail that SES refuses, as it refuses everybody's. */
export const REFUSED_MAIL = 'MailRefused'
/** The functions that mail. */
const MAILING = ['send-letter', 'inform-agency', 'tell-staff', 'tell-at-once', 'read-answers'] as const

type Filter = Omit<ConstructorParameters<typeof MetricFilter>[2], 'metricName' | 'metricNamespace'>

interface CountsProps {
  readonly prefix: string
  readonly data: DataStack
  readonly process: ProcessStack
}

/** What is counted beside the metrics that AWS keeps by itself: read from the logs, in which no person is. */
export class Counts extends Construct {
  /** Cases of which a step was more than an hour late at the daily sweep. */
  readonly overdueCases: IMetric
  /** Cases without an execution at the daily sweep. */
  readonly stoppedCases: IMetric
  /** Exports that were quarantined or rejected. */
  readonly waitingImports: IMetric
  /** Mails that SES refused. */
  readonly refusedMail: IMetric

  /** Files that have not reached their portal for three working days, each morning (S2). */
  readonly lateFiles: IMetric

  /** Rounds that are past their day and not approved, each morning (S6). */
  readonly unapprovedRounds: IMetric

  /** Requests to the console that were refused because there were too many. */
  readonly refusedRequests: IMetric

  /** Files of portals that were refused, and lines of them that do not count (F2). */
  readonly unreadAnswers: IMetric

  constructor(scope: Construct, id: string, { prefix, process }: CountsProps) {
    super(scope, id)
    const sweep = process.functions.logOf('repair-cases')
    const swept = FilterPattern.stringValue('$.message', '=', SWEEP_LOG)
    const count = (name: string, filter: Filter, id = name) =>
      new MetricFilter(this, id, { ...filter, metricName: name, metricNamespace: prefix }).metric({
        statistic: Stats.SUM,
        period: Duration.hours(1),
      })
    this.overdueCases = count('OverdueCases', { logGroup: sweep, filterPattern: swept, metricValue: '$.overdue' })
    this.stoppedCases = count('StoppedCases', { logGroup: sweep, filterPattern: swept, metricValue: '$.stopped' })
    const morning = {
      logGroup: process.functions.logOf('tell-staff'),
      filterPattern: FilterPattern.stringValue('$.message', '=', MORNING_LOG),
    }
    this.lateFiles = count('LateFiles', { ...morning, metricValue: '$.lateFiles' })
    this.unapprovedRounds = count('UnapprovedRounds', { ...morning, metricValue: '$.unapprovedRounds' })
    this.unreadAnswers = count('UnreadAnswers', {
      logGroup: process.functions.logOf('read-answers'),
      filterPattern: FilterPattern.stringValue('$.message', '=', ANSWERS_LOG),
      metricValue: '$.unread',
    })
    this.refusedRequests = count('RefusedRequests', {
      logGroup: process.consoleApi.log,
      filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
      metricValue: '1',
    })
    this.waitingImports = count('WaitingImports', {
      logGroup: process.machines.logOf('erp-import'),
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.type', '=', 'SucceedStateEntered'),
        FilterPattern.stringValue('$.details.name', '=', WAITS_FOR_A_PERSON),
      ),
      metricValue: '1',
    })
    const refused = FilterPattern.all(
      FilterPattern.stringValue('$.message', '=', FAILURE_LOG),
      FilterPattern.stringValue('$.error', '=', REFUSED_MAIL),
    )
    for (const name of MAILING) {
      const logGroup = process.functions.logOf(name)
      count('RefusedMail', { logGroup, filterPattern: refused, metricValue: '1' }, `RefusedMail-${name}`)
    }
    this.refusedMail = awsCount(prefix, 'RefusedMail', {}, Duration.hours(1))
  }
}

/** A metric that AWS keeps itself, added up over a period. */
export const awsCount = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string> = {},
  period = Duration.minutes(5),
): Metric => new Metric({ namespace, metricName, dimensionsMap, statistic: Stats.SUM, period })

/** How often a rule of EventBridge matched. */
export const matches = (rule: IRule, period: Duration): Metric =>
  awsCount('AWS/Events', 'TriggeredRules', { RuleName: rule.ruleName }, period)

/** Everything that AWS refused for going too fast. */
export const throttles = (tableName: string): MathExpression =>
  new MathExpression({
    expression: 'FILL(functions, 0) + FILL(reads, 0) + FILL(writes, 0) + FILL(transitions, 0)',
    usingMetrics: {
      functions: awsCount('AWS/Lambda', 'Throttles'),
      reads: awsCount('AWS/DynamoDB', 'ReadThrottleEvents', { TableName: tableName }),
      writes: awsCount('AWS/DynamoDB', 'WriteThrottleEvents', { TableName: tableName }),
      transitions: awsCount('AWS/States', 'ThrottledEvents', { ServiceMetric: 'StateTransition' }),
    },
    period: Duration.minutes(5),
    label: 'Throttles',
  })
