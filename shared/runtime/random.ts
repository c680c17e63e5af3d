import { randomBytes, randomInt } from 'node:crypto'

/** 128 random bits in hexadecimal: more than anybody can try. */
export const random128 = (): string => randomBytes(16).toString('hex')

/** A random whole number, from 0 and below another, each as likely. */
export const randomBelow = (below: number): number => randomInt(below)
