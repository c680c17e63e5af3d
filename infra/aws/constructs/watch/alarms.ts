import { Duration } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { DataStack } from '../../data-stack.ts'
import type { ProcessStack } from '../../process-stack.ts'
import { awsCount, type Counts, matches, throttles } from './counts.ts'
import type { PortalNews } from './portal-news.ts'

interface AlarmsProps {
  readonly prefix: string
  readonly data: DataStack
  readonly process: ProcessStack
  readonly counts: Counts
  readonly news: PortalNews
  readonly operators: Topic
}

interface Watched {
  readonly metric: IMetric
  /** From which value on somebody must look, and how many periods in a row; 1, at once, unless said otherwise. */
  readonly from?: number
  readonly periods?: number
  /** What it means, and what to do: the headings are those of the runbook. */
  readonly text: string
}

/** SES looks into an account whose mail comes back, or is called unwanted, as often as 5 % or 0.1 %. */
const RETURNED = 0.04
const UNWANTED = 0.0008
/**
 * How many hours a file may lie ready before it was to be fetched: from the round in the morning to the end of the day.
 */
const HOURS_TO_FETCH = 8

/** Pages are meant to come within a second; the first of a day takes longer, and is one of few. */
const SLOW_MS = 3000
/** In an hour; a few are somebody who lent on a key. */
const REFUSED_REQUESTS = 50

/** Everything of which the operators must hear, each with what to do about it. */
export class Alarms extends Construct {
  /** By their names: emulators of AWS stumble over references to alarms. */
  readonly all: IAlarm[] = []

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id)
    const { prefix, operators } = props
    for (const [name, { metric, from = 1, periods = 1, text }] of Object.entries(watched(props))) {
      const alarmName = `${prefix}-${name}`
      const alarm = new Alarm(this, name, {
        alarmName,
        alarmDescription: text,
        metric,
        threshold: from,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      })
      alarm.addAlarmAction(new SnsAction(operators))
      this.all.push(Alarm.fromAlarmName(this, `${name}-by-name`, alarmName))
    }
  }
}

function watched({ data, process, counts, news }: AlarmsProps): Record<string, Watched> {
  return {
    'overdue-cases': {
      metric: counts.overdueCases,
      text: 'Cases of which a step was over an hour late this morning. The sweep started them again. Runbook: a stuck case.',
    },
    ...failedExecutions(process),
    'waiting-imports': {
      metric: counts.waitingImports,
      text: 'An export was quarantined or rejected: its clients are not up to date. Runbook: a bad import.',
    },
    'late-files': {
      metric: counts.lateFiles,
      text:
        'A file has not reached its portal for three working days; the morning mail names it. ' +
        'Runbook: a file that was not delivered.',
    },
    'unapproved-rounds': {
      metric: counts.unapprovedRounds,
      text: 'A signal round is past its day and nobody approved it: its signals wait. The morning mail says which round.',
    },
    'unread-answers': {
      metric: counts.unreadAnswers,
      text:
        "A portal's file, or lines of it, could not be read or fit no signal: help may be accepted and not counted. " +
        'The morning mail says which file and row.',
    },
    ...unfetched(news),
    ...failedTransfers(process),
    'refused-mail': {
      metric: counts.refusedMail,
      text:
        'SES refuses our mail, and letters wait: each is tried again, then every working morning at nine. ' +
        'Runbook: mail that SES refuses.',
    },
    'returned-mail': {
      metric: awsCount('AWS/SES', 'Reputation.BounceRate', {}, Duration.hours(1)).with({ statistic: 'Maximum' }),
      from: RETURNED,
      text: 'So many letters come back that SES may stop sending. They go by post; have the addresses in the ERP put right.',
    },
    'unwanted-mail': {
      metric: awsCount('AWS/SES', 'Reputation.ComplaintRate', {}, Duration.hours(1)).with({ statistic: 'Maximum' }),
      from: UNWANTED,
      text: 'So many renters call our letters unwanted mail that SES may stop sending. Look which letter it is about.',
    },
    ...console(process, counts),
    throttles: {
      metric: throttles(data.table.tableName),
      from: 500,
      periods: 3,
      text: 'AWS refuses much for going too fast, for a quarter of an hour. Nothing is lost; ask for a higher quota if it goes on.',
    },
    ...deadLetters({ ...process.undelivered, 'portal-news': news.undelivered }),
  }
}

