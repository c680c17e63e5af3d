import { createHash, randomUUID } from 'node:crypto'
import jsonata from 'jsonata'

/** What an evaluation needs to know of the world. */
export type Surroundings = { now: number; random: () => number }

/** The name under which the surroundings are bound: no expression can spell it. */
export const SURROUNDINGS = ' surroundings'

type Focus = { environment: { lookup(name: string): unknown }; input: unknown }
type Builtin = { implementation: (this: unknown, ...args: unknown[]) => unknown }

const [builtinToMillis, builtinFromMillis] = (await jsonata('[$toMillis, $fromMillis]').evaluate(null)) as [
  Builtin,
  Builtin,
]

const ALGORITHMS: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/** The longest array that `$range` makes on AWS. */
const RANGE_LIMIT = 1000

function surroundingsOf(focus: Focus): Surroundings {
  return focus.environment.lookup(SURROUNDINGS) as Surroundings
}

function partition(array: unknown[] | undefined, size: number): unknown[][] | undefined {
  if (array === undefined) return undefined
  if (!Number.isInteger(size) || size < 1) throw new Error('$partition needs a whole chunk size of at least 1')
  const chunks: unknown[][] = []
  for (let at = 0; at < array.length; at += size) chunks.push(array.slice(at, at + size))
  return chunks
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error('$range needs a step other than 0')
  const length = Math.floor((last - first) / step) + 1
  if (length > RANGE_LIMIT) throw new Error(`$range makes at most ${RANGE_LIMIT} values`)
  return Array.from({ length: Math.max(0, length) }, (_, index) => first + index * step)
}

function hash(data: unknown, algorithm: string): string | undefined {
  if (data === undefined) return undefined
  const known = ALGORITHMS[algorithm]
  if (known === undefined) throw new Error(`$hash knows ${Object.keys(ALGORITHMS).join(', ')}`)
  return createHash(known)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex')
}

/** A number in [0, 1) that depends on the seed alone. */
function seeded(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32
}

/**
 * Gives an expression the functions that Step Functions adds to JSONata, binds its clock functions to the runner's
 * clock, and takes `$eval` away.
 */
export function registerFunctions(expression: jsonata.Expression): void {
  expression.registerFunction('partition', partition, '<a-n:a<a>>')
  expression.registerFunction('range', range, '<nnn:a<n>>')
  expression.registerFunction('hash', hash, '<x-s:s>')
  expression.registerFunction('uuid', () => randomUUID(), '<:s>')
  expression.registerFunction('parse', (text?: string): unknown => text && JSON.parse(text), '<s-:x>')
  expression.registerFunction(
    'random',
    function (this: Focus, seed?: number) {
      return seed === undefined ? surroundingsOf(this).random() : seeded(seed)
    } as (this: jsonata.Focus, seed?: number) => number,
    '<n?:n>',
  )
  expression.registerFunction(
    'now',
    function (this: Focus, picture?: string, timezone?: string) {
      return builtinFromMillis.implementation.call(this, surroundingsOf(this).now, picture, timezone)
    } as (this: jsonata.Focus, picture?: string, timezone?: string) => unknown,
    '<s?s?:s>',
  )
  expression.registerFunction(
    'millis',
    function (this: Focus) {
      return surroundingsOf(this).now
    } as (this: jsonata.Focus) => number,
    '<:n>',
  )
  expression.registerFunction(
    'toMillis',
    // A picture without a full date takes the missing parts from the present: the runner's, not the machine's.
    function (this: Focus, text?: string, picture?: string) {
      const environment = { timestamp: new Date(surroundingsOf(this).now) }
      return builtinToMillis.implementation.call({ environment }, text, picture)
    } as (this: jsonata.Focus, text?: string, picture?: string) => unknown,
    '<s-s?:n>',
  )
  expression.registerFunction('eval', () => {
    throw new Error('$eval is not available')
  })
}
