import type { Bucket } from '../shared/contracts/ports.ts'
import {
  BUCKET_VARIABLES,
  type BucketUse,
  type IndexName,
  MACHINE_VARIABLES,
  type Machine,
  type MachineUse,
  type NoteUse,
  type Uses,
  usesSearchKey,
  VARIABLES,
} from '../shared/contracts/uses.ts'

// What follows from the `uses` of a function: its permissions, as CDK deploys them and the embedded cloud holds to
// them, its environment, and its memory.

/** Memory on Lambda; 1,769 MB is one whole processor, which only the long ones use. */
export const MEMORY_MB = { short: 1024, long: 1769 } as const

/** A statement of a policy of IAM that allows something. */
export interface Statement {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** The ARNs of a cloud. */
export interface Arns {
  readonly region: string
  readonly table: string
  readonly bucket: (bucket: Bucket) => string
  readonly machine: (machine: Machine) => string
  /** Keys of the table and of the buckets; none where nothing is encrypted. */
  readonly keys: { readonly cases: string; readonly files: string } | null
  /** What a mail is sent with. */
  readonly sender: readonly string[]
  /** Every secret of this deployment. */
  readonly secrets: string
  /** The one with the key by which renters are searched. */
  readonly searchKey: string
  /** What files are pushed through; null where they are not. */
  readonly connector: string | null
}

type TableUse = NoteUse | 'update' | 'remove'

const TABLE_ACTIONS: Readonly<Record<TableUse, readonly string[]>> = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  putMany: ['dynamodb:BatchWriteItem'],
  update: ['dynamodb:UpdateItem'],
  remove: ['dynamodb:DeleteItem'],
}

type Partitions = Readonly<Partial<Record<TableUse, readonly string[]>>>

/** The partitions of the table that each use comes down to; `*` stands for any ending. */
const CASES: Readonly<Record<NonNullable<Uses['cases']>, Partitions>> = {
  read: { read: ['CASE#*'] },
  append: { read: ['CASE#*'], put: ['CASE#*'] },
}
const REGISTERS: Readonly<Record<NonNullable<Uses['registers']>, Partitions>> = {
  read: { read: ['REGISTER'] },
  conditions: { read: ['REGISTER', 'VOLUME', 'BOOK', 'BEAT'] },
  change: {
    read: ['REGISTER', 'REGISTER-HISTORY', 'VOLUME', 'BOOK', 'BEAT'],
    put: ['REGISTER', 'REGISTER-HISTORY'],
  },
}
const OPEN_CASES = { count: { put: ['VOLUME'] } } as const
const BOOKS = { note: { put: ['BOOK'] } } as const
const BEAT = { keep: { read: ['BEAT'], put: ['BEAT'] } } as const
/** By what renters are found: nobody who writes it may remove the renter. */
const SEARCH = { read: ['SEARCH#*'], putMany: ['SEARCH#*'], remove: ['SEARCH#*'] } as const
const RENTERS: Readonly<Record<NonNullable<Uses['renters']>, Partitions>> = {
  read: { read: ['RENTER#*'] },
  write: { read: ['RENTER#*'], put: ['RENTER#*'] },
  objection: { read: ['RENTER#*'], update: ['RENTER#*'] },
  change: { read: ['RENTER#*'], put: ['RENTER#*'], update: ['RENTER#*'] },
}

const TRANSFER_ACTIONS = ['transfer:StartFileTransfer', 'transfer:ListFileTransferResults']

