import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import { SFNClient } from '@aws-sdk/client-sfn'
import { UndiciHttpHandler } from '@smithy/undici-http-handler'
import { onceOnly, PATIENCE } from './once-only.ts'

// Region, credentials and endpoints (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB, …) are read from the environment by
// the SDK.

const SOCKETS = { keepAlive: true, maxSockets: 64 }
const CONNECTIONS = { httpAgent: SOCKETS, httpsAgent: SOCKETS, ...PATIENCE }

/** Most calls are small and to the table: undici takes half of the processor time of Node's own client for them. */
const tableConnections = () =>
  new UndiciHttpHandler({
    dispatcher: {
      connections: 64,
      connect: { timeout: PATIENCE.connectionTimeout },
      headersTimeout: PATIENCE.requestTimeout,
      bodyTimeout: PATIENCE.requestTimeout,
    },
  })

/** More attempts than the usual three: a table that is paid per request throttles while it grows to an import. */
export function dynamoClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    retryMode: 'standard',
    maxAttempts: 6,
    requestHandler: tableConnections(),
    // No command here has middleware of its own.
    cacheMiddleware: true,
  })
  // It copies every item that is read or written for a log that nobody keeps: a sixth of the time of reading a case.
  client.middlewareStack.remove('loggerMiddleware')
  return client
}

export const s3Client = () =>
  new S3Client({
    retryMode: 'standard',
    // No limit to a request: a large book may take long, and a stream that stalls is noticed by its socket.
    requestHandler: { httpAgent: SOCKETS, httpsAgent: SOCKETS, connectionTimeout: 3_000, socketTimeout: 30_000 },
  })

export const sfnClient = () => new SFNClient({ retryMode: 'standard', requestHandler: CONNECTIONS })

export const sesClient = () => new SESClient(onceOnly())
