import { randomBytes, randomInt } from 'node:crypto'

/** 128 random bits, in hexadecimal: what is hashed with them can be found by nobody who does not have them. */
export const randomBits = (): string => randomBytes(16).toString('hex')

/** A random whole number, from 0 and below another, each as likely. */
export const randomBelow = (below: number): number => randomInt(below)

/** A key of 256 random bits, in hexadecimal. */
export const randomKey = (): string => randomBytes(32).toString('hex')
