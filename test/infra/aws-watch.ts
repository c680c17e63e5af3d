import { Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  ANSWERS_LOG,
  FAILURE_LOG,
  MORNING_LOG,
  REFUSED_MAIL,
  SWEEP_LOG,
  WAITS_FOR_A_PERSON,
} from '../../infra/aws/constructs/watch/counts.ts'
import { stageNamed } from '../../infra/aws/stages.ts'
import { MailRefused } from '../../shared/contracts/ports.ts'
import { erpImport } from '../../statemachines/erp-import.ts'
import { everything, flat, production, read, resources, type Synthesized, synthesize, uses } from './aws-app.ts'

// Part of aws.test.ts, which looks at the same templates.

let all: Synthesized
let watch: Synthesized['watch']
beforeAll(() => {
  all = production()
  watch = all.watch
})

const alarms = () =>
  new Map(
    resources(watch, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [
      String(Properties.AlarmName).replace('vroegsignalering-production-', ''),
      Properties,
    ]),
  )

describe('the alarms', () => {
  it('are on everything that a person must hear of', () => {
    expect([...alarms().keys()].sort()).toEqual([
      'console-errors',
      'console-refusals',
      'console-slow',
      'failed-arrears-case',
      'failed-erp-import',
      'failed-signal-round',
      'late-files',
      'overdue-cases',
      'refused-mail',
      'returned-mail',
      'throttles',
      'unapproved-rounds',
      'undelivered-delivered-mail',
      'undelivered-facts',
      'undelivered-imports',
      'undelivered-portal-news',
      'undelivered-returned-mail',
      'undelivered-schedules',
      'undelivered-sent-mail',
      'unread-answers',
      'unwanted-mail',
      'waiting-imports',
    ])
  })

  it('tell the operators, and say what to do', () => {
    for (const [name, { AlarmActions, AlarmDescription, TreatMissingData }] of alarms()) {
      expect((AlarmActions as unknown[]).map(flat), name).toEqual([expect.stringContaining('Operators')])
      expect(String(AlarmDescription).length, name).toBeGreaterThan(60)
      expect(TreatMissingData, name).toBe('notBreaching')
    }
    watch.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'beheer@voorbeeld.example' })
  })

  it('watch every queue in which something waits that could not be done', () => {
    const ends = everything(all).filter(
      ({ Type, Properties }) => Type === 'AWS::SQS::Queue' && Properties.MessageRetentionPeriod === 14 * 24 * 3600,
    )
    const watched = [...alarms()].filter(([name]) => name.startsWith('undelivered-'))
    expect(watched.length).toBe(ends.length)
    for (const [, properties] of watched)
      expect(properties).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        EvaluationPeriods: 1,
      })
    const queues = watched.map(([, { Dimensions }]) => JSON.stringify(Dimensions))
    expect(new Set(queues).size).toBe(queues.length)
  })

  it('see an export that waits by the state in which the import ends then', () => {
    expect(erpImport.States).toMatchObject({ [WAITS_FOR_A_PERSON]: { Type: 'Succeed' } })
    watch.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: `{ ($.type = "SucceedStateEntered") && ($.details.name = "${WAITS_FOR_A_PERSON}") }`,
      MetricTransformations: [{ MetricName: 'WaitingImports', MetricValue: '1', MetricNamespace: Match.anyValue() }],
    })
  })

  it('see overdue cases in what the daily sweep logs', () => {
    expect(read('functions/repair-cases/handler.ts')).toContain(`logger.info('${SWEEP_LOG}', repaired)`)
    for (const [metric, field] of [
      ['OverdueCases', '$.overdue'],
      ['StoppedCases', '$.stopped'],
    ])
      watch.hasResourceProperties('AWS::Logs::MetricFilter', {
        FilterPattern: `{ $.message = "${SWEEP_LOG}" }`,
        MetricTransformations: [Match.objectLike({ MetricName: metric, MetricValue: field })],
      })
    expect(alarms().get('overdue-cases')).toMatchObject({ MetricName: 'OverdueCases', Threshold: 1 })
  })

  it('see mail that SES refuses in what every function that mails logs when it fails', () => {
    expect(read('shared/runtime/lambda.ts')).toContain(`('${FAILURE_LOG}', {`)
    expect(new MailRefused('Z-1-7', 'paused', '').name).toBe(REFUSED_MAIL)
    const filters = resources(watch, 'AWS::Logs::MetricFilter').filter(({ Properties }) =>
      JSON.stringify(Properties.MetricTransformations).includes('RefusedMail'),
    )
    const mailing = Object.values(uses).filter(({ mail }) => mail)
    expect(filters).toHaveLength(mailing.length)
    for (const { Properties } of filters)
      expect(Properties.FilterPattern).toBe(`{ ($.message = "${FAILURE_LOG}") && ($.error = "${REFUSED_MAIL}") }`)
    expect(alarms().get('refused-mail')).toMatchObject({ MetricName: 'RefusedMail', Threshold: 1 })
  })

  it('S2 see files that are late in what the morning mail logs', () => {
    expect(read('functions/tell-staff/handler.ts')).toContain(`logger.info('${MORNING_LOG}', { ...told })`)
    watch.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: `{ $.message = "${MORNING_LOG}" }`,
      MetricTransformations: [Match.objectLike({ MetricName: 'LateFiles', MetricValue: '$.lateFiles' })],
    })
    expect(alarms().get('unapproved-rounds')).toMatchObject({ MetricName: 'UnapprovedRounds', Threshold: 1 })
    expect(alarms().get('late-files')).toMatchObject({ MetricName: 'LateFiles', Threshold: 1 })
  })

  it('F2 see files and lines of portals that do not count', () => {
    expect(read('functions/read-answers/handler.ts')).toContain(`logger.info('${ANSWERS_LOG}', { unread:`)
    watch.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: `{ $.message = "${ANSWERS_LOG}" }`,
      MetricTransformations: [Match.objectLike({ MetricName: 'UnreadAnswers', MetricValue: '$.unread' })],
    })
    expect(alarms().get('unread-answers')).toMatchObject({ MetricName: 'UnreadAnswers', Threshold: 1 })
  })

  it('come before SES stops sending, at 5 % returned or 0.1 % unwanted', () => {
    expect(alarms().get('returned-mail')).toMatchObject({ MetricName: 'Reputation.BounceRate', Threshold: 0.04 })
    expect(alarms().get('unwanted-mail')).toMatchObject({ MetricName: 'Reputation.ComplaintRate', Threshold: 0.0008 })
  })
})

