import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { CfnConnector } from 'aws-cdk-lib/aws-transfer'
import { Construct } from 'constructs'
import type { RisDelivery } from '../stages.ts'
import { deadLetters } from './dead-letters.ts'
import { through } from './permissions.ts'
import type { RisFilesProps } from './ris-files.ts'
import { RIS_FOLDER } from './ris-names.ts'

export const DELIVER_FILE = resolve(import.meta.dirname, 'deliver-file.asl.json')

/** Brings each file for RIS Matching to Inforing's server, and fails, for people to see, when it is not taken in an hour. */
export class RisPush extends Construct {
  readonly machine: StateMachine
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, props: RisFilesProps, ris: Extract<RisDelivery, { by: 'push' }>) {
    super(scope, id)
    this.undelivered = deadLetters(this, props.keys.messages)
    const connectorId = this.#connector(props, ris)
    this.machine = this.#machine(props, connectorId, ris.folder)
    new Rule(this, 'Written', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: Match.exactString(props.buckets.signals.bucketName) },
          object: { key: Match.prefix(`${RIS_FOLDER}/`) },
        },
      },
      targets: [
        new SfnStateMachine(this.machine, {
          input: RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key') }),
          deadLetterQueue: this.undelivered,
        }),
      ],
    })
  }

  #connector(
    { prefix, keys, buckets: { signals } }: RisFilesProps,
    { url, hostKeys }: Extract<RisDelivery, { by: 'push' }>,
  ): string {
    const login = new Secret(this, 'Login', {
      secretName: `${prefix}-inforing`,
      description: 'User name and private key at Inforing: {"Username":"…","PrivateKey":"…"}',
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(login).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Inforing must be given the new public key first: the runbook says how the key is rotated.',
    })
    const role = new Role(this, 'ConnectorRole', { assumedBy: ofThisAccount(this, 'transfer.amazonaws.com') })
    for (const statement of [
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [signals.arnForObjects(`${RIS_FOLDER}/*`)] }),
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [login.secretArn] }),
      through(this, keys.files, 's3', ['kms:Decrypt']),
    ])
      role.addToPrincipalPolicy(statement)
    const connector = new CfnConnector(this, 'Connector', {
      url,
      accessRole: role.roleArn,
      sftpConfig: { userSecretId: login.secretArn, trustedHostKeys: [...hostKeys] },
      securityPolicyName: 'TransferSFTPConnectorSecurityPolicy-2024-03',
    })
    return connector.attrConnectorId
  }

  #machine({ stage, prefix, keys, buckets }: RisFilesProps, connectorId: string, folder: string): StateMachine {
    const name = `${prefix}-deliver-file`
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      definitionBody: DefinitionBody.fromString(readFileSync(DELIVER_FILE, 'utf8')),
      definitionSubstitutions: {
        SignalsBucket: buckets.signals.bucketName,
        ConnectorId: connectorId,
        Folder: folder,
      },
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: stage.logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    })
    const connectorArn = Stack.of(this).formatArn({
      service: 'transfer',
      resource: 'connector',
      resourceName: connectorId,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    })
    for (const statement of [
      new PolicyStatement({
        actions: ['transfer:StartFileTransfer', 'transfer:ListFileTransferResults'],
        resources: [connectorArn],
      }),
      through(this, keys.files, 's3', ['kms:Decrypt']),
    ])
      machine.addToRolePolicy(statement)
    return machine
  }
}

const ofThisAccount = (scope: Construct, service: string) =>
  new ServicePrincipal(service, { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } })
