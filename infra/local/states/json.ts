import { StatesError } from './errors.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** The most bytes of UTF-8 that a state's input, output, arguments or result may have as JSON. */
export const PAYLOAD_LIMIT = 262_144

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses text that this runner wrote itself. */
export function fromText(text: string): Json {
  return JSON.parse(text) as Json
}

/** Whether JSON text is larger than a payload may be. */
export function tooLarge(text: string): boolean {
  // A UTF-16 unit takes at most three bytes of UTF-8: most payloads need no counting.
  return text.length * 3 > PAYLOAD_LIMIT && Buffer.byteLength(text) > PAYLOAD_LIMIT
}

/**
 * Writes a payload as JSON text.
 *
 * @throws StatesError States.DataLimitExceeded above 256 KiB
 */
export function toPayload(value: Json, what: string): string {
  const text = JSON.stringify(value)
  if (tooLarge(text)) {
    throw new StatesError('States.DataLimitExceeded', `${what} is larger than ${PAYLOAD_LIMIT} bytes.`)
  }
  return text
}

/** The plain JSON of a value from outside: dates become text, undefined members go. */
export function plain(value: unknown): Json {
  if (value === undefined) return null
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? null : fromText(text)
}
