import { createHash } from 'node:crypto'

/** SHA-256 of text (as UTF-8) or bytes, in hexadecimal. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
