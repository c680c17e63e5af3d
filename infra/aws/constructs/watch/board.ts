import { Duration } from 'aws-cdk-lib'
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { DataStack } from '../../data-stack.ts'
import type { ProcessStack } from '../../process-stack.ts'
import { awsCount, type Counts, matches, throttles } from './counts.ts'
import type { PortalNews } from './portal-news.ts'

interface BoardProps {
  readonly prefix: string
  readonly data: DataStack
  readonly process: ProcessStack
  readonly counts: Counts
  readonly news: PortalNews
  readonly alarms: readonly IAlarm[]
}

const DAY = Duration.days(1)
const HOUR = Duration.hours(1)

/**
 * One page that answers, from above to below: is anything wrong, do the cases go on, did the letters and the files
 * leave, and does the console answer.
 */
export function board(scope: Construct, { prefix, data, process, counts, news, alarms }: BoardProps): Dashboard {
  const dashboard = new Dashboard(scope, 'Board', { dashboardName: prefix, defaultInterval: Duration.days(35) })
  const {
    machines,
    undelivered,
    consoleApi: { api },
  } = process
  const started = [...machines.all].map(([label, machine]) => machine.metricStarted({ period: DAY, label }))
  const failed = [...machines.all].map(([label, machine]) => machine.metricFailed({ period: DAY, label }))
  const files = [
    matches(news.written, DAY).with({ label: 'Written' }),
    ...(news.fetched ? [matches(news.fetched, DAY).with({ label: 'Fetched' })] : []),
  ]

  dashboard.addWidgets(
    new TextWidget({ markdown: text('Is anything wrong?', 'Every alarm says what to do.'), width: 24, height: 2 }),
  )
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 5 }))
  dashboard.addWidgets(
    new TextWidget({
      markdown: text('The cases', 'Late and stopped cases are counted at 05:00, and started again.'),
      width: 24,
      height: 2,
    }),
  )
  dashboard.addWidgets(
    graph('Late and stopped cases', [counts.overdueCases, counts.stoppedCases]),
    graph('Executions that started, a day', started),
    graph('Executions that failed, a day', failed),
  )
  dashboard.addWidgets(
    new TextWidget({
      markdown: text('In and out', 'Exports from the ERP, letters by e-mail, files for the portals.'),
      width: 24,
      height: 2,
    }),
  )
  dashboard.addWidgets(
    graph('Exports that wait for a person', [counts.waitingImports]),
    graph(
      'E-mail, a day',
      ['Send', 'Bounce', 'Complaint'].map((name) => awsCount('AWS/SES', name, {}, DAY)),
    ),
    graph('Files for the portals, a day', files),
  )
  dashboard.addWidgets(
    new TextWidget({
      markdown: text('The console', 'What people ask of it, and how long they wait.'),
      width: 24,
      height: 2,
    }),
  )
  dashboard.addWidgets(
    graph('Requests, an hour', [api.metricCount({ period: HOUR, label: 'Requests' })]),
    graph(
      'Milliseconds until the answer',
      ['p50', 'p90'].map((statistic) => api.metricLatency({ period: HOUR, statistic, label: statistic })),
    ),
    graph('Requests that failed or were refused, an hour', [
      api.metricServerError({ period: HOUR, label: 'Failed' }),
      counts.refusedRequests,
    ]),
  )
  dashboard.addWidgets(
    new TextWidget({ markdown: text('The machinery', 'Dead letters, and what went too fast.'), width: 24, height: 2 }),
  )
  dashboard.addWidgets(
    graph(
      'Dead letters',
      Object.entries({ ...undelivered, 'portal-news': news.undelivered }).map(([label, queue]) =>
        queue.metricApproximateNumberOfMessagesVisible({ label }),
      ),
    ),
    graph('Throttles', [throttles(data.table.tableName)]),
    graph('Errors of functions', [awsCount('AWS/Lambda', 'Errors')]),
  )
  return dashboard
}

const text = (title: string, line: string) => `## ${title}\n${line}`
const graph = (title: string, left: IMetric[]) =>
  new GraphWidget({ title, left, width: 8, height: 6, leftYAxis: { min: 0 } })
