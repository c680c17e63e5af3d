import type { Service } from '../adapters/surroundings.ts'

/** What IAM would be asked for a call. */
export interface Request {
  readonly action: string
  /** `*` where the call does not say. */
  readonly resource: string
  /** The partitions of the table that it reads or writes. */
  readonly partitions: readonly string[]
}

type Item = Readonly<Record<string, { readonly S?: string } | undefined>>
type Batched = {
  readonly PutRequest?: { readonly Item?: Item }
  readonly DeleteRequest?: { readonly Key?: Item }
}
/** The parameters of the SDK's commands that say what a call is about. */
interface Input {
  readonly TableName?: string
  readonly IndexName?: string
  readonly Key?: Item | string
  readonly Item?: Item
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Item[] } | readonly Batched[]>>
  readonly KeyConditionExpression?: string
  readonly ExpressionAttributeValues?: Item
  readonly Bucket?: string
  readonly ObjectLockLegalHoldStatus?: string
  readonly stateMachineArn?: string
  readonly executionArn?: string
  readonly SecretId?: string
  readonly ConnectorId?: string
}

/** What IAM would be asked for a call of the SDK, by the name of its command. */
export function requestsOf(service: Service, command: string, input: object): Request[] {
  const call = command.replace(/Command$/, '')
  const given: Input = input
  switch (service) {
    case 'dynamodb':
      return tableRequests(call, given)
    case 's3':
      return bucketRequests(call, given)
    case 'states':
      return [about(`states:${call}`, given.stateMachineArn ?? given.executionArn ?? '*')]
    case 'ses':
      return [about(`ses:${call}`, 'sender')]
    case 'secretsmanager':
      return [about(`secretsmanager:${call}`, `secret/${given.SecretId}`)]
    case 'transfer':
      return [about(`transfer:${call}`, `connector/${given.ConnectorId}`)]
  }
}

const about = (action: string, resource: string, partitions: readonly string[] = []): Request => ({
  action,
  resource,
  partitions,
})

function tableRequests(call: string, input: Input): Request[] {
  const action = `dynamodb:${call}`
  const { TableName: table = '*', IndexName: index, RequestItems: batch } = input
  if (batch) return Object.entries(batch).map(([name, items]) => about(action, name, itemsOf(items).map(partitionOf)))
  if (index !== undefined) return [about(action, `${table}/index/${index}`)]
  if (input.KeyConditionExpression !== undefined) return [about(action, table, [queried(input)])]
  const item = typeof input.Key === 'object' ? input.Key : input.Item
  return [about(action, table, item ? [partitionOf(item)] : [])]
}

const itemsOf = (items: { readonly Keys?: readonly Item[] } | readonly Batched[]): readonly (Item | undefined)[] =>
  'Keys' in items
    ? (items.Keys ?? [])
    : (items as readonly Batched[]).map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key)

const partitionOf = (item: Item | undefined): string => item?.pk?.S ?? ''

/** The partition of a query: `pk = :pk`, and perhaps more. */
function queried({ KeyConditionExpression = '', ExpressionAttributeValues = {} }: Input): string {
  const [, name = ''] = /^\S+ = (:\w+)/.exec(KeyConditionExpression) ?? []
  return ExpressionAttributeValues[name]?.S ?? ''
}

/** Under which action IAM knows a call of S3, where it has another name. */
const S3_ACTIONS: Readonly<Record<string, string>> = { HeadObject: 'GetObject', ListObjectsV2: 'ListBucket' }

function bucketRequests(call: string, { Bucket: bucket = '*', Key: key, ObjectLockLegalHoldStatus: hold }: Input) {
  const resource = typeof key === 'string' ? `${bucket}/${key}` : bucket
  const requests = [about(`s3:${S3_ACTIONS[call] ?? call}`, resource)]
  return hold === undefined ? requests : [...requests, about('s3:PutObjectLegalHold', resource)]
}
