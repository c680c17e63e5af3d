import { Duration } from 'aws-cdk-lib'
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { deadLetters } from './dead-letters.ts'

/** Well within the minutes that a reserved act is left alone before it is settled. */
const BATCH_WINDOW = Duration.seconds(30)
/** Six times as long as the function may take, as Lambda advises. */
const BETWEEN_TRIES = Duration.minutes(6)

interface Report {
  /** What SES says happened to the mail, in EventBridge's words. */
  readonly detailTypes: readonly string[]
  /**
   * What the function reads of it beside which mail it is, by the name of SES's own object. It lies in the queue until
   * it is recorded; each field must be in every such report.
   */
  readonly reads?: Readonly<Record<string, readonly string[]>>
}

interface MailReportsProps {
  readonly configurationSet: string
  readonly key: Key
  readonly reports: readonly Report[]
  readonly recordedBy: Lambda
  /** How many at a time; those that come together fail together. */
  readonly batchSize: number
  readonly tries: number
}

/** SES's reports about mail that was sent for a reservation, queued for the function that records them. */
export class MailReports extends Construct {
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, props: MailReportsProps) {
    super(scope, id)
    const { configurationSet, key, reports, recordedBy, batchSize, tries } = props
    this.undelivered = deadLetters(this, key)
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      visibilityTimeout: BETWEEN_TRIES,
      deadLetterQueue: { queue: this.undelivered, maxReceiveCount: tries },
    })
    for (const [index, { detailTypes, reads = {} }] of reports.entries())
      new Rule(this, index === 0 ? 'Reported' : `Reported${index + 1}`, {
        eventPattern: {
          source: ['aws.ses'],
          detailType: [...detailTypes],
          detail: { mail: { tags: { 'ses:configuration-set': [configurationSet], reservation: Match.exists() } } },
        },
        // The report also has the renter's address and the subject, which nobody reads: of it, only what `reads` names
        // comes into the queue, which is encrypted.
        targets: [
          new SqsQueue(queue, {
            message: RuleTargetInput.fromObject({
              detail: {
                mail: {
                  messageId: EventField.fromPath('$.detail.mail.messageId'),
                  tags: { reservation: EventField.fromPath('$.detail.mail.tags.reservation') },
                },
                ...Object.fromEntries(Object.entries(reads).map(([name, fields]) => [name, fieldsOf(name, fields)])),
              },
            }),
            deadLetterQueue: this.undelivered,
          }),
        ],
      })
    recordedBy.addEventSource(
      new SqsEventSource(queue, { batchSize, ...(batchSize > 1 && { maxBatchingWindow: BATCH_WINDOW }) }),
    )
  }
}

const fieldsOf = (name: string, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, EventField.fromPath(`$.detail.${name}.${field}`)]))
