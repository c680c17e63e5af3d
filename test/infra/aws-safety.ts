import { Match } from 'aws-cdk-lib/assertions'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { stageNamed } from '../../infra/aws/stages.ts'
import { reasonFor } from '../../infra/aws/wildcards.ts'
import { type Arns, type Statement as StatementOf, statementsOf } from '../../infra/rights.ts'
import {
  everything,
  flat,
  functionNames,
  production,
  resources,
  type Synthesized,
  synthesize,
  uses,
} from './aws-app.ts'

// Part of aws.test.ts, which looks at the same templates.

let all: Synthesized
beforeAll(() => {
  all = production()
})

interface Statement {
  readonly Effect: string
  readonly Action: string | string[]
  readonly Resource: unknown
  readonly Principal?: unknown
  readonly Condition?: Record<string, Record<string, string[]>>
}
type Document = { readonly Statement: Statement[] }

/** What roles may do. */
const statements = (): Statement[] =>
  everything(all)
    .filter(({ Type }) => Type.startsWith('AWS::IAM::'))
    .flatMap(({ Properties }) => [
      Properties.PolicyDocument,
      ...((Properties.Policies ?? []) as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument),
    ])
    .flatMap((document) => (document as Document | undefined)?.Statement ?? [])
/** What resources let others do. */
const resourceStatements = (): Statement[] =>
  everything(all)
    .filter(({ Type }) => !Type.startsWith('AWS::IAM::'))
    .flatMap(({ Properties }) => [Properties.PolicyDocument, Properties.KeyPolicy])
    .flatMap((document) => (document as Document | undefined)?.Statement ?? [])
const actionsOf = ({ Action }: Statement) => [Action].flat()
const resourcesOf = ({ Resource }: Statement) => [Resource].flat().map(flat)

/** What the production stage calls its things, as tests read it. */
const SYMBOLS: Arns = {
  region: 'eu-central-1',
  table: 'table',
  bucket: (bucket) => `bucket/${bucket}`,
  machine: (machine) => `:stateMachine:${machine}`,
  keys: { cases: 'key/Cases', files: 'key/Files' },
  sender: ['identity/voorbeeld.example', 'configuration-set/vroegsignalering-production'],
  secrets: 'secret/*',
  searchKey: 'secret/search-key',
  connector: null,
}
const symbolOf = (arn: string): string =>
  arn
    .replace(
      /^.*:ExportsOutputFnGetAtt(?:Buckets(\w+?)|Keys(\w+?)|CasesTable)[0-9A-F]{8}Arn[0-9A-F]{8}/,
      (_, bucket, key) => (bucket ? `bucket/${bucket}` : key ? `key/${key}` : 'table'),
    )
    .replace(/^arn:.*:(stateMachine|execution):vroegsignalering-production-/, ':$1:')
    .replace(/^arn:.*:(?=identity\/|configuration-set\/)/, '')
    .replace(/^.*:ExportsOutputRefSearchKeySecret\w+$/, 'secret/search-key')
    .replace(/^arn:.*:secret:.*production.*\/\*$/, 'secret/*')
const pairs = ({ actions, resources: on, conditions = {} }: StatementOf): string[] =>
  actions.flatMap((action) => on.map((resource) => `${action} ${resource} ${JSON.stringify(conditions)}`))

/** What else than reading and putting is allowed at all, and where: never on a history or a renter's record. */
const MAY_CHANGE = [
  [['dynamodb:UpdateItem'], ['RENTER#*']],
  [['dynamodb:BatchWriteItem'], ['NOTE#mail']],
  [['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem'], ['SEARCH#*']],
]

