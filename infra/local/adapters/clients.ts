import { Readable } from 'node:stream'
import type { BatchWriteItemCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SESClient } from '@aws-sdk/client-ses'
import type { SFNClient } from '@aws-sdk/client-sfn'
import * as aws from '../../../shared/adapters/clients.ts'
import { INDEXES } from '../../../shared/adapters/table.ts'
import { TOKEN_HEADER } from '../emulators/guard.ts'
import { surroundings } from './surroundings.ts'

// The clients of the embedded cloud, instead of `shared/adapters/clients.ts`: each call is checked against what its
// function may do, and counted as AWS would charge for it.

export const dynamoClient = (): DynamoDBClient =>
  checkedTable(direct('dynamodb', unsignedTable(lean(aws.dynamoClient()))))
export const s3Client = (): S3Client => checkedBuckets(direct('s3', unsignedBuckets(lean(aws.s3Client()))))
export const sesClient = (): SESClient => checkedMail(aws.sesClient())
export const sfnClient = (): SFNClient => checkedMachines(aws.sfnClient())

/** What only the makers of the SDK read, costs a quarter of a call that stays on this machine. */
function lean<Client extends { readonly middlewareStack: { remove: (name: string) => boolean } }>(
  client: Client,
): Client {
  for (const name of ['getUserAgentMiddleware', 'recursionDetectionMiddleware']) client.middlewareStack.remove(name)
  return client
}

/**
 * DynamoDB's emulator wants to see a signature and checks none. Computing one takes a third of the time of a call, and
 * a run of months makes hundreds of thousands.
 */
function unsignedTable(client: DynamoDBClient): DynamoDBClient {
  const { AWS_ACCESS_KEY_ID = 'local', AWS_REGION = 'local' } = process.env
  // It reads the account and the region from it.
  const authorization = `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/19700101/${AWS_REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=none`
  client.config.signer = async () => ({
    sign: async (request) => ({
      ...request,
      headers: { ...request.headers, authorization, 'x-amz-date': '19700101T000000Z' },
    }),
  })
  return client
}

/** Their emulators lie in the process of the embedded cloud, and are asked without a socket. */
function direct<Client extends DynamoDBClient | S3Client>(name: 'dynamodb' | 's3', client: Client) {
  const { requestHandler } = client.config
  const overSocket = requestHandler.handle.bind(requestHandler)
  requestHandler.handle = async (request, options) => {
    const answer = surroundings().answers?.[name]
    if (!answer) return overSocket(request, options)
    const { body, ...response } = await answer(request)
    // What S3 holds is read as a stream.
    return { response: { ...response, body: name === 's3' ? Readable.from([body]) : body } }
  }
  return client
}

/** S3's emulator takes what nobody signed, and would compute the signature again; it wants the token of this cloud. */
function unsignedBuckets(client: S3Client): S3Client {
  client.config.signer = async () => ({
    sign: async (request) => ({
      ...request,
      headers: { ...request.headers, [TOKEN_HEADER]: process.env.AWS_SESSION_TOKEN ?? '' },
    }),
  })
  return client
}

/** Refused before the first attempt, so that nothing is tried again. */
export const FIRST = { step: 'initialize', name: 'checked' } as const

const READS = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand', 'ScanCommand'])
/** What S3 charges the lower price for; it lists at the price of a put. */
const GETS = new Set(['GetObjectCommand', 'HeadObjectCommand'])

/**
 * What DynamoDB charges at most for the indexes that list a put item: an entry that moves is a delete and a put. No
 * emulator counts it.
 */
const indexUnits = (item: object): number =>
  Object.values(INDEXES).reduce((units, { partition }) => units + (partition in item ? 2 : 0), 0)

function itemsPut(input: object): object[] {
  if ('Item' in input) return [input.Item ?? {}]
  if (!('RequestItems' in input)) return []
  const requests = Object.values((input as BatchWriteItemCommandInput).RequestItems ?? {}).flat()
  return requests.flatMap(({ PutRequest }) => (PutRequest?.Item ? [PutRequest.Item] : []))
}

function checkedTable(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const { check, consumed = () => {} } = surroundings()
        check?.('dynamodb', commandName, args.input)
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } })
        const units = 'ConsumedCapacity' in result.output ? [result.output.ConsumedCapacity ?? []].flat() : []
        for (const each of units)
          if ('CapacityUnits' in each) consumed(READS.has(commandName) ? 'read' : 'write', each.CapacityUnits ?? 0)
        for (const item of itemsPut(args.input)) consumed('indexWrite', indexUnits(item))
        return result
      },
    FIRST,
  )
  return client
}

function checkedBuckets(client: S3Client): S3Client {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const { check, consumed } = surroundings()
        check?.('s3', commandName, args.input)
        consumed?.(GETS.has(commandName) ? 's3Get' : 's3Put', 1)
        return next(args)
      },
    FIRST,
  )
  return client
}

function checkedMail(client: SESClient): SESClient {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        surroundings().check?.('ses', commandName, args.input)
        return next(args)
      },
    FIRST,
  )
  return client
}

function checkedMachines(client: SFNClient): SFNClient {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        surroundings().check?.('states', commandName, args.input)
        return next(args)
      },
    FIRST,
  )
  return client
}
