import { RemovalPolicy } from 'aws-cdk-lib'
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { CfnServer, CfnUser } from 'aws-cdk-lib/aws-transfer'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { deadLetters } from './dead-letters.ts'

interface PortalSftpProps {
  readonly stage: Stage
  readonly prefix: string
  readonly bucket: Bucket
  readonly recordPickUp: Lambda
}

/**
 * An SFTP server for portals that come for their files themselves: with a key, each in its own folder of the bucket, for reading.
 * A server costs by the hour, so there is none as long as the stage names no key. Without a right to delete, a portal leaves what it has picked up.
 */
export class PortalSftp extends Construct {
  constructor(scope: Construct, id: string, { stage, prefix, bucket, recordPickUp }: PortalSftpProps) {
    super(scope, id)
    const portals = Object.entries(stage.sftpKeys)
    if (portals.length === 0) return
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/transfer/${prefix}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const server = new CfnServer(this, 'Server', {
      domain: 'S3',
      protocols: ['SFTP'],
      identityProviderType: 'SERVICE_MANAGED',
      endpointType: 'PUBLIC',
      securityPolicyName: 'TransferSecurityPolicy-2024-01',
      structuredLogDestinations: [log.logGroupArn],
    })
    // With another host key, every portal would refuse the server.
    server.applyRemovalPolicy(RemovalPolicy.RETAIN)
    for (const [portal, keys] of portals) {
      const folder = `${portal}/sftp`
      new CfnUser(this, portal, {
        serverId: server.attrServerId,
        userName: portal,
        role: this.#reader(portal, bucket, folder).roleArn,
        homeDirectoryType: 'LOGICAL',
        homeDirectoryMappings: [{ entry: '/', target: `/${bucket.bucketName}/${folder}` }],
        sshPublicKeys: [...keys],
      })
    }
    new Rule(this, 'PickedUp', {
      eventPattern: {
        source: ['aws.transfer'],
        detailType: ['SFTP Server File Download Completed'],
        detail: { 'server-id': [server.attrServerId] },
      },
      targets: [
        new LambdaFunction(recordPickUp, {
          event: RuleTargetInput.fromObject({
            key: EventField.fromPath('$.detail.file-path'),
            at: EventField.fromPath('$.time'),
          }),
          deadLetterQueue: deadLetters(this),
        }),
      ],
    })
  }

  #reader(portal: string, bucket: Bucket, folder: string): Role {
    const list = new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': [`${folder}/*`, folder] } },
    })
    const read = new PolicyStatement({ actions: ['s3:GetObject'], resources: [`${bucket.bucketArn}/${folder}/*`] })
    return new Role(this, `${portal}-role`, {
      assumedBy: new ServicePrincipal('transfer.amazonaws.com'),
      inlinePolicies: { read: new PolicyDocument({ statements: [list, read] }) },
    })
  }
}