describe('the permissions', () => {
  it('are of roles, one for each function', () => {
    const roles = resources(all.process, 'AWS::Lambda::Function').map(({ Properties }) => flat(Properties.Role))
    expect(roles.length).toBe(functionNames.length)
    expect(new Set(roles).size).toBe(roles.length)
  })

  it.each(functionNames)('of %s are what follows from its uses', (name) => {
    const fn = resources(all.process, 'AWS::Lambda::Function').find(({ Properties }) =>
      String(Properties.FunctionName).endsWith(`-production-${name}`),
    )
    const roleId = flat(fn?.Properties.Role).replace(/^<|\.Arn>$/g, '')
    const [inline] = (all.process.toJSON().Resources[roleId].Properties.Policies ?? []) as {
      PolicyDocument: Document
    }[]
    const given = (inline?.PolicyDocument.Statement ?? []).flatMap((each) =>
      pairs({ actions: actionsOf(each), resources: resourcesOf(each).map(symbolOf), conditions: each.Condition ?? {} }),
    )
    const wanted = statementsOf(uses[name] ?? { duration: 'short' }, SYMBOLS).flatMap(pairs)
    expect(given.sort()).toEqual(wanted.sort())
    // What CDK adds lets the function write its log and its traces, and hear of what waits for it.
    const added = resources(all.process, 'AWS::IAM::Policy')
      .filter(({ Properties }) => (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === roleId))
      .flatMap(({ Properties }) => (Properties.PolicyDocument as Document).Statement.flatMap(actionsOf))
    expect(added.filter((action) => !/^(logs|xray|sqs|kms):/.test(action))).toEqual([])
  })

  it('name their actions', () => {
    expect(statements().length).toBeGreaterThan(100)
    const wild = statements()
      .flatMap(actionsOf)
      .filter((action) => action.includes('*'))
    expect(wild).toEqual([])
  })

  it('name what they are for, but where there is a reason', () => {
    const wild = statements()
      .flatMap(resourcesOf)
      .filter((resource) => resource.includes('*') && !reasonFor(resource))
    expect(wild).toEqual([])
  })

  it('are for everything only where AWS knows no other: traces, and the delivery of logs', () => {
    const everywhere = statements()
      .filter(({ Resource }) => Resource === '*')
      .flatMap(actionsOf)
    expect(everywhere.filter((action) => !/^(xray|logs):/.test(action))).toEqual([])
  })

  it('come from no managed policy', () => {
    expect(everything(all).filter(({ Properties }) => 'ManagedPolicyArns' in (Properties ?? {}))).toEqual([])
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

  it('let nobody take away a file, but one that a portal does not have yet (S2)', () => {
    const taking = /^s3:(Delete|PutBucket|PutObjectRetention|Bypass)/
    const takes = statements().filter((each) => actionsOf(each).some((action) => taking.test(action)))
    expect(takes.map((each) => [actionsOf(each), resourcesOf(each)])).toEqual([
      [['s3:DeleteObject'], [expect.stringMatching(/[Ss]ignals.*\/\*$/)]],
    ])
  })

  it('let letters be put under a legal hold, and it be lifted by whoever purges alone (C6, K2)', () => {
    const onHolds = statements().filter((each) => actionsOf(each).includes('s3:PutObjectLegalHold'))
    expect(new Set(onHolds.flatMap(resourcesOf))).toEqual(new Set([expect.stringContaining('evidence')]))
    expect(onHolds.every((each) => actionsOf(each).includes('s3:PutObject'))).toBe(true)
  })

  it('use a key through the service that holds the data, and never by itself', () => {
    const onKeys = statements().filter(
      (each) =>
        actionsOf(each).some((action) => action.startsWith('kms:')) && !flat(each.Resource).includes('KeysMessages'),
    )
    expect(onKeys.length).toBeGreaterThan(functionNames.length)
    for (const { Condition } of onKeys)
      expect(flat(Condition?.StringEquals?.['kms:ViaService'] ?? '')).toMatch(
        /^(dynamodb|s3)\.eu-central-1\.amazonaws\.com$/,
      )
  })
})

describe('a check on wildcards', () => {
  it.each([
    ['<BucketsworkA1.Arn>/*', true],
    ['vroegsignalering-test-data:ExportsOutputFnGetAttBucketsworkA63585E8Arn0B22C70A/*', true],
    ['arn:aws:states:eu-central-1:<Ref:AWS::AccountId>:execution:vroegsignalering-test-arrears-case:*', true],
    ['arn:aws:s3:::*', false],
    ['arn:aws:states:eu-central-1:<Ref:AWS::AccountId>:stateMachine:*', false],
    ['arn:aws:iam::<Ref:AWS::AccountId>:role/*', false],
    ['<CasesTable.Arn>/index/*', false],
  ])('%s: allowed is %s', (resource, allowed) => {
    expect(reasonFor(resource) !== null).toBe(allowed)
  })
})

describe('nothing is open to the world', () => {
  it('has no endpoint of its own but the console, and the pages of Amazon Cognito where people sign in to it', () => {
    const PUBLIC = /^AWS::(Lambda::Url|ApiGateway|AppSync|ElasticLoadBalancing|CloudFront|EC2|Cognito|Transfer|IoT)/
    const open = everything(all).filter(({ Type }) => PUBLIC.test(Type) && !/UserPoolGroup$/.test(Type))
    expect(open.map(({ Type }) => Type.replace('AWS::', '')).sort()).toEqual([
      'ApiGatewayV2::Api',
      'ApiGatewayV2::Integration',
      'ApiGatewayV2::Route',
      'ApiGatewayV2::Stage',
      'Cognito::ManagedLoginBranding',
      'Cognito::UserPool',
      'Cognito::UserPoolClient',
      'Cognito::UserPoolDomain',
    ])
  })

  it('lets in services of AWS and the account itself alone', () => {
    const letIn = resourceStatements().filter(({ Effect }) => Effect === 'Allow')
    expect(letIn.length).toBeGreaterThan(10)
    for (const { Principal } of letIn) {
      const { Service, AWS } = Principal as { Service?: string; AWS?: unknown }
      if (Service === undefined) expect(flat(AWS)).toMatch(/:root$/)
      else expect(Service).toMatch(/^[a-z0-9.-]+\.amazonaws\.com$/)
    }
    const permissions = resources(all.process, 'AWS::Lambda::Permission').map(({ Properties }) => Properties)
    for (const Properties of permissions) expect(Properties).toMatchObject({ SourceArn: expect.anything() })
    const fromOutside = permissions.filter(({ Principal }) => Principal !== 'events.amazonaws.com')
    expect(fromOutside.map(({ Principal, FunctionName }) => [Principal, flat(FunctionName)])).toEqual([
      ['apigateway.amazonaws.com', expect.stringMatching(/^<Functionsconsole\w+\.Arn>$/)],
    ])
  })
})

describe('the keys', () => {
  it('are one for each class of data: rotated, and kept when the stack goes', () => {
    all.data.resourceCountIs('AWS::KMS::Key', 3)
    all.data.allResources('AWS::KMS::Key', { Properties: { EnableKeyRotation: true }, DeletionPolicy: 'Retain' })
  })

  it('can be made in an account in which nothing is yet: their policies name no role', () => {
    const principals = resources(all.data, 'AWS::KMS::Key').flatMap(({ Properties }) =>
      (Properties.KeyPolicy as Document).Statement.map(({ Principal }) => JSON.stringify(Principal)),
    )
    expect(principals.length).toBeGreaterThan(3)
    expect(principals.filter((each) => each.includes('role'))).toEqual([])
  })

  it('encrypt everything that waits or is told', () => {
    for (const template of [all.process, all.watch])
      template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue() })
    all.watch.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() })
  })
})

describe('the rules of AWS Solutions', () => {
  it('stop every synthesis, also those of these tests, at what is not explained', () => {
    const careless = () => synthesize(stageNamed('test'), ({ data }) => new Bucket(data, 'Careless'))
    expect(careless).toThrow('AwsSolutions-S1')
  })
})
