import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from 'aws-lambda'
import type { Uses } from '../../shared/contracts/uses.ts'
import { TOGETHER } from '../build/bundled.ts'

/** The context that the Node.js 24 runtime of Lambda gives: without the callbacks of the past. */
export type LambdaContext = Omit<Context, 'done' | 'fail' | 'succeed'>

export type FunctionStatistics = { invocations: number; errors: number; totalMs: number; maxMs: number }

export type LambdaHost = {
  /**
   * Calls a function with the event, and resolves to what it returns, both as JSON carries them.
   *
   * @throws Error under the name that Step Functions catches: the name of the error that the function threw, else
   * `Lambda.ResourceNotFoundException`, `Lambda.RequestTooLargeException`, `Function.ResponseSizeTooLarge` or
   * `Sandbox.Timedout`.
   */
  invoke: (functionName: string, event: unknown) => Promise<unknown>
  /** Since the host was made, by function that was called. Milliseconds of real time, import of the bundle included. */
  statistics: () => Record<string, FunctionStatistics>
}

interface Bundle {
  readonly handler: (event: unknown, context: LambdaContext) => unknown
  readonly uses?: Uses
}

/** Runs a call of a function as somebody who may do what it `uses`, and nothing more. */
type Restrict = <T>(functionName: string, uses: Uses, call: () => Promise<T>) => Promise<T>

/** Lambda's own limits: 6 MB for an event and for an answer, 15 minutes for a call. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024
const MAX_DURATION_MS = 15 * 60 * 1000

/**
 * Runs the bundled functions in this process. A bundle is imported at its first call, and stays, as on a warm Lambda.
 *
 * All functions see one environment, set here, before any is imported: that of `environment`, and LETTER_TEMPLATES.
 * Their loggers write JSON lines to stdout: the stdout of the process of the embedded cloud is the functions' log.
 *
 * @param options.outDir the folder that `bundleForEmbeddedCloud` filled.
 * @param options.environment by function; a variable has the same value wherever it appears.
 * @param options.restrict what a function may do; nothing is refused unless given, or where a bundle exports no `uses`.
 * @param options.maxConcurrency calls at a time, over all functions; more wait their turn. No limit unless given.
 * @throws Error when two functions want different values of one variable.
 */
export function createLambdaHost(options: {
  outDir: string
  environment: Record<string, Record<string, string>>
  restrict?: Restrict
  maxConcurrency?: number
}): LambdaHost {
  const restrict: Restrict = options.restrict ?? ((_name, _uses, call) => call())
  const together = resolve(options.outDir, TOGETHER)
  const templates = join(together, 'templates')
  if (existsSync(templates)) process.env.LETTER_TEMPLATES = templates
  Object.assign(process.env, mergeEnvironments(options.environment))

  const bundles = new Map<string, Promise<Bundle>>()
  const statistics = new Map<string, FunctionStatistics>()
  const turns = createTurns(options.maxConcurrency ?? Number.POSITIVE_INFINITY)

  const bundleOf = (name: string): Promise<Bundle> => {
    const known = bundles.get(name)
    if (known) return known
    const file = join(together, `${name}.mjs`)
    // The name becomes a path: only what a folder under functions/ can be called.
    if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(file)) {
      throw named('Lambda.ResourceNotFoundException', `no function is called ${name}`)
    }
    const bundle = importBundle(name, file)
    bundles.set(name, bundle)
    return bundle
  }

  const call = async (name: string, event: unknown): Promise<unknown> => {
    const sent = asJson(event)
    if (sent.bytes > MAX_PAYLOAD_BYTES) {
      throw named('Lambda.RequestTooLargeException', `the event for ${name} has ${sent.bytes} bytes`)
    }
    const { handler, uses } = await bundleOf(name)
    const work = async () => handler(sent.value(), contextFor(name))
    const answer = asJson(await withinLimit(name, () => (uses ? restrict(name, uses, work) : work())))
    if (answer.bytes > MAX_PAYLOAD_BYTES) {
      throw named('Function.ResponseSizeTooLarge', `the answer of ${name} has ${answer.bytes} bytes`)
    }
    return answer.value()
  }

  return {
    invoke: async (name, event) => {
      const release = await turns()
      const began = performance.now()
      const record = statistics.get(name) ?? { invocations: 0, errors: 0, totalMs: 0, maxMs: 0 }
      statistics.set(name, record)
      record.invocations += 1
      try {
        return await call(name, event)
      } catch (error) {
        record.errors += 1
        throw acrossTheBorder(error)
      } finally {
        const ms = performance.now() - began
        record.totalMs += ms
        record.maxMs = Math.max(record.maxMs, ms)
        release()
      }
    },
    statistics: () => structuredClone(Object.fromEntries(statistics)),
  }
}

function mergeEnvironments(environments: Record<string, Record<string, string>>): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const [name, environment] of Object.entries(environments)) {
    for (const [variable, value] of Object.entries(environment)) {
      if ((merged[variable] ?? value) !== value) {
        throw new Error(`${variable} of ${name} differs from another function's, and they share one process`)
      }
      merged[variable] = value
    }
  }
  return merged
}

async function importBundle(name: string, file: string): Promise<Bundle> {
  const bundle: Partial<Bundle> = await import(pathToFileURL(file).href)
  const { handler } = bundle
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', `${name} exports no handler`)
  return { ...bundle, handler }
}

function contextFor(functionName: string): LambdaContext {
  const deadline = performance.now() + MAX_DURATION_MS
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '1024',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  }
}

/** A call that never ends would hold the virtual clock for ever. */
async function withinLimit(name: string, work: () => Promise<unknown>): Promise<unknown> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(named('Sandbox.Timedout', `${name} timed out after ${MAX_DURATION_MS / 1000} seconds`))
  }, MAX_DURATION_MS)
  try {
    return await Promise.race([work(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function asJson(value: unknown): { bytes: number; value: () => unknown } {
  const text = JSON.stringify(value) ?? 'null'
  return { bytes: Buffer.byteLength(text), value: (): unknown => JSON.parse(text) }
}

/** What is left of an error outside the function: its name, its message, and where it was thrown. */
function acrossTheBorder(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return named('Error', String(thrown))
  const error = named(thrown.name, thrown.message)
  if (thrown.stack !== undefined) error.stack = thrown.stack
  return error
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

/** Resolves, in order of asking, when fewer than `limit` turns are taken, to what gives the turn back. */
function createTurns(limit: number): () => Promise<() => void> {
  let taken = 0
  const waiting: (() => void)[] = []
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else taken -= 1
  }
  return async () => {
    if (taken < limit) taken += 1
    else await new Promise<void>((resume) => waiting.push(resume))
    return release
  }
}
