import { Duration, Validations } from 'aws-cdk-lib'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

/** Where what could not be delivered waits for a person, as long as SQS keeps anything. */
export function deadLetters(scope: Construct, key: Key): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
  })
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is the end of the line: an alarm watches it.',
  })
  return queue
}

/** How long something asynchronous is tried again before a person must look (invariant 4). */
export const PATIENCE = Duration.hours(6)

/** Keeps each asynchronous call of a function that failed three times as a dead letter. */
export function keepFailures(of: Lambda, queue: Queue): void {
  of.configureAsyncInvoke({ onFailure: new SqsDestination(queue), retryAttempts: 2, maxEventAge: PATIENCE })
}
