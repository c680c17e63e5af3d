import { Duration, Stack, TimeZone } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { ScheduleExpression, Schedule as SchedulerSchedule, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type Schedule, schedules, TIME_ZONE } from '../../schedules.ts'
import type { CaseFunctions } from './case-functions.ts'
import { deadLetters } from './dead-letters.ts'
import type { Machines } from './machines.ts'

interface TimetableProps {
  readonly prefix: string
  readonly key: Key
  readonly functions: CaseFunctions
  readonly machines: Machines
}

/** Later than that, the next day's does the work. */
const PATIENCE = Duration.hours(6)

/** What happens at fixed times, by the clock of Amsterdam. */
export class Timetable extends Construct {
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, { prefix, key, functions, machines }: TimetableProps) {
    super(scope, id)
    this.undelivered = deadLetters(this, key)
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey')
    const options = {
      role,
      input: ScheduleTargetInput.fromObject({}),
      deadLetterQueue: this.undelivered,
      maxEventAge: PATIENCE,
    }
    const targetOf = ({ starts }: Schedule) =>
      'machine' in starts
        ? new StepFunctionsStartExecution(machines.named(starts.machine), options)
        : new LambdaInvoke(functions.named(starts.function), options)
    const onFailure = new SqsDestination(this.undelivered)
    for (const name of new Set(schedules.flatMap(({ starts }) => ('function' in starts ? [starts.function] : []))))
      functions.named(name).configureAsyncInvoke({ onFailure, maxEventAge: PATIENCE })
    for (const schedule of schedules)
      new SchedulerSchedule(this, schedule.name, {
        scheduleName: `${prefix}-${schedule.name}`,
        schedule: cronOf(schedule),
        target: targetOf(schedule),
      })
  }
}

const WEEK_DAYS = { mondays: { weekDay: 'MON' }, weekdays: { weekDay: 'MON-FRI' }, 'every-day': {} } as const

function cronOf({ at, days }: Schedule): ScheduleExpression {
  const [hour = '', minute = ''] = at.split(':').map((part) => String(Number(part)))
  return ScheduleExpression.cron({ hour, minute, ...WEEK_DAYS[days], timeZone: TimeZone.of(TIME_ZONE) })
}
