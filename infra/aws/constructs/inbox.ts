import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { deadLetters } from './dead-letters.ts'

/** A file that is delivered to the inbox starts its import. */
export class Inbox extends Construct {
  constructor(scope: Construct, id: string, { bucket, erpImport }: { bucket: Bucket; erpImport: StateMachine }) {
    super(scope, id)
    new Rule(this, 'Delivered', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: Match.exactString(bucket.bucketName) } },
      },
      targets: [
        new SfnStateMachine(erpImport, {
          input: RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key'), confirmed: false }),
          deadLetterQueue: deadLetters(this),
        }),
      ],
    })
  }
}
