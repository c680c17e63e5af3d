import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient, type SESClientConfig } from '@aws-sdk/client-ses'
import { SFNClient } from '@aws-sdk/client-sfn'
import { UndiciHttpHandler } from '@smithy/undici-http-handler'

// Region, credentials and endpoints (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB, …) are read from the environment by the SDK.

const SOCKETS = { keepAlive: true, maxSockets: 64 }
/** Times in milliseconds; every call here takes well under a second, or is lost. */
const PATIENCE = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true }
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

/**
 * Sending a mail is not idempotent: an attempt whose outcome is unknown is not repeated here, for it could be a second letter.
 * For the same reason each mail has a connection of its own: one that was kept can turn out to be dead halfway.
 */
export const sesClient = () =>
  new SESClient({
    retryStrategy: whenThrottled(5),
    requestHandler: { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false }, ...PATIENCE },
  })

/** Tries again only what SES refused because too much was sent at once, some 0.2 s later and then twice as long each time. */
function whenThrottled(attempts: number): NonNullable<SESClientConfig['retryStrategy']> {
  const token = (retries: number) => ({
    getRetryCount: () => retries,
    getRetryDelay: () => (retries === 0 ? 0 : 100 * 2 ** retries * (0.75 + Math.random() / 2)),
  })
  return {
    mode: 'standard',
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (before, { error, errorType }) => {
      const retries = before.getRetryCount() + 1
      if (errorType !== 'THROTTLING' || retries >= attempts) throw error ?? new Error('no attempt is left')
      return token(retries)
    },
    recordSuccess: () => {},
  }
}