/** The permissions of a function. */
export const statementsOf = (uses: Uses, arns: Arns): Statement[] => [
  ...tableStatements(uses, arns),
  ...keyStatements(uses, arns),
  ...entriesOf(uses.buckets).flatMap(([bucket, each]) => bucketStatements(bucket, arns.bucket(bucket), each)),
  ...entriesOf(uses.machines).flatMap(([machine, each]) => machineStatements(arns.machine(machine), each)),
  ...(uses.mail ? [{ actions: ['ses:SendRawEmail'], resources: arns.sender }] : []),
  ...(uses.secrets ? [{ actions: ['secretsmanager:GetSecretValue'], resources: [arns.secrets] }] : []),
  ...(usesSearchKey(uses) ? [{ actions: ['secretsmanager:GetSecretValue'], resources: [arns.searchKey] }] : []),
  ...(uses.transfer && arns.connector !== null ? [{ actions: TRANSFER_ACTIONS, resources: [arns.connector] }] : []),
]

/** A statement for each kind of use, narrowed to the partitions that the function uses so. */
function tableStatements(uses: Uses, { table }: Arns): Statement[] {
  const all = partitionsOf(uses)
  const kinds = Object.keys(TABLE_ACTIONS) as TableUse[]
  const statements = kinds.flatMap((use) => {
    const partitions = all.flatMap((each) => each[use] ?? [])
    return partitions.length === 0 ? [] : [onPartitions(table, TABLE_ACTIONS[use], partitions)]
  })
  const indexes = [...new Set([...(uses.indexes ?? []), ...(uses.search ? ['client' as const] : [])])].map(
    (index: IndexName) => `${table}/index/${index}`,
  )
  return indexes.length === 0 ? statements : [...statements, { actions: ['dynamodb:Query'], resources: indexes }]
}

const partitionsOf = ({ cases, registers, openCases, books, beat, renters, notes }: Uses): Partitions[] => [
  ...(cases ? [CASES[cases]] : []),
  ...(registers ? [REGISTERS[registers]] : []),
  ...(openCases ? [OPEN_CASES[openCases]] : []),
  ...(books ? [BOOKS[books]] : []),
  ...(beat ? [BEAT[beat]] : []),
  ...(renters ? [RENTERS[renters]] : []),
  ...(renters === 'write' || renters === 'change' ? [SEARCH] : []),
  ...entriesOf(notes).flatMap(([kind, each]) => each.map((use) => ({ [use]: [`NOTE#${kind}`] }))),
]

/** Actions on the items of some partitions of the table; `*` stands for any ending. */
export const onPartitions = (table: string, actions: readonly string[], partitions: readonly string[]): Statement => ({
  actions,
  resources: [table],
  conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
})

function keyStatements(uses: Uses, { region, keys }: Arns): Statement[] {
  if (!keys) return []
  const onFiles = entriesOf(uses.buckets).flatMap(([, each]) => each)
  return [
    ...(usesTable(uses) ? [throughTable(keys.cases, region)] : []),
    ...(onFiles.includes('read') ? [through(keys.files, 's3', region, ['kms:Decrypt'])] : []),
    ...(onFiles.includes('write') ? [through(keys.files, 's3', region, ['kms:GenerateDataKey'])] : []),
  ]
}

const usesTable = (uses: Uses): boolean =>
  partitionsOf(uses).length > 0 || uses.indexes !== undefined || uses.search === true

