import { Duration } from 'aws-cdk-lib'
import { EventBus, EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { deadLetters } from './dead-letters.ts'

/** Well within the minutes that a claimed act is left alone before it is settled. */
const BATCH_WINDOW = Duration.seconds(30)

interface SentMailProps {
  readonly configurationSet: string
  readonly recordSentMail: Lambda
}

/** SES reports each mail that it sent, and which claim it belongs to: so an act that broke off is found out (invariant 3). */
export class SentMail extends Construct {
  constructor(scope: Construct, id: string, { configurationSet, recordSentMail }: SentMailProps) {
    super(scope, id)
    const set = new ConfigurationSet(this, 'Set', { configurationSetName: configurationSet })
    set.addEventDestination('Sent', {
      // SES reports to this bus only.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.SEND],
    })
    const undelivered = deadLetters(this)
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times as long as the function may take, as Lambda advises.
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: undelivered, maxReceiveCount: 5 },
    })
    new Rule(this, 'Reported', {
      eventPattern: {
        source: ['aws.ses'],
        detailType: ['Email Sent'],
        detail: { mail: { tags: { 'ses:configuration-set': [configurationSet], claim: Match.exists() } } },
      },
      // The report also has the renter's address, which must not lie in a queue (invariant 6).
      targets: [
        new SqsQueue(queue, {
          message: RuleTargetInput.fromObject({
            detail: {
              mail: {
                messageId: EventField.fromPath('$.detail.mail.messageId'),
                tags: { claim: EventField.fromPath('$.detail.mail.tags.claim') },
              },
            },
          }),
          deadLetterQueue: undelivered,
        }),
      ],
    })
    recordSentMail.addEventSource(new SqsEventSource(queue, { batchSize: 100, maxBatchingWindow: BATCH_WINDOW }))
  }
}
