import { appendFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { now } from '../../infra/local/adapters/clock.ts'
import type { Between } from '../../infra/local/cloud/cloud.ts'
import { schedules } from '../../infra/schedules.ts'
import { type Exchange, type Seen, type Service, seenIn } from './trace.ts'

export interface FaultPlan {
  readonly seed: number
  /**
   * The chance that a call to an emulator is broken off, and that a function (or a put by a machine) is not run just
   * once.
   */
  readonly calls: number
  readonly functions: number
  /**
   * Each life of the process but the last ends at its so-manieth call to an emulator: before it takes effect, or after.
   */
  readonly kills: readonly { readonly after: number; readonly answered: boolean }[]
  /** Virtual time, epoch milliseconds, from which nothing fails any more. */
  readonly until: number
}

/**
 * `cut` and `refused` come before a call takes effect, `lost` and `denied` after; the SDK tries again after a broken
 * connection, not after a refusal.
 */
const CALL_FAULTS = ['cut', 'lost', 'refused', 'denied'] as const
const BROKEN_CONNECTIONS = ['cut', 'lost'] as const
type CallFault = (typeof CALL_FAULTS)[number]
/**
 * Functions whose calls grow with the number of cases, and that begin anew after a refusal: refused as often as the
 * others they would never end, as no function would that is denied every hundredth call.
 */
const LONG = new Set([
  ...['read-export', 'apply-book', 'close-paid', 'collect-round', 'write-signals', 'write-withdrawals'],
  ...['repair-cases', 'tell-staff'],
])
const LONG_REFUSED = 0.1

/**
 * Functions that are called asynchronously: after three attempts such a call is a dead letter, of which a person is
 * told, and which that person sends anew. Nobody does so here, so the third attempt is left alone. That hides no fault:
 * the first two attempts break off at every place where a third could, and what they leave half-done is judged while it
 * stands. What a third failure adds is that nobody tries again, and then a report that never counted is no fault of the
 * process; that a person hears of it is tested beside `infra/local/cloud/dead-letters.ts`.
 */
const THREE_ATTEMPTS = new Set([
  ...['record-fact', 'read-answers', 'keep-receipt', 'record-pick-up', 'record-transfer'],
  ...schedules.flatMap(({ starts }) => ('function' in starts ? [starts.function] : [])),
])

/** Not started; done, but nobody heard; done twice, one after the other; done twice at the same time. */
const FUNCTION_FAULTS = ['not-begun', 'unheard', 'twice', 'at-once'] as const

export type Faults = ReturnType<typeof openFaults>

/**
 * Stands between the functions and their emulators: relays every call, breaks some off, and writes down what took
 * effect in which order. The plan's seed decides which call fails; what runs at the same time may still change places.
 *
 * @param life how often this cloud was started before
 * @param kill ends the process and its emulators, as when the power fails
 */
export function openFaults(plan: FaultPlan, life: number, traceFile: string, kill: () => never) {
  const random = randomFrom(plan.seed + life * 7919)
  const death = plan.kills[life]
  let order = life * 1e9
  let calls = 0
  let armed = false
  const underWay: string[] = []
  const counts: Record<string, number> = {}
  /** How often each asynchronous call has failed. */
  const failed = new Map<string, number>()
  let lastAttempts = 0

  const fails = (rate: number) => armed && lastAttempts === 0 && now().getTime() < plan.until && random() < rate
  const choose = <T extends string>(among: readonly T[]): T => {
    const chosen = among[Math.floor(random() * among.length)] ?? (among[0] as T)
    counts[chosen] = (counts[chosen] ?? 0) + 1
    return chosen
  }
  const write = (seen: Seen) => appendFileSync(traceFile, `${JSON.stringify(seen)}\n`)

  function callFault(head: string): CallFault | null {
    // The ERP's upload and S3's own notice of it are no calls of ours.
    if (head.includes('/erp-inbox')) return null
    if (!fails(plan.calls)) return null
    const spared = underWay.some((name) => LONG.has(name)) && random() >= LONG_REFUSED
    const fault = choose(spared ? BROKEN_CONNECTIONS : CALL_FAULTS)
    // What the embedded cloud does for itself, between the functions, is no call of ours either: it only sees
    // connections break.
    if (underWay.length > 0) return fault
    return fault === 'cut' || fault === 'refused' ? 'cut' : 'lost'
  }

  function relay(service: Service, client: Socket, target: { host: string; port: number }): void {
    const emulator = connect(target)
    let exchange: (Exchange & { fault: CallFault | null; dies: boolean; answered: boolean }) | null = null
    const end = () => {
      client.destroy()
      emulator.destroy()
    }
    for (const socket of [client, emulator]) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }

    client.on('data', (chunk) => {
      if (!exchange || exchange.answered) {
        calls += 1
        order += 1
        const dies = armed && death !== undefined && calls >= death.after && now().getTime() < plan.until
        if (dies && !death.answered) kill()
        const head = chunk.toString('latin1', 0, 200)
        exchange = {
          service,
          sent: order,
          at: now().toISOString(),
          request: [],
          fault: callFault(head),
          dies,
          answered: false,
        }
        if (exchange.fault === 'cut') return end()
        if (exchange.fault === 'refused') return void client.end(refusal(service))
      }
      if (exchange.fault === 'refused') return
      exchange.request.push(chunk)
      emulator.write(chunk)
    })

    emulator.on('data', (chunk) => {
      if (exchange && !exchange.answered && !chunk.toString('latin1', 0, 12).endsWith(' 100')) {
        exchange.answered = true
        order += 1
        const seen = seenIn(exchange, chunk.toString('latin1', 9, 12), order)
        if (seen) write(seen)
        if (exchange.dies) kill()
        if (exchange.fault === 'lost') return end()
        if (exchange.fault === 'denied') return void client.end(refusal(service))
      }
      if (exchange?.fault !== 'denied') client.write(chunk)
    })
  }

  const between: Between = {
    async endpoint(service, url) {
      const { hostname: host, port } = new URL(url)
      const server = createServer((client) => relay(service, client, { host, port: Number(port) }))
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
      server.unref()
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('the relay does not listen on a port')
      return `http://127.0.0.1:${address.port}`
    },

    async call(name, input, make) {
      underWay.push(name)
      const attempt = THREE_ATTEMPTS.has(name) ? `${name} ${JSON.stringify(input)}` : null
      const before = attempt === null ? 0 : (failed.get(attempt) ?? 0)
      const isLast = before >= 2
      if (isLast) lastAttempts += 1
      try {
        const answer = await broken(name, make)
        if (attempt !== null) failed.delete(attempt)
        const id = factId(input)
        if (id !== null) write({ what: 'fact', id, sent: order, done: order, at: now().toISOString() })
        return answer
      } catch (error) {
        if (attempt !== null) failed.set(attempt, before + 1)
        throw error
      } finally {
        if (isLast) lastAttempts -= 1
        underWay.splice(underWay.indexOf(name), 1)
      }
    },
  }

  async function broken(name: string, make: () => Promise<unknown>): Promise<unknown> {
    if (!fails(plan.functions)) return make()
    const ofMachine = name.startsWith('dynamodb:')
    // A state machine never makes one put twice by itself.
    switch (choose(ofMachine ? FUNCTION_FAULTS.slice(0, 2) : FUNCTION_FAULTS)) {
      case 'not-begun':
        throw named(ofMachine ? 'SdkClientException' : 'Lambda.ServiceException')
      case 'unheard':
        await make()
        throw named(ofMachine ? 'SdkClientException' : 'Lambda.SdkClientException')
      case 'twice':
        await make()
        return make()
      case 'at-once': {
        const [first] = await Promise.allSettled([make(), make()])
        if (first.status === 'rejected') throw first.reason
        return first.value
      }
    }
  }

  return {
    between,
    arm(): void {
      armed = true
    },
    disarm(): void {
      armed = false
    },
    /** How often each kind of fault was put in. */
    counts: () => ({ ...counts }),
  }
}

function factId(input: unknown): string | null {
  return typeof input === 'object' && input !== null && 'detail' in input && 'id' in input ? String(input.id) : null
}

const named = (name: string) => Object.assign(new Error('a fault was put in'), { name })

/** An answer that no SDK tries again after: the caller breaks off here, as if it had been killed. */
function refusal(service: Service): string {
  const json = '{"__type":"AccessDeniedException","message":"a fault was put in"}'
  const xml =
    '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>a fault</Message></Error></ErrorResponse>'
  const [status, type, body] = {
    dynamodb: ['400 Bad Request', 'application/x-amz-json-1.0', json],
    sfn: ['400 Bad Request', 'application/x-amz-json-1.0', json],
    ses: ['403 Forbidden', 'text/xml', xml],
    s3: ['403 Forbidden', 'application/xml', ''],
  }[service] as [string, string, string]
  return `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`
}

/** Mulberry32: a small generator whose numbers are the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
