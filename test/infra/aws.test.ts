import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addStacks } from '../../infra/aws/stacks.ts'
import { refuseOutsideEu, stageNamed } from '../../infra/aws/stages.ts'
import { functionPlaceholder, needsOf } from '../../infra/functions.ts'
import { schedules } from '../../infra/schedules.ts'
import { tableDefinition } from '../../shared/adapters/table.ts'

const PROJECT = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8')
const functionNames = readdirSync(join(PROJECT, 'functions')).sort()
const machineFiles = readdirSync(join(PROJECT, 'statemachines')).filter((file) => file.endsWith('.asl.json'))
const { context } = z.object({ context: z.record(z.string(), z.unknown()) }).parse(JSON.parse(read('cdk.json')))

/** Folders as `bundleHandlers` leaves them, with next to nothing in them: the synthesis of the test command bundles for real. */
const temporary = mkdtempSync(join(tmpdir(), 'aws-'))
let data: Template
let process: Template

beforeAll(() => {
  for (const name of functionNames) {
    mkdirSync(join(temporary, name))
    writeFileSync(join(temporary, name, 'index.mjs'), `export const handler = () => '${name}'`)
  }
  const app = new App({ context, outdir: join(temporary, 'cdk.out') })
  const stacks = addStacks(app, stageNamed('production'), { bundles: temporary, functionNames })
  data = Template.fromStack(stacks.data)
  process = Template.fromStack(stacks.process)
})
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** How Lambda's extension for Secrets Manager is set, by CDK. */
const OF_EXTENSION = /^(PARAMETERS_SECRETS_EXTENSION|SECRETS_MANAGER|SSM_PARAMETER_STORE)_/

type Resource = { Properties: Record<string, unknown>; Metadata: Record<string, string> } & Record<string, unknown>
const resources = (template: Template, type: string): Resource[] =>
  Object.values(template.findResources(type)) as Resource[]
const count = (template: Template, type: string, props: object): number =>
  Object.keys(template.findResources(type, { Properties: props })).length

/** What else than reading and putting is allowed at all, and where: never on the history of a case. */
const MAY_CHANGE = [
  [['dynamodb:UpdateItem'], ['RENTER#*']],
  [['dynamodb:BatchWriteItem'], ['NOTE#mail']],
]

describe('the place', () => {
  it('is within the EU (K4)', () => {
    const abroad = { ...stageNamed('test'), region: 'us-east-1' as 'eu-west-1' }
    expect(() => refuseOutsideEu(abroad)).toThrow('us-east-1')
    expect(() => addStacks(new App(), abroad, { bundles: temporary, functionNames })).toThrow('K4')
  })

  it('is one that the configuration knows', () => {
    expect(stageNamed().name).toBe('test')
    expect(() => stageNamed('playground')).toThrow('no stage playground; there are test, production')
  })
})

describe('the table', () => {
  it('is the one that the adapters define', () => {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = tableDefinition('any')
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema,
      GlobalSecondaryIndexes,
      AttributeDefinitions: Match.arrayWith([]),
    })
    const [table] = resources(data, 'AWS::DynamoDB::GlobalTable')
    const byName = (of: unknown) =>
      JSON.stringify(
        [...(of as { AttributeName: string }[])].sort((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1)),
      )
    expect(byName(table?.Properties.AttributeDefinitions)).toBe(byName(AttributeDefinitions))
  })

  it('is encrypted, can be restored to any moment, and outlives its stack', () => {
    data.hasResource('AWS::DynamoDB::GlobalTable', {
      Properties: {
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          Match.objectLike({
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            DeletionProtectionEnabled: true,
          }),
        ],
      },
      DeletionPolicy: 'Retain',
    })
  })
})

describe('the buckets', () => {
  it('are six, closed, encrypted, versioned, and outlive their stack', () => {
    data.resourceCountIs('AWS::S3::Bucket', 6)
    data.allResources('AWS::S3::Bucket', {
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
      },
      DeletionPolicy: 'Retain',
    })
  })

  it('are reached with TLS only', () => {
    data.resourceCountIs('AWS::S3::BucketPolicy', 6)
    data.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    })
  })

  it('announce what arrives in the inbox, and there alone', () => {
    const announcing = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }
    expect(count(data, 'AWS::S3::Bucket', announcing)).toBe(1)
    data.resourceCountIs('AWS::Lambda::Function', 0)
  })
})

const deployed = () =>
  new Map(
    resources(process, 'AWS::Lambda::Function').map(({ Properties }) => [
      String(Properties.FunctionName).replace('vroegsignalering-production-', ''),
      Properties,
    ]),
  )

