import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction, SfnStateMachine } from 'aws-cdk-lib/aws-events-targets'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { ANSWERS } from '../../../shared/casework/import-keys.ts'
import { deadLetters } from './dead-letters.ts'

interface InboxProps {
  readonly bucket: Bucket
  readonly erpImport: StateMachine
  readonly readAnswers: Lambda
}

/** A book that is delivered to the inbox starts its import; a portal's file goes to whoever reads those. */
export class Inbox extends Construct {
  constructor(scope: Construct, id: string, { bucket, erpImport, readAnswers }: InboxProps) {
    super(scope, id)
    const created = (key: string[]) => ({
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: Match.exactString(bucket.bucketName) }, object: { key } },
    })
    const undelivered = deadLetters(this)
    new Rule(this, 'Answered', {
      eventPattern: created(Match.prefix(ANSWERS)),
      targets: [
        new LambdaFunction(readAnswers, {
          event: RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key') }),
          deadLetterQueue: undelivered,
        }),
      ],
    })
    new Rule(this, 'Delivered', {
      eventPattern: created(Match.anythingButPrefix(ANSWERS)),
      targets: [
        new SfnStateMachine(erpImport, {
          input: RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key'), confirmed: false }),
          deadLetterQueue: undelivered,
        }),
      ],
    })
  }
}
