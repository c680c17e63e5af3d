import { Match, Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { deadLetters, keepFailures, PATIENCE } from './dead-letters.ts'
import type { RisFilesProps } from './ris-files.ts'

/** The events by which `record-transfer` hears what became of each file that went through the connector (S2). */
export class RisPush extends Construct {
  /** Matches every transfer that failed. */
  readonly failed: Rule
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, { keys, functions }: RisFilesProps, connectorId: string) {
    super(scope, id)
    this.undelivered = deadLetters(this, keys.messages)
    const recordTransfer = functions.named('record-transfer')
    keepFailures(recordTransfer, this.undelivered)
    const reported = (what: 'Completed' | 'Failed') =>
      new Rule(this, what, {
        eventPattern: {
          source: ['aws.transfer'],
          detailType: [`SFTP Connector File Send ${what}`],
          detail: { 'connector-id': Match.exactString(connectorId) },
        },
        targets: [new LambdaFunction(recordTransfer, { deadLetterQueue: this.undelivered, maxEventAge: PATIENCE })],
      })
    reported('Completed')
    this.failed = reported('Failed')
  }
}
