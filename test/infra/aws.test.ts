import { App } from 'aws-cdk-lib'
import { Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { addStacks } from '../../infra/aws/stacks.ts'
import { refuseOutsideEu, stageNamed } from '../../infra/aws/stages.ts'
import { functionPlaceholder } from '../../infra/functions.ts'
import { environmentOf } from '../../infra/rights.ts'
import { schedules } from '../../infra/schedules.ts'
import { tableDefinition } from '../../shared/adapters/table.ts'
import { machines } from '../../statemachines/machines.ts'
import './aws-console.ts'
import './aws-desk.ts'
import './aws-safety.ts'
import './aws-watch.ts'
import { count, functionNames, production, resources, type Synthesized, synthesize, uses } from './aws-app.ts'

let data: Synthesized['data']
let process: Synthesized['process']
beforeAll(() => {
  ;({ data, process } = production())
})

const NAMES = {
  table: 'cases',
  bucket: () => 'a-bucket',
  machineArn: () => 'a-machine',
  configurationSet: 'a-set',
  secretsPrefix: 'a-stage/',
  push: null,
  timestamps: null,
  signIn: { issuer: 'https://issuer.example', clientId: 'a-client', domain: 'https://domain.example' },
}

/** How Lambda's extension for Secrets Manager is set, by CDK. */
const OF_EXTENSION = /^(PARAMETERS_SECRETS_EXTENSION|SECRETS_MANAGER|SSM_PARAMETER_STORE)_/

describe('the place', () => {
  it('is within the EU (K4)', () => {
    const abroad = { ...stageNamed('test'), region: 'us-east-1' as 'eu-west-1' }
    expect(() => refuseOutsideEu(abroad)).toThrow('us-east-1')
    expect(() => addStacks(new App(), abroad, { folder: '', uses })).toThrow('K4')
  })

  it('is one that the configuration knows', () => {
    expect(stageNamed().name).toBe('test')
    expect(() => stageNamed('playground')).toThrow('no stage playground; there are test, production')
  })
})

describe('the table', () => {
  it('is the one that the adapters define', () => {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = tableDefinition('any')
    data.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema,
      GlobalSecondaryIndexes,
      AttributeDefinitions: Match.arrayWith([]),
    })
    const [table] = resources(data, 'AWS::DynamoDB::Table')
    const byName = (of: unknown) =>
      JSON.stringify(
        [...(of as { AttributeName: string }[])].sort((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1)),
      )
    expect(byName(table?.Properties.AttributeDefinitions)).toBe(byName(AttributeDefinitions))
  })

  it('is under the key of cases, can be restored to any moment, and outlives its stack', () => {
    data.hasResource('AWS::DynamoDB::Table', {
      Properties: {
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyCalled('Cases') },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      },
      DeletionPolicy: 'Retain',
    })
  })
})

