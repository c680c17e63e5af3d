import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { type Bundles, CaseFunctions } from './constructs/case-functions.ts'
import { ConsoleApi } from './constructs/console-api.ts'
import { consoleClient } from './constructs/console-client.ts'
import { Desk } from './constructs/desk.ts'
import { Inbox } from './constructs/inbox.ts'
import { Machines, machineArn } from './constructs/machines.ts'
import { MailReports } from './constructs/mail-reports.ts'
import { type RisFiles, risFiles, risPush } from './constructs/ris-files.ts'
import { Sender } from './constructs/sender.ts'
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
  readonly functions: CaseFunctions
  readonly machines: Machines
  readonly risFiles: RisFiles
  readonly consoleApi: ConsoleApi
  /** Where things wait that could not be done, by what they are. */
  readonly undelivered: Readonly<Record<string, Queue>>

  constructor(scope: Construct, id: string, { stage, prefix, data, bundles, ...props }: ProcessProps) {
    super(scope, id, props)
    const { keys, table, buckets, searchKey } = data
    const key = keys.messages
    this.consoleApi = new ConsoleApi(this, 'ConsoleApi', { stage, prefix })
    const push = risPush(this, { stage, prefix, keys, buckets })
    const functions = new CaseFunctions(this, 'Functions', {
      stage,
      prefix,
      bundles,
      keys,
      searchKey,
      table,
      buckets,
      machineArn: (machine) => machineArn(this, prefix, machine),
      configurationSet: prefix,
      push,
      signIn: consoleClient(this, data.colleagues, this.consoleApi.address),
    })
    this.consoleApi.leadTo(functions.named('console'))
    const machines = new Machines(this, 'Machines', { prefix, stage, keys, table, functions })

    const inbox = new Inbox(this, 'Inbox', {
      bucket: buckets.inbox,
      key,
      erpImport: machines.named('erp-import'),
      readAnswers: functions.named('read-answers'),
      keepReceipt: functions.named('keep-receipt'),
    })
    const desk = new Desk(this, 'Desk', {
      busName: prefix,
      key,
      recordFact: functions.named('record-fact'),
      reporters: stage.reporters,
    })
    const timetable = new Timetable(this, 'Timetable', { prefix, key, functions, machines })

    new Sender(this, 'Sender', { sender: stage.sender, configurationSet: prefix })
    // So that an act that broke off is found out (invariant 3).
    const sentMail = new MailReports(this, 'SentMail', {
      configurationSet: prefix,
      key,
      reports: [{ detailTypes: ['Email Sent'] }],
      recordedBy: functions.named('record-sent-mail'),
      batchSize: 100,
      tries: 5,
    })
    // So that a case tells that the server took its letter, and when (C6). The server's answer may name the renter: it
    // lies in the queue, encrypted, until it is kept.
    const deliveredMail = new MailReports(this, 'DeliveredMail', {
      configurationSet: prefix,
      key,
      reports: [
        { detailTypes: ['Email Delivered'], reads: { delivery: ['timestamp', 'smtpResponse', 'reportingMTA'] } },
        { detailTypes: ['Email Delivery Delayed'], reads: { deliveryDelay: ['timestamp', 'delayType'] } },
      ],
      recordedBy: functions.named('record-delivery'),
      batchSize: 10,
      tries: 20,
    })
    // So that the letter goes by post (C5); tried for two hours, since the case must know first that it was sent.
    const returnedMail = new MailReports(this, 'ReturnedMail', {
      configurationSet: prefix,
      key,
      reports: [{ detailTypes: ['Email Bounced', 'Email Complaint Received', 'Email Rejected'] }],
      recordedBy: functions.named('record-bounce'),
      batchSize: 1,
      tries: 20,
    })
    this.risFiles = risFiles(this, { stage, prefix, keys, buckets, functions, push })

    new CfnOutput(this, 'ArrearsCase', { value: machines.named('arrears-case').stateMachineArn })
    this.functions = functions
    this.machines = machines
    this.undelivered = {
      imports: inbox.undelivered,
      facts: desk.undelivered,
      schedules: timetable.undelivered,
      'sent-mail': sentMail.undelivered,
      'delivered-mail': deliveredMail.undelivered,
      'returned-mail': returnedMail.undelivered,
      ...this.risFiles.undelivered,
    }
  }
}
