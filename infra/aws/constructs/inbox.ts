import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { deadLetters } from './dead-letters.ts'

interface InboxProps {
  readonly bucket: Bucket
  readonly key: Key
  readonly erpImport: StateMachine
}

/** A file that is delivered to the inbox starts its import. */
export class Inbox extends Construct {
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, { bucket, key, erpImport }: InboxProps) {
    super(scope, id)
    this.undelivered = deadLetters(this, key)
    new Rule(this, 'Delivered', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: Match.exactString(bucket.bucketName) } },
      },
      targets: [
        new SfnStateMachine(erpImport, {
          input: RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key'), confirmed: false }),
          deadLetterQueue: this.undelivered,
        }),
      ],
    })
  }
}