/** What DynamoDB does with its key in the name of whoever reads and writes. */
export const throughTable = (key: string, region: string): Statement =>
  through(key, 'dynamodb', region, ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'])

/** The use of a key by a service of AWS that works for the role, and never by the role itself. */
export const through = (key: string, service: string, region: string, actions: readonly string[]): Statement => ({
  actions,
  resources: [key],
  conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
})

/** Evidence is put under a legal hold, which only whoever purges may lift. */
export function bucketStatements(bucket: Bucket, arn: string, uses: readonly BucketUse[]): Statement[] {
  const onObjects = (...actions: string[]): Statement => ({ actions, resources: [`${arn}/*`] })
  const onBucket = (action: string): Statement => ({ actions: [action], resources: [arn] })
  const STATEMENTS: Readonly<Record<BucketUse, Statement[]>> = {
    // Without the second, S3 answers that an object which is not there may not be read.
    read: [onObjects('s3:GetObject'), onBucket('s3:ListBucket')],
    write: [onObjects('s3:PutObject', ...(bucket === 'evidence' ? ['s3:PutObjectLegalHold'] : []))],
    remove: [onObjects('s3:DeleteObject')],
    purge: [onObjects('s3:PutObjectLegalHold', 's3:DeleteObjectVersion'), onBucket('s3:ListBucketVersions')],
  }
  return uses.flatMap((use) => STATEMENTS[use])
}

const MACHINE_ACTIONS: Readonly<Record<MachineUse, string>> = {
  start: 'states:StartExecution',
  describe: 'states:DescribeExecution',
  list: 'states:ListExecutions',
  wake: 'states:SendTaskSuccess',
}

const machineStatements = (arn: string, uses: readonly MachineUse[]): Statement[] =>
  uses.map((use) => ({
    actions: [MACHINE_ACTIONS[use]],
    resources: [use === 'describe' ? executionsOf(arn) : arn],
  }))

/** The ARN of every execution of a machine. */
export const executionsOf = (arn: string): string => `${arn.replace(':stateMachine:', ':execution:')}:*`

/** The SFTP connector through which files are pushed, and the folder for signals on the portal's server. */
export interface Push {
  readonly connectorId: string
  readonly folder: string
}

/** Where people sign in: who says who they are, as which client we ask, and where its pages stand. */
export interface SignIn {
  readonly issuer: string
  readonly clientId: string
  readonly domain: string
}

/** What things are called in a cloud, as functions call them. */
export interface Names {
  readonly table: string
  readonly bucket: (bucket: Bucket) => string
  readonly machineArn: (machine: Machine) => string
  readonly configurationSet: string
  /** Before the name of every secret. */
  readonly secretsPrefix: string
  readonly push: Push | null
  /** Address of the timestamp service; null where anchors are not stamped. */
  readonly timestamps: string | null
  /** Where people sign in to the console; null where that is a page of the machine itself. */
  readonly signIn: SignIn | null
}

/** The environment of a function on Lambda, as `shared/adapters/from-environment.ts` reads it. */
export const environmentOf = (uses: Uses, names: Names): Record<string, string> => ({
  ...(usesTable(uses) && { [VARIABLES.table]: names.table }),
  ...Object.fromEntries(entriesOf(uses.buckets).map(([bucket]) => [BUCKET_VARIABLES[bucket], names.bucket(bucket)])),
  ...Object.fromEntries(
    entriesOf(uses.machines).map(([machine]) => [MACHINE_VARIABLES[machine], names.machineArn(machine)]),
  ),
  ...(uses.letters && { [VARIABLES.templates]: '/var/task/templates' }),
  ...((uses.secrets || usesSearchKey(uses)) && { [VARIABLES.secretsPrefix]: names.secretsPrefix }),
  ...(uses.mail && { [VARIABLES.configurationSet]: names.configurationSet }),
  ...(uses.transfer && names.push && pushVariables(names.push)),
  ...(uses.timestamps && names.timestamps !== null && { [VARIABLES.timestamps]: names.timestamps }),
  ...(uses.signIn && names.signIn && signInVariables(names.signIn)),
})

/** As `shared/adapters/portal-channels.ts` reads them. */
const pushVariables = ({ connectorId, folder }: Push): Record<string, string> => ({
  [VARIABLES.connector]: connectorId,
  [VARIABLES.folder]: folder,
})

/** As `shared/adapters/openid.ts` reads them. */
const signInVariables = ({ issuer, clientId, domain }: SignIn): Record<string, string> => ({
  [VARIABLES.signInIssuer]: issuer,
  [VARIABLES.signInClient]: clientId,
  [VARIABLES.signInDomain]: domain,
})

const entriesOf = <K extends string, V>(record: Readonly<Partial<Record<K, V>>> | undefined): [K, V][] =>
  Object.entries(record ?? {}) as [K, V][]