const keyCalled = (name: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^Keys${name}`), 'Arn'] })

/** The buckets of the ports, by name. */
const buckets = () =>
  new Map(
    resources(data, 'AWS::S3::Bucket').flatMap(({ Properties }) => {
      const { LogFilePrefix } = (Properties.LoggingConfiguration ?? {}) as { LogFilePrefix?: string }
      return LogFilePrefix === undefined ? [] : [[LogFilePrefix.slice(0, -1), Properties] as const]
    }),
  )

interface Lifecycle {
  readonly Rules: Record<string, unknown>[]
}

describe('the buckets', () => {
  it('are six and one for the logs of their use: closed, versioned, and they outlive their stack', () => {
    expect([...buckets().keys()].sort()).toEqual(['erpReturn', 'evidence', 'inbox', 'post', 'signals', 'work'])
    data.resourceCountIs('AWS::S3::Bucket', 7)
    data.allResources('AWS::S3::Bucket', {
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
      },
      DeletionPolicy: 'Retain',
    })
  })

  it('are under the key of files with persons in them; the logs are not, and hold none', () => {
    const encrypted = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyCalled('Files') }
    data.resourcePropertiesCountIs(
      'AWS::S3::Bucket',
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: encrypted }],
        },
      },
      6,
    )
  })

  it('are reached with TLS 1.2 or later only', () => {
    data.resourceCountIs('AWS::S3::BucketPolicy', 7)
    for (const condition of [
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ])
      data.allResourcesProperties('AWS::S3::BucketPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' }, Condition: condition }),
          ]),
        },
      })
  })

  it.each([
    ['inbox', { '': 90 }],
    ['work', { 'imports/': 30 }],
    ['signals', { '': 90 }],
    ['evidence', {}],
    ['post', { '': 90 }],
    ['erpReturn', { '': 90 }],
  ])('%s keeps its files for so many days: %j', (name, days) => {
    const lifecycle = buckets().get(name)?.LifecycleConfiguration as Lifecycle | undefined
    const rules = lifecycle?.Rules ?? []
    const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined)
    expect(Object.fromEntries(expiring.map((rule) => [rule.Prefix ?? '', rule.ExpirationInDays]))).toEqual(days)
    const purged = rules.some(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration !== undefined)
    expect(purged, 'what is purged is gone with all its versions (K2)').toBe(name !== 'evidence')
  })

  it('keep evidence: written under a legal hold, which the retention job alone lifts (C6, K2)', () => {
    expect(
      [...buckets()].filter(([, { ObjectLockEnabled }]) => ObjectLockEnabled === true).map(([name]) => name),
    ).toEqual(['evidence'])
    const denied = (Action: unknown, Condition: object) =>
      Match.objectLike({ Effect: 'Deny', Principal: { AWS: '*' }, Action, Condition })
    const retention = { 'Fn::Join': ['', Match.arrayWith([':role/vroegsignalering-production-retention'])] }
    const byOthers = { ArnNotEquals: { 'aws:PrincipalArn': retention } }
    data.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: Match.stringLikeRegexp('evidence') },
      PolicyDocument: {
        Statement: Match.arrayWith([
          denied('s3:PutObjectLegalHold', {
            StringEquals: { 's3:object-lock-legal-hold': 'OFF' },
            ...byOthers,
          }),
          denied(['s3:DeleteObject', 's3:DeleteObjectVersion'], byOthers),
        ]),
      },
    })
  })

  it('announce what arrives in the inbox and for the portals, and there alone', () => {
    const announcing = [...buckets()].filter(
      ([, { NotificationConfiguration }]) => NotificationConfiguration !== undefined,
    )
    expect(announcing.map(([name]) => name).sort()).toEqual(['inbox', 'signals'])
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

  it('run no more at once than SES and the table can take', () => {
    const reserved = [...deployed()].flatMap(([name, { ReservedConcurrentExecutions }]) =>
      ReservedConcurrentExecutions === undefined ? [] : [[name, ReservedConcurrentExecutions]],
    )
    expect(Object.fromEntries(reserved)).toEqual(stageNamed('production').atOnce)
    const mistyped = { ...stageNamed('test'), atOnce: { 'sent-letter': 1 } }
    expect(() => synthesize(mistyped)).toThrow('no functions/sent-letter')
  })

  it('keep their logs, as the way in to the console does, for as long as the stage says', () => {
    process.resourceCountIs('AWS::Logs::LogGroup', functionNames.length + Object.keys(machines).length + 1)
    process.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 })
  })

  it.each(functionNames)('%s knows by name what it may use', (name) => {
    const wanted = environmentOf(uses[name] ?? { duration: 'short' }, NAMES)
    const environment = deployed().get(name)?.Environment as { Variables: object } | undefined
    const given = Object.keys(environment?.Variables ?? {}).filter((each) => !OF_EXTENSION.test(each))
    expect(given.sort()).toEqual(Object.keys(wanted).sort())
  })

  it('read secrets only to log in at portals, and only those of this deployment', () => {
    const readers = functionNames.filter((name) => uses[name]?.secrets)
    expect(readers).toEqual(['deliver-file'])
    const secrets = JSON.stringify(resources(process, 'AWS::IAM::Role')).match(/:secret:[^"]+/g)
    expect(secrets).toEqual([expect.stringMatching(/^:secret:[\w-]*production[\w-]*\/\*$/)])
  })
})

describe('the state machines', () => {
  it.each(Object.entries(machines))('%s is deployed as it is, with a value for every placeholder', (name, machine) => {
    const text = JSON.stringify(machine)
    const placeholders = [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, placeholder]) => placeholder))]
    const found = resources(process, 'AWS::StepFunctions::StateMachine').find(
      ({ Properties }) => Properties.StateMachineName === `vroegsignalering-production-${name}`,
    )
    expect(JSON.parse(String(found?.Properties.DefinitionString))).toStrictEqual(machine)
    const values = found?.Properties.DefinitionSubstitutions as Record<string, { 'Fn::GetAtt'?: string[] }>
    expect(new Set(Object.keys(values))).toEqual(new Set(placeholders))
    for (const [placeholder, value] of Object.entries(values)) {
      const folder = functionNames.find((each) => functionPlaceholder(each) === placeholder)
      if (folder === undefined) expect(placeholder).toBe('CaseTable')
      else expect(value['Fn::GetAtt']?.[0]?.toLowerCase()).toContain(folder.replaceAll('-', ''))
    }
  })

  it('are all there are, and log no data of an execution (invariant 6)', () => {
    process.resourceCountIs('AWS::StepFunctions::StateMachine', Object.keys(machines).length)
    process.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { IncludeExecutionData: false, Destinations: Match.anyValue() },
      TracingConfiguration: { Enabled: true },
    })
    const levels = resources(process, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => [
      String(Properties.StateMachineName).replace('vroegsignalering-production-', ''),
      (Properties.LoggingConfiguration as { Level: string }).Level,
    ])
    expect(Object.fromEntries(levels)).toEqual({ 'arrears-case': 'ERROR', 'erp-import': 'ALL', 'signal-round': 'ALL' })
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
      'vroegsignalering-production-anchor-day': 'cron(30 0 * * ? *)',
      'vroegsignalering-production-morning-beat': 'cron(0 9 ? * MON-FRI *)',
      'vroegsignalering-production-afternoon-beat': 'cron(0 16 ? * MON-FRI *)',
      'vroegsignalering-production-repair-cases': 'cron(0 5 * * ? *)',
      'vroegsignalering-production-preview-round': 'cron(0 8 ? * MON-FRI *)',
      'vroegsignalering-production-tell-staff': 'cron(30 8 ? * MON-FRI *)',
      'vroegsignalering-production-write-nvvk-list': 'cron(30 7 ? * MON *)',
      'vroegsignalering-production-write-post-batch': 'cron(15 14 ? * MON-FRI *)',
      'vroegsignalering-production-write-erp-return': 'cron(0 20 * * ? *)',
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

  it('keeps what a schedule, a fact or a file of a portal started and could not finish', () => {
    const scheduled = schedules.flatMap(({ starts }) => ('function' in starts ? [starts.function] : []))
    for (const name of [...scheduled, 'record-fact', 'read-answers', 'keep-receipt'])
      process.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: Match.stringLikeRegexp(`^Functions${name.replaceAll('-', '')}`) },
        MaximumEventAgeInSeconds: 21600,
        DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      })
  })
})

describe('the mail', () => {
  it('comes from a domain of ours, over lines that are encrypted', () => {
    process.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'voorbeeld.example' })
    process.hasResourceProperties('AWS::SES::ConfigurationSet', {
      Name: 'vroegsignalering-production',
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
    })
  })

  it('is reported when it was sent, accepted, late, returned, unwanted or refused', () => {
    process.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject'],
      },
    })
  })

  const ABOUT = '"mail":{"messageId":<detail-mail-messageId>,"tags":{"reservation":<detail-mail-tags-reservation>}}'
  const DELIVERY =
    '"delivery":{"timestamp":<detail-delivery-timestamp>,"smtpResponse":<detail-delivery-smtpResponse>,"reportingMTA":<detail-delivery-reportingMTA>}'
  const DELAY =
    '"deliveryDelay":{"timestamp":<detail-deliveryDelay-timestamp>,"delayType":<detail-deliveryDelay-delayType>}'
  it.each([
    ['record-sent-mail', ['Email Sent'], ABOUT, 100, 5],
    ['record-delivery', ['Email Delivered'], `${ABOUT},${DELIVERY}`, 10, 20],
    ['record-delivery', ['Email Delivery Delayed'], `${ABOUT},${DELAY}`, 10, 20],
    ['record-bounce', ['Email Bounced', 'Email Complaint Received', 'Email Rejected'], ABOUT, 1, 20],
  ])('is reported to %s, without the address: %j', (name, detailTypes, told, BatchSize, tries) => {
    const reservation = [{ exists: true }]
    const set = ['vroegsignalering-production']
    process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ses'],
        'detail-type': detailTypes,
        detail: { mail: { tags: { 'ses:configuration-set': set, reservation } } },
      },
      Targets: [
        Match.objectLike({
          DeadLetterConfig: Match.anyValue(),
          InputTransformer: Match.objectLike({ InputTemplate: `{"detail":{${told}}}` }),
        }),
      ],
    })
    process.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp(`^Functions${name.replaceAll('-', '')}`) },
      BatchSize,
    })
    expect(count(process, 'AWS::SQS::Queue', { RedrivePolicy: { maxReceiveCount: tries } })).toBe(tries === 20 ? 2 : 1)
  })
})
