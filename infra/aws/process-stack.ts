import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { type Bundles, CaseFunctions } from './constructs/case-functions.ts'
import { Desk } from './constructs/desk.ts'
import { Inbox } from './constructs/inbox.ts'
import { Machines, machineArn } from './constructs/machines.ts'
import { PortalSftp } from './constructs/portal-sftp.ts'
import { SentMail } from './constructs/sent-mail.ts'
import { Timetable } from './constructs/timetable.ts'
import type { DataStack } from './data-stack.ts'
import type { Stage } from './stages.ts'

export interface ProcessProps extends StackProps {
  readonly stage: Stage
  /** Before the names of everything that people look up by name. */
  readonly prefix: string
  readonly data: DataStack
  readonly bundles: Bundles
}

/** What works on the data; it may be taken down and put back, and goes on where it was. */
export class ProcessStack extends Stack {
  constructor(scope: Construct, id: string, { stage, prefix, data, bundles, ...props }: ProcessProps) {
    super(scope, id, props)
    const { table, buckets } = data
    const functions = new CaseFunctions(this, 'Functions', {
      stage,
      prefix,
      bundles,
      table,
      buckets,
      machineArn: (machine) => machineArn(this, prefix, machine),
      configurationSet: prefix,
    })
    const machines = new Machines(this, 'Machines', { prefix, table, functions })

    new Inbox(this, 'Inbox', {
      bucket: buckets.inbox,
      erpImport: machines.named('erp-import'),
      readAnswers: functions.named('read-answers'),
    })
    new PortalSftp(this, 'PortalSftp', {
      stage,
      prefix,
      bucket: buckets.signals,
      recordPickUp: functions.named('record-pick-up'),
    })
    new Desk(this, 'Desk', { busName: prefix, recordFact: functions.named('record-fact') })
    new SentMail(this, 'SentMail', { configurationSet: prefix, recordSentMail: functions.named('record-sent-mail') })
    new Timetable(this, 'Timetable', { prefix, functions, machines })
  }
}
