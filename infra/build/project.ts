import { resolve } from 'node:path'

/**
 * The folder of the project. Whatever reads its files asks here: in a bundle a file does not know where it came from,
 * and only this one is told (`bundle.ts`).
 */
export const PROJECT = resolve(import.meta.dirname, '../..')