describe('the functions', () => {
  it('are those of the project, on Node 24', () => {
    expect([...deployed().keys()].sort()).toEqual(functionNames)
    process.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    })
  })

  it('find in their environment all that the adapters read from it, under the same names', () => {
    const adapters = read('shared/adapters/from-environment.ts')
    const variables = /process\.env\.([A-Z_]+)|environment\('([A-Z_]+)'\)|'([A-Z_]+_BUCKET)'/g
    const wanted = [...adapters.matchAll(variables)].map(([, own, demanded, bucket]) => own ?? demanded ?? bucket)
    const given = [...deployed().values()].flatMap(({ Environment }) =>
      Object.keys((Environment as { Variables: object }).Variables),
    )
    expect(new Set(given.filter((name) => !OF_EXTENSION.test(name)))).toEqual(new Set([...wanted, 'SECRETS_PREFIX']))
  })

  it.each(functionNames)('%s knows by name what it may use', (name) => {
    const { buckets = {}, machines = {}, sendsMail, writesLetters, readsSecrets } = needsOf(name)
    const wanted = ['TABLE_NAME']
    for (const bucket of Object.keys(buckets))
      wanted.push(bucket === 'erpReturn' ? 'ERP_RETURN_BUCKET' : `${bucket.toUpperCase()}_BUCKET`)
    for (const machine of Object.keys(machines)) wanted.push(`${machine.replace('-', '_').toUpperCase()}_ARN`)
    if (readsSecrets) wanted.push('SECRETS_PREFIX')
    if (sendsMail) wanted.push('CONFIGURATION_SET')
    if (writesLetters) wanted.push('LETTER_TEMPLATES')
    const environment = deployed().get(name)?.Environment as { Variables: object } | undefined
    const given = Object.keys(environment?.Variables ?? {}).filter((each) => !OF_EXTENSION.test(each))
    expect(given.sort()).toEqual(wanted.sort())
  })

  it('read secrets only to log in at portals, and only those of this deployment', () => {
    const readers = functionNames.filter((name) => needsOf(name).readsSecrets)
    expect(readers).toEqual(['deliver-file'])
    const secrets = JSON.stringify(resources(process, 'AWS::IAM::Role')).match(/:secret:[^"]+/g)
    expect(secrets).toEqual([expect.stringMatching(/^:secret:[\w-]*production[\w-]*\/\*$/)])
  })
})

describe('the state machines', () => {
  it.each(machineFiles)('%s is deployed with a value for every placeholder', (file) => {
    const placeholders = [
      ...new Set([...read(`statemachines/${file}`).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)),
    ]
    const name = basename(file, '.asl.json')
    const found = resources(process, 'AWS::StepFunctions::StateMachine').find(
      ({ Properties }) => Properties.StateMachineName === `vroegsignalering-production-${name}`,
    )
    const values = found?.Properties.DefinitionSubstitutions as Record<string, { 'Fn::GetAtt'?: string[] }>
    expect(new Set(Object.keys(values))).toEqual(new Set(placeholders))
    for (const [placeholder, value] of Object.entries(values)) {
      const folder = functionNames.find((each) => functionPlaceholder(each) === placeholder)
      if (folder === undefined) expect(placeholder).toBe('CaseTable')
      else expect(value['Fn::GetAtt']?.[0]?.toLowerCase()).toContain(folder.replaceAll('-', ''))
    }
  })

  it('are as many as there are files, and log no data of an execution (invariant 6)', () => {
    process.resourceCountIs('AWS::StepFunctions::StateMachine', machineFiles.length)
    process.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    })
  })
})

interface Statement {
  readonly Effect: string
  readonly Action: string | string[]
  readonly Resource: unknown
  readonly Condition?: Record<string, Record<string, string[]>>
}
const statements = (): Statement[] =>
  [
    ...resources(process, 'AWS::IAM::Policy').map(({ Properties }) => Properties.PolicyDocument),
    ...resources(process, 'AWS::IAM::Role').flatMap(({ Properties }) =>
      ((Properties.Policies ?? []) as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument),
    ),
  ].flatMap((document) => (document as { Statement: Statement[] }).Statement)
const actionsOf = ({ Action }: Statement) => [Action].flat()

