import { describe, expect, it } from 'vitest'
import { surroundings } from '../../../infra/local/adapters/surroundings.ts'
import { openAccess } from '../../../infra/local/cloud/access.ts'
import { stateMachineArn } from '../../../infra/local/states/arns.ts'
import { CONNECTOR_ID } from '../../../infra/local/transfer/endpoint.ts'
import type { Uses } from '../../../shared/contracts/uses.ts'

const access = openAccess()
const USES: Uses = {
  duration: 'short',
  cases: 'append',
  indexes: ['client'],
  renters: 'objection',
  notes: { mail: ['putMany'] },
  buckets: { work: ['read'], evidence: ['write'] },
  machines: { 'arrears-case': ['start', 'describe', 'wake'] },
  mail: true,
  transfer: true,
}

type Service = 'dynamodb' | 's3' | 'ses' | 'states' | 'secretsmanager' | 'transfer'
type Call = readonly [Service, string, object]
const make = async ([service, command, input]: Call) => surroundings().check?.(service, command, input)
const asFunction = (call: Call) => access.asFunction('a-function', USES, () => make(call))

const pk = (S: string) => ({ pk: { S }, sk: { S: 'x' } })
const TableName = 'cases'
const query = (partition: string) => ({
  TableName,
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
  ExpressionAttributeValues: { ':pk': { S: partition }, ':prefix': { S: 'y' } },
})
const EXECUTION = stateMachineArn('arrears-case').replace(':stateMachine:', ':execution:')

describe('a function in the embedded cloud', () => {
  it.each<Call>([
    ['dynamodb', 'GetItemCommand', { TableName, Key: pk('CASE#1') }],
    ['dynamodb', 'PutItemCommand', { TableName, Item: pk('CASE#1') }],
    ['dynamodb', 'UpdateItemCommand', { TableName, Key: pk('RENTER#1') }],
    ['dynamodb', 'QueryCommand', query('RENTER#1')],
    ['dynamodb', 'QueryCommand', { ...query('BELEGGER-A#0'), IndexName: 'client' }],
    ['dynamodb', 'BatchGetItemCommand', { RequestItems: { cases: { Keys: [pk('CASE#1'), pk('RENTER#1')] } } }],
    ['dynamodb', 'BatchWriteItemCommand', { RequestItems: { cases: [{ PutRequest: { Item: pk('NOTE#mail') } }] } }],
    ['s3', 'GetObjectCommand', { Bucket: 'work', Key: 'a/b' }],
    ['s3', 'HeadObjectCommand', { Bucket: 'work', Key: 'a/b' }],
    ['s3', 'ListObjectsV2Command', { Bucket: 'work', Prefix: 'a/' }],
    ['s3', 'PutObjectCommand', { Bucket: 'evidence', Key: 'a', ObjectLockLegalHoldStatus: 'ON' }],
    ['states', 'StartExecutionCommand', { stateMachineArn: stateMachineArn('arrears-case') }],
    ['states', 'DescribeExecutionCommand', { executionArn: `${EXECUTION}:C-1` }],
    ['states', 'SendTaskSuccessCommand', { taskToken: 'any' }],
    ['ses', 'SendRawEmailCommand', {}],
    ['transfer', 'StartFileTransferCommand', { ConnectorId: CONNECTOR_ID }],
    ['transfer', 'ListFileTransferResultsCommand', { ConnectorId: CONNECTOR_ID }],
  ])('may do what it says that it uses: %s %s %j', async (...call) => {
    await expect(asFunction(call)).resolves.toBeUndefined()
  })

  it.each<Call>([
    ['dynamodb', 'GetItemCommand', { TableName, Key: pk('REGISTER') }],
    ['dynamodb', 'GetItemCommand', { TableName, Key: pk('NOTE#mail') }],
    ['dynamodb', 'PutItemCommand', { TableName, Item: pk('RENTER#1') }],
    ['dynamodb', 'UpdateItemCommand', { TableName, Key: pk('CASE#1') }],
    ['dynamodb', 'DeleteItemCommand', { TableName, Key: pk('CASE#1') }],
    ['dynamodb', 'QueryCommand', query('REGISTER')],
    ['dynamodb', 'QueryCommand', { ...query('signal#0'), IndexName: 'queue' }],
    ['dynamodb', 'ScanCommand', { TableName }],
    ['dynamodb', 'BatchGetItemCommand', { RequestItems: { cases: { Keys: [pk('CASE#1'), pk('REGISTER')] } } }],
    ['dynamodb', 'BatchWriteItemCommand', { RequestItems: { cases: [{ DeleteRequest: { Key: pk('CASE#1') } }] } }],
    ['dynamodb', 'GetItemCommand', { TableName: 'another', Key: pk('CASE#1') }],
    ['s3', 'GetObjectCommand', { Bucket: 'evidence', Key: 'a' }],
    ['s3', 'ListObjectsV2Command', { Bucket: 'evidence', Prefix: '' }],
    ['s3', 'PutObjectCommand', { Bucket: 'work', Key: 'a' }],
    ['states', 'StartExecutionCommand', { stateMachineArn: stateMachineArn('erp-import') }],
    ['states', 'ListExecutionsCommand', { stateMachineArn: stateMachineArn('arrears-case') }],
    ['secretsmanager', 'GetSecretValueCommand', { SecretId: 'client' }],
    ['transfer', 'StartFileTransferCommand', { ConnectorId: 'another' }],
    ['transfer', 'StartDirectoryListingCommand', { ConnectorId: CONNECTOR_ID }],
  ])('is refused everything else: %s %s %j', async (...call) => {
    await expect(asFunction(call)).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) })
  })

  it('is told in the error what it may not do, and of whom not', async () => {
    await expect(asFunction(['s3', 'PutObjectCommand', { Bucket: 'work', Key: 'persoon/a' }])).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'a-function may not do s3:PutObject on work',
    })
    await expect(asFunction(['dynamodb', 'PutItemCommand', { TableName, Item: pk('RENTER#1') }])).rejects.toMatchObject(
      {
        name: 'AccessDeniedException',
        message: 'a-function may not do dynamodb:PutItem on cases',
      },
    )
  })
})

describe('in the embedded cloud', () => {
  it('a state machine puts events of cases, and nothing else', async () => {
    const put = (partition: string) =>
      access.asMachine(() => make(['dynamodb', 'PutItemCommand', { TableName, Item: pk(partition) }]))
    await expect(put('CASE#1')).resolves.toBeUndefined()
    await expect(put('RENTER#1')).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  it('the cloud itself is free', async () => {
    await expect(make(['dynamodb', 'DeleteItemCommand', { TableName, Key: pk('CASE#1') }])).resolves.toBeUndefined()
  })
})