describe('the operators', () => {
  it('hear of every file that lies ready, by its name, and where somebody uploads it of no other', () => {
    watch.resourceCountIs('AWS::Events::Rule', 1)
    watch.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] },
      Targets: [
        Match.objectLike({
          InputTransformer: {
            InputPathsMap: { 'detail-object-key': '$.detail.object.key' },
            InputTemplate: '"A file lies ready for its portal: <detail-object-key>"',
          },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    })
  })

  it('hear when a month costs more than the stage allows', () => {
    watch.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 200, Unit: 'USD' } },
      NotificationsWithSubscribers: ['FORECASTED', 'ACTUAL'].map((NotificationType) =>
        Match.objectLike({
          Notification: Match.objectLike({ NotificationType, Threshold: 100 }),
          Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'beheer@voorbeeld.example' }],
        }),
      ),
    })
  })

  it('are somebody where there is a budget', () => {
    expect(() => synthesize({ ...stageNamed('production'), operators: [] })).toThrow('no operators')
  })

  it('have one page to look at', () => {
    watch.resourceCountIs('AWS::CloudWatch::Dashboard', 1)
    const body = flat(resources(watch, 'AWS::CloudWatch::Dashboard')[0]?.Properties.DashboardBody)
    for (const title of ['Is anything wrong?', 'The cases', 'In and out', 'The console', 'The machinery'])
      expect(body).toContain(title)
  })
})