describe('the permissions', () => {
  it('name their actions', () => {
    expect(
      statements()
        .flatMap(actionsOf)
        .filter((action) => action.includes('*')),
    ).toEqual([])
  })

  it('are for everything only where AWS knows no other: traces, and the delivery of logs', () => {
    const everywhere = statements()
      .filter(({ Resource }) => Resource === '*')
      .flatMap(actionsOf)
    expect(everywhere.filter((action) => !/^(xray|logs):/.test(action))).toEqual([])
  })

  it('come from no managed policy', () => {
    expect(resources(process, 'AWS::IAM::Role').filter(({ Properties }) => 'ManagedPolicyArns' in Properties)).toEqual(
      [],
    )
  })

  it('let nobody change or delete an event (invariant 5)', () => {
    const onTable = statements().filter((each) => actionsOf(each).some((action) => action.startsWith('dynamodb:')))
    expect(onTable.length).toBeGreaterThan(functionNames.length)
    const items = onTable.filter(({ Resource }) => !JSON.stringify(Resource).includes('/index/'))
    for (const statement of items) {
      const partitions = statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']
      expect(partitions?.length).toBeGreaterThan(0)
      const changes = actionsOf(statement).filter((action) => !/:(GetItem|BatchGetItem|Query|PutItem)$/.test(action))
      if (changes.length > 0) expect(MAY_CHANGE).toContainEqual([changes, [partitions].flat()])
    }
  })
})

describe('what starts by itself', () => {
  it('runs by the clock of Amsterdam', () => {
    process.resourceCountIs('AWS::Scheduler::Schedule', schedules.length)
    process.allResourcesProperties('AWS::Scheduler::Schedule', {
      ScheduleExpressionTimezone: 'Europe/Amsterdam',
      State: 'ENABLED',
      Target: { Input: '{}', DeadLetterConfig: Match.anyValue() },
    })
    const expressions = resources(process, 'AWS::Scheduler::Schedule').map(({ Properties }) => [
      Properties.Name,
      Properties.ScheduleExpression,
    ])
    expect(Object.fromEntries(expressions)).toEqual({
      'vroegsignalering-production-signal-round': 'cron(0 10 ? * MON-FRI *)',
      'vroegsignalering-production-repair-cases': 'cron(0 5 * * ? *)',
      'vroegsignalering-production-tell-staff': 'cron(30 8 ? * MON-FRI *)',
    })
  })

  it('imports a file that is delivered, unconfirmed', () => {
    process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] },
      Targets: [
        Match.objectLike({
          InputTransformer: {
            InputPathsMap: { 'detail-object-key': '$.detail.object.key' },
            InputTemplate: '{"key":<detail-object-key>,"confirmed":false}',
          },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    })
  })

  it('records what is reported at the desk, or keeps it as a dead letter (invariant 4)', () => {
    process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['vroegsignalering.desk'] },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    })
    process.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: Match.anyValue() },
    })
  })

  it('hears of every mail that was sent, without the address', () => {
    process.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { Enabled: true, MatchingEventTypes: ['send'] },
    })
    process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.ses'] },
      Targets: [
        Match.objectLike({
          InputTransformer: Match.objectLike({
            InputTemplate:
              '{"detail":{"mail":{"messageId":<detail-mail-messageId>,"tags":{"claim":<detail-mail-tags-claim>}}}}',
          }),
        }),
      ],
    })
    process.hasResourceProperties('AWS::Lambda::EventSourceMapping', { MaximumBatchingWindowInSeconds: 30 })
  })

  it('keeps what waits encrypted', () => {
    process.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true })
  })
})

describe('the SFTP server for portals', () => {
  it('is not there as long as no portal has given its key', () => {
    process.resourceCountIs('AWS::Transfer::Server', 0)
  })

  it('lets a portal read in its own folder, and reports what it picked up', () => {
    const stage = { ...stageNamed('test'), sftpKeys: { ris: ['ssh-ed25519 AAAA ris'] } }
    const { process: open } = addStacks(new App({ context, outdir: join(temporary, 'sftp.out') }), stage, {
      bundles: temporary,
      functionNames,
    })
    const template = Template.fromStack(open)
    template.hasResourceProperties('AWS::Transfer::Server', {
      Protocols: ['SFTP'],
      IdentityProviderType: 'SERVICE_MANAGED',
    })
    template.hasResourceProperties('AWS::Transfer::User', {
      UserName: 'ris',
      HomeDirectoryType: 'LOGICAL',
      HomeDirectoryMappings: [{ Entry: '/' }],
      SshPublicKeys: ['ssh-ed25519 AAAA ris'],
    })
    const [role] = Object.values(
      template.findResources('AWS::IAM::Role', {
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Principal: { Service: 'transfer.amazonaws.com' } }],
          },
        },
      }),
    )
    expect(JSON.stringify(role).match(/s3:(?!prefix)\w+/g)).toEqual(['s3:ListBucket', 's3:GetObject'])
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.transfer'], 'detail-type': ['SFTP Server File Download Completed'] },
    })
  })
})
