import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { deadLetters } from '../dead-letters.ts'

interface PortalNewsProps {
  readonly signals: Bucket
  /** The server from which Inforing fetches files; none where it does not. */
  readonly serverId: string | undefined
  readonly operators: Topic
  readonly key: Key
}

/**
 * The operators hear of every file that lies ready for a portal, and of every one that was fetched: a name, and no
 * person.
 */
export class PortalNews extends Construct {
  readonly written: Rule
  readonly fetched: Rule | null
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, { signals, serverId, operators, key }: PortalNewsProps) {
    super(scope, id)
    this.undelivered = deadLetters(this, key)
    const tell = (text: string) =>
      new SnsTopic(operators, { message: RuleTargetInput.fromText(text), deadLetterQueue: this.undelivered })
    this.written = new Rule(this, 'Written', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        // Without a byte it is a folder.
        detail: { bucket: { name: Match.exactString(signals.bucketName) }, object: { size: Match.greaterThan(0) } },
      },
      targets: [tell(`A file lies ready for its portal: ${EventField.fromPath('$.detail.object.key')}`)],
    })
    this.fetched =
      serverId === undefined
        ? null
        : new Rule(this, 'Fetched', {
            eventPattern: {
              source: ['aws.transfer'],
              detailType: ['SFTP Server File Download Completed'],
              detail: { 'server-id': Match.exactString(serverId) },
            },
            targets: [tell(`Inforing fetched a file: ${EventField.fromPath('$.detail.file-path')}`)],
          })
  }
}
