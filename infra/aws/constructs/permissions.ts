import { ArnFormat, Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { Bucket } from '../../../shared/contracts/ports.ts'
import type { BucketUse, Machine, Needs } from '../../functions.ts'
import type { CaseFunctionsProps } from './case-functions.ts'
import type { Keys } from './keys.ts'

type Resources = Pick<
  CaseFunctionsProps,
  'stage' | 'prefix' | 'keys' | 'table' | 'buckets' | 'machineArn' | 'configurationSet'
>

const TABLE_ACTIONS = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  putMany: ['dynamodb:BatchWriteItem'],
  update: ['dynamodb:UpdateItem'],
} as const

/** The permissions that a function's needs come down to. */
export function statementsFor(scope: Construct, needs: Needs, resources: Resources): PolicyStatement[] {
  return [
    ...tableStatements(needs, resources.table.tableArn),
    ...keyStatements(scope, needs, resources.keys),
    ...entriesOf(needs.buckets).flatMap(([bucket, uses]) =>
      bucketStatements(bucket, resources.buckets[bucket].bucketArn, uses),
    ),
    ...entriesOf(needs.machines).flatMap(([machine, uses]) => machineStatements(machine, uses, resources)),
    ...(needs.sendsMail ? [mailStatement(scope, resources)] : []),
    ...(needs.readsSecrets ? [secretsStatement(scope, resources)] : []),
  ]
}

/** A statement for each kind of use, narrowed to the partitions that the function uses so. */
function tableStatements({ table = {}, indexes = [] }: Needs, tableArn: string): PolicyStatement[] {
  const uses = Object.keys(TABLE_ACTIONS) as (keyof typeof TABLE_ACTIONS)[]
  const statements = uses.flatMap((use) => {
    const partitions = Object.keys(table).filter((partition) => table[partition]?.includes(use))
    return partitions.length === 0 ? [] : [onPartitions(tableArn, TABLE_ACTIONS[use], partitions)]
  })
  if (indexes.length === 0) return statements
  const resources = indexes.map((index) => `${tableArn}/index/${index}`)
  return [...statements, new PolicyStatement({ actions: ['dynamodb:Query'], resources })]
}

/** Actions on the items of some partitions of the table; `*` stands for any ending. */
export const onPartitions = (tableArn: string, actions: readonly string[], partitions: readonly string[]) =>
  new PolicyStatement({
    actions: [...actions],
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
  })

function keyStatements(scope: Construct, { table, indexes, buckets }: Needs, keys: Keys): PolicyStatement[] {
  const uses = entriesOf(buckets).flatMap(([, each]) => each)
  return [
    ...(table || indexes ? [throughTable(scope, keys.cases)] : []),
    ...(uses.includes('read') ? [through(scope, keys.files, 's3', ['kms:Decrypt'])] : []),
    ...(uses.includes('write') ? [through(scope, keys.files, 's3', ['kms:GenerateDataKey'])] : []),
  ]
}

/** What DynamoDB does with its key in the name of whoever reads and writes. */
export const throughTable = (scope: Construct, key: Key): PolicyStatement =>
  through(scope, key, 'dynamodb', ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'])

/** The use of a key by a service of AWS that works for the role, and never by the role itself. */
export const through = (scope: Construct, key: Key, service: string, actions: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com` } },
  })

/** Evidence is put under a legal hold, which only whoever purges may lift. */
export function bucketStatements(bucket: Bucket, bucketArn: string, uses: readonly BucketUse[]): PolicyStatement[] {
  const onObjects = (...actions: string[]) => new PolicyStatement({ actions, resources: [`${bucketArn}/*`] })
  const onBucket = (action: string) => new PolicyStatement({ actions: [action], resources: [bucketArn] })
  const STATEMENTS: Readonly<Record<BucketUse, PolicyStatement[]>> = {
    // Without the second, S3 answers that an object which is not there may not be read.
    read: [onObjects('s3:GetObject'), onBucket('s3:ListBucket')],
    write: [onObjects('s3:PutObject', ...(bucket === 'evidence' ? ['s3:PutObjectLegalHold'] : []))],
    purge: [onObjects('s3:PutObjectLegalHold', 's3:DeleteObjectVersion'), onBucket('s3:ListBucketVersions')],
  }
  return uses.flatMap((use) => STATEMENTS[use])
}

const MACHINE_ACTIONS = {
  start: 'states:StartExecution',
  describe: 'states:DescribeExecution',
  list: 'states:ListExecutions',
  wake: 'states:SendTaskSuccess',
} as const

const machineStatements = (
  machine: Machine,
  uses: readonly (keyof typeof MACHINE_ACTIONS)[],
  { machineArn }: Resources,
): PolicyStatement[] =>
  uses.map((use) => {
    const arn = machineArn(machine)
    return new PolicyStatement({
      actions: [MACHINE_ACTIONS[use]],
      resources: [use === 'describe' ? executionsOf(arn) : arn],
    })
  })

/** The ARN of every execution of a machine. */
export const executionsOf = (arn: string): string => `${arn.replace(':stateMachine:', ':execution:')}:*`

function mailStatement(scope: Construct, { stage, configurationSet }: Resources): PolicyStatement {
  const ses = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({
      service: 'ses',
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    })
  return new PolicyStatement({
    actions: ['ses:SendRawEmail'],
    resources: [ses('identity', stage.sender.domain), ses('configuration-set', configurationSet)],
  })
}

/** Before the name of every secret: those of this deployment, and of no other. */
export const secretsPrefixOf = (prefix: string): string => `${prefix}/`

/** Logins at portals, put into Secrets Manager by hand; six random characters follow each name in an ARN. */
const secretsStatement = (scope: Construct, { prefix }: Resources): PolicyStatement =>
  new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: [
      Stack.of(scope).formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: `${secretsPrefixOf(prefix)}*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  })

const entriesOf = <K extends string, V>(record: Readonly<Partial<Record<K, V>>> | undefined): [K, V][] =>
  Object.entries(record ?? {}) as [K, V][]
