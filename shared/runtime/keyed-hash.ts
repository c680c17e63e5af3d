import { createHmac } from 'node:crypto'

/**
 * HMAC-SHA-256 in hexadecimal. Of what a person is known by, a plain hash could be found back by trying every name or
 * number there is; without the key this one cannot (invariant 6).
 *
 * @param key in hexadecimal, kept with the renter's record
 */
export const keyedHash = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex')