/** What people who work in the console notice. */
function console({ consoleApi: { api } }: ProcessStack, counts: Counts): Record<string, Watched> {
  const period = Duration.minutes(5)
  return {
    'console-errors': {
      metric: api.metricServerError({ period, statistic: 'Sum' }),
      text: 'Somebody got a page that says that it went wrong. Runbook: the console does not answer.',
    },
    'console-slow': {
      metric: api.metricLatency({ period, statistic: 'p90' }),
      from: SLOW_MS,
      periods: 3,
      text: 'Pages of the console take seconds, for a quarter of an hour. Runbook: the console does not answer.',
    },
    'console-refusals': {
      metric: counts.refusedRequests,
      from: REFUSED_REQUESTS,
      text:
        'Somebody asks far more of the console than people do, and much of it was refused in this hour; colleagues may ' +
        'notice. Runbook: the console does not answer.',
    },
  }
}

function failedExecutions({ machines }: ProcessStack): Record<string, Watched> {
  const texts: Readonly<Record<string, string>> = {
    'arrears-case': 'The execution of a case failed. The daily sweep starts it again. Runbook: a stuck case.',
    'erp-import': 'An import broke off. Nothing was closed that the book does not close. Runbook: a bad import.',
    'signal-round':
      'A round broke off: files may be missing today. What was not written waits. Runbook: a round that broke off.',
  }
  return Object.fromEntries(
    [...machines.all].map(([name, machine]) => [
      `failed-${name}`,
      {
        metric: new MathExpression({
          expression: 'FILL(failed, 0) + FILL(timedOut, 0)',
          usingMetrics: { failed: machine.metricFailed(), timedOut: machine.metricTimedOut() },
          period: Duration.minutes(5),
          label: `Failed ${name}`,
        }),
        text: texts[name] ?? `An execution of ${name} failed.`,
      },
    ]),
  )
}

/**
 * Files that were written and not fetched on the same day; a file that is fetched twice may hide another for that day.
 */
function unfetched({ written, fetched }: PortalNews): Record<string, Watched> {
  if (!fetched) return {}
  const period = Duration.hours(1)
  return {
    'unfetched-files': {
      metric: new MathExpression({
        expression: 'RUNNING_SUM(FILL(written, 0)) - RUNNING_SUM(FILL(fetched, 0))',
        usingMetrics: { written: matches(written, period), fetched: matches(fetched, period) },
        period,
        label: 'Files that were not fetched',
      }),
      periods: HOURS_TO_FETCH,
      text: 'Inforing has not fetched all files of today. Runbook: a file that was not delivered.',
    },
  }
}

/** Each attempt that failed: the alarm rings again as long as a file does not come through. */
const failedTransfers = ({ risFiles: { failed } }: ProcessStack): Record<string, Watched> =>
  failed
    ? {
        'failed-transfers': {
          metric: matches(failed, Duration.minutes(5)),
          text:
            'A file was not taken by the server of Inforing. It is tried again in its round, and in the next one. ' +
            'Runbook: a file that was not delivered.',
        },
      }
    : {}

const deadLetters = (undelivered: Readonly<Record<string, Queue>>): Record<string, Watched> =>
  Object.fromEntries(
    Object.entries(undelivered).map(([what, queue]) => [
      `undelivered-${what}`,
      {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
        text: `Something (${what}) could not be done and waits in a queue, for 14 days at most. Runbook: a dead letter.`,
      },
    ]),
  )
