/**
 * Where the embedded cloud publishes itself for the adapters of this folder: in a bundle with the functions they share
 * its process, and not its modules.
 */
const PUBLISHED = Symbol.for('vroegsignalering.embedded-cloud')

export type Service = 'dynamodb' | 's3' | 'ses' | 'states' | 'secretsmanager' | 'transfer'
/** What AWS charges for, as these adapters see it. */
export type Charged = 'read' | 'write' | 'indexWrite' | 's3Get' | 's3Put'

/** Answers a request of the SDK in this process: it takes half the time of one over a socket. */
export type Answer = (request: {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string | string[] | null>>
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array | NodeJS.ReadableStream
}) => Promise<{ statusCode: number; headers: object; body: Uint8Array }>

export interface Surroundings {
  /** The virtual time, in milliseconds since 1970. */
  readonly now: () => number
  /**
   * Hears of every call before it is made. @throws Error named `AccessDenied…` when the calling function may not make
   * it
   */
  readonly check: (service: Service, command: string, input: object) => void
  /** None where somebody stands between, who listens on a port. */
  readonly answers: Partial<Record<'dynamodb' | 's3', Answer>>
  /** Counts what a call of a function takes. */
  readonly consumed: (kind: Charged, units: number) => void
}

/** Replaces what was published of the same name before. */
export function publish(part: Partial<Surroundings>): void {
  Object.defineProperty(globalThis, PUBLISHED, { value: { ...surroundings(), ...part }, configurable: true })
}

/** What the embedded cloud published so far; nothing where there is none. */
export function surroundings(): Partial<Surroundings> {
  const published: Partial<Surroundings> | undefined = Reflect.get(globalThis, PUBLISHED)
  return published ?? {}
}
