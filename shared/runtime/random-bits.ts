import { randomBytes } from 'node:crypto'

/** 128 random bits, in hexadecimal: what is hashed with them can be found by nobody who does not have them. */
export const randomBits = (): string => randomBytes(16).toString('hex')
