import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { CfnServer, CfnUser } from 'aws-cdk-lib/aws-transfer'
import { Construct } from 'constructs'
import type { RisDelivery } from '../stages.ts'
import { deadLetters, keepFailures } from './dead-letters.ts'
import { through } from './permissions.ts'
import type { RisFilesProps } from './ris-files.ts'
import { risFolders } from './ris-folders.ts'
import { FOLDERS, RIS_FOLDER } from './ris-names.ts'

const USER = 'inforing'

/**
 * An sFTP server on which Inforing, and nobody else, reads the files for RIS Matching; with a key, and without a
 * password.
 */
export class RisPickup extends Construct {
  readonly serverId: string
  readonly undelivered: Queue

  constructor(
    scope: Construct,
    id: string,
    props: RisFilesProps,
    { publicKeys }: Extract<RisDelivery, { by: 'pickup' }>,
  ) {
    super(scope, id)
    const { stage, prefix, keys, buckets, functions } = props
    const { signals } = buckets
    if (publicKeys.length === 0) throw new Error(`stage ${stage.name}: nobody can pick up files without a public key`)
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/transfer/${prefix}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const server = new CfnServer(this, 'Server', {
      protocols: ['SFTP'],
      domain: 'S3',
      endpointType: 'PUBLIC',
      identityProviderType: 'SERVICE_MANAGED',
      securityPolicyName: 'TransferSecurityPolicy-2024-01',
      structuredLogDestinations: [logGroup.logGroupArn],
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('transfer.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    const statements = [
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [signals.bucketArn],
        conditions: { StringLike: { 's3:prefix': [RIS_FOLDER, `${RIS_FOLDER}/*`] } },
      }),
      new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [signals.bucketArn] }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [signals.arnForObjects(`${RIS_FOLDER}/*`)] }),
      through(this, keys.files, 's3', ['kms:Decrypt']),
    ]
    for (const statement of statements) role.addToPrincipalPolicy(statement)

    new CfnUser(this, 'User', {
      serverId: server.attrServerId,
      userName: USER,
      role: role.roleArn,
      homeDirectoryType: 'LOGICAL',
      homeDirectoryMappings: FOLDERS.map((folder) => ({
        entry: `/${folder}`,
        target: `/${signals.bucketName}/${RIS_FOLDER}/${folder}`,
      })),
      sshPublicKeys: [...publicKeys],
    })
    this.undelivered = deadLetters(this, keys.messages)
    risFolders(this, props, this.undelivered)
    const recordPickUp = functions.named('record-pick-up')
    keepFailures(recordPickUp, this.undelivered)
    // The first time stands in each case of the file, and in its manifest (S2).
    new Rule(this, 'PickedUp', {
      eventPattern: {
        source: ['aws.transfer'],
        detailType: ['SFTP Server File Download Completed'],
        detail: { 'server-id': Match.exactString(server.attrServerId) },
      },
      targets: [
        new LambdaFunction(recordPickUp, {
          event: RuleTargetInput.fromObject({
            key: EventField.fromPath('$.detail.file-path'),
            at: EventField.fromPath('$.time'),
            user: EventField.fromPath('$.detail.username'),
          }),
          deadLetterQueue: this.undelivered,
        }),
      ],
    })
    this.serverId = server.attrServerId
    new CfnOutput(this, 'Endpoint', {
      value: `${USER}@${server.attrServerId}.server.transfer.${stage.region}.amazonaws.com`,
    })
  }
}
