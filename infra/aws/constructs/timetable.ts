import { Duration, TimeZone } from 'aws-cdk-lib'
import { ScheduleExpression, Schedule as SchedulerSchedule, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import { type Schedule, schedules, TIME_ZONE } from '../../schedules.ts'
import type { CaseFunctions } from './case-functions.ts'
import { deadLetters } from './dead-letters.ts'
import type { Machines } from './machines.ts'

interface TimetableProps {
  readonly prefix: string
  readonly functions: CaseFunctions
  readonly machines: Machines
}

/** What happens at fixed times, by the clock of Amsterdam. */
export class Timetable extends Construct {
  constructor(scope: Construct, id: string, { prefix, functions, machines }: TimetableProps) {
    super(scope, id)
    const options = {
      input: ScheduleTargetInput.fromObject({}),
      deadLetterQueue: deadLetters(this),
      // Later than that, the next day's does the work.
      maxEventAge: Duration.hours(6),
    }
    for (const schedule of schedules)
      new SchedulerSchedule(this, schedule.name, {
        scheduleName: `${prefix}-${schedule.name}`,
        schedule: cronOf(schedule),
        target:
          'machine' in schedule.starts
            ? new StepFunctionsStartExecution(machines.named(schedule.starts.machine), options)
            : new LambdaInvoke(functions.named(schedule.starts.function), options),
      })
  }
}

function cronOf({ at, days }: Schedule): ScheduleExpression {
  const [hour = '', minute = ''] = at.split(':').map((part) => String(Number(part)))
  const weekDay = days === 'weekdays' ? { weekDay: 'MON-FRI' } : {}
  return ScheduleExpression.cron({ hour, minute, ...weekDay, timeZone: TimeZone.of(TIME_ZONE) })
}
