import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction, SfnStateMachine } from 'aws-cdk-lib/aws-events-targets'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { ANSWERS, RECEIPTS } from '../../../shared/contracts/object-keys.ts'
import { deadLetters, keepFailures } from './dead-letters.ts'

interface InboxProps {
  readonly bucket: Bucket
  readonly key: Key
  readonly erpImport: StateMachine
  readonly readAnswers: Lambda
  readonly keepReceipt: Lambda
}

/** A book that is delivered to the inbox starts its import; a portal's file or receipt goes to whoever takes those. */
export class Inbox extends Construct {
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, { bucket, key, erpImport, readAnswers, keepReceipt }: InboxProps) {
    super(scope, id)
    this.undelivered = deadLetters(this, key)
    const created = (under: string[]) => ({
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: Match.exactString(bucket.bucketName) }, object: { key: under } },
    })
    const takenBy = (taker: Lambda) => {
      keepFailures(taker, this.undelivered)
      return new LambdaFunction(taker, {
        event: RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key') }),
        deadLetterQueue: this.undelivered,
      })
    }
    new Rule(this, 'Answered', { eventPattern: created(Match.prefix(ANSWERS)), targets: [takenBy(readAnswers)] })
    new Rule(this, 'Confirmed', { eventPattern: created(Match.prefix(RECEIPTS)), targets: [takenBy(keepReceipt)] })
    new Rule(this, 'Delivered', {
      eventPattern: created(Match.anythingButPrefix(ANSWERS, RECEIPTS)),
      targets: [
        new SfnStateMachine(erpImport, {
          input: RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key'), confirmed: false }),
          deadLetterQueue: this.undelivered,
        }),
      ],
    })
  }
}
