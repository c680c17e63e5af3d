import type { SESClientConfig } from '@aws-sdk/client-ses'

/** Times in milliseconds; every call here takes well under a second, or is lost. */
export const PATIENCE = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/**
 * For calls that are not idempotent: an attempt whose outcome is unknown is not repeated here, for it could be a second
 * letter, or a second transfer of a file. For the same reason each call has a connection of its own: one that was kept
 * can turn out to be dead halfway.
 */
export const onceOnly = () => ({
  retryStrategy: whenThrottled(5),
  requestHandler: { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false }, ...PATIENCE },
})

/**
 * Tries again only what AWS refused because too much was sent at once, some 0.2 s later and then twice as long each
 * time.
 */
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
