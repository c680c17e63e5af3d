import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { programIn } from '../../build/bundled.ts'
import { cachedBundles } from '../../build/cached-bundles.ts'
import { PROJECT } from '../../build/project.ts'
import { emulatorMessageSchema } from './emulator-message.ts'
import { healthOf } from './health.ts'
import { LOOPBACK } from './listen.ts'

export type EmulatorName = 's3' | 'ses'

export type Emulators = {
  /** `http://127.0.0.1:<port>`, another port at every start. */
  endpoints: Record<EmulatorName, string>
  pids: Record<EmulatorName, number>
  /** Where the sent mail lies, for `readSentMail`. */
  mailFolder: string
  /** Lets the emulators finish what is under way, and ends them. Resolves when no process is left. */
  stop: () => Promise<void>
  /** Ends the emulators at once, as a crash would. */
  kill: () => void
}

/** Long: a machine that does other work too starts them slowly, and a start that fails for good says so by itself. */
const READY_WITHIN_MS = 60_000
const HEALTHY_WITHIN_MS = 20_000
const STOPPED_WITHIN_MS = 5_000

/**
 * Takes a third off the start of the emulators and a sixth off their memory; Node does without where it cannot write.
 */
export const COMPILE_CACHE = join(PROJECT, 'node_modules/.cache/node-compile-cache')

/** They keep what they hold on disk: a heap that may grow would only put off the collecting of garbage. In MB. */
const SMALL = ['--max-semi-space-size=4', '--max-old-space-size=256']

const EMULATORS: Record<EmulatorName, { folder: string; flags: string[] }> = {
  // s3rver makes its continuation tokens with DES: no listing past 1,000 keys without the legacy provider.
  s3: { folder: 's3', flags: ['--openssl-legacy-provider', ...SMALL] },
  ses: { folder: 'mail', flags: SMALL },
}

/**
 * Starts S3 and SES for the embedded cloud, each in a process of its own, on free ports of 127.0.0.1, with
 * their data under `dataDir`. They end with this process, however it ends. What they write on stderr goes to this
 * process's.
 *
 * @param buckets exist once this resolves.
 * @param token what whoever writes must send along (`guard.ts`). Left out: nothing.
 * @param onExit called when an emulator ends that nobody stopped, with a sentence that says how.
 * @throws Error naming the emulator and the reason, such as a folder in use by another run; then none is left running.
 */
export async function startEmulators(options: {
  dataDir: string
  buckets: readonly string[]
  token?: string | undefined
  onExit: (emulator: EmulatorName, how: string) => void
}): Promise<Emulators> {
  const folderOf = (name: EmulatorName) => join(options.dataDir, EMULATORS[name].folder)
  const bundles = await cachedBundles()
  const children = {
    s3: spawnEmulator('s3', programIn(bundles, 's3'), [folderOf('s3'), ...options.buckets], options.token),
    ses: spawnEmulator('ses', programIn(bundles, 'ses'), [folderOf('ses')], options.token),
  }
  const all = Object.values(children)
  const starts = await Promise.allSettled([untilHealthy('s3', children.s3), untilHealthy('ses', children.ses)])
  const [s3, ses] = starts
  if (s3.status === 'rejected' || ses.status === 'rejected' || all.some(hasEnded)) {
    await Promise.all(all.map(stopChild))
    const reasons = starts.flatMap((start) => (start.status === 'rejected' ? [messageOf(start.reason)] : []))
    throw new Error(reasons.join('\n') || 'an emulator ended while the others started')
  }

  let expected = false
  for (const name of ['s3', 'ses'] as const) {
    children[name].once('exit', (code, signal) => {
      if (!expected) options.onExit(name, `${name} ended with ${signal ?? `code ${code}`}`)
    })
  }
  return {
    endpoints: { s3: s3.value, ses: ses.value },
    pids: { s3: pidOf(children.s3), ses: pidOf(children.ses) },
    mailFolder: folderOf('ses'),
    stop: async () => {
      expected = true
      await Promise.all(all.map(stopChild))
    },
    kill: () => {
      expected = true
      for (const child of all) child.kill('SIGKILL')
    },
  }
}

function spawnEmulator(name: EmulatorName, main: string, args: string[], token?: string): ChildProcess {
  return spawn(process.execPath, [...EMULATORS[name].flags, main, ...args], {
    // Among the arguments every user of the machine would see it.
    env: { ...emulatorEnvironment(), ...(token !== undefined && { EMULATOR_TOKEN: token }) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/**
 * The emulators get nothing of this process's environment but what an operating system needs: no NODE_OPTIONS, no AWS
 * credentials, and no SMTP_TRANSPORT, by which aws-ses-v2-local would really send the mail.
 */
function emulatorEnvironment(): NodeJS.ProcessEnv {
  const needed = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LD_LIBRARY_PATH']
  const inherited = needed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  return { ...Object.fromEntries(inherited), NODE_COMPILE_CACHE: COMPILE_CACHE }
}

/** Resolves to the emulator's endpoint. */
async function untilHealthy(name: EmulatorName, child: ChildProcess): Promise<string> {
  try {
    const endpoint = `http://${LOOPBACK}:${await untilReady(child)}`
    const status = await healthOf(name, endpoint, HEALTHY_WITHIN_MS)
    if (status !== 200) throw new Error(`its health check answered ${status}`)
    return endpoint
  } catch (error) {
    throw new Error(`${name} cannot start: ${messageOf(error)}`)
  }
}

/** Resolves to the port. */
async function untilReady(child: ChildProcess): Promise<number> {
  const settled = new AbortController()
  const { signal } = settled
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => {
        const parsed = emulatorMessageSchema.parse(message)
        if (parsed.type === 'failed') throw new Error(parsed.message)
        return parsed.port
      }),
      once(child, 'exit', { signal }).then(([code, how]) => {
        throw new Error(`its process ended with ${how ?? `code ${code}`}`)
      }),
      pause(READY_WITHIN_MS, undefined, { signal }).then(() => {
        throw new Error(`it is not ready after ${READY_WITHIN_MS / 1000} seconds`)
      }),
    ])
  } finally {
    settled.abort()
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const deadline = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
  await exited
  clearTimeout(deadline)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the emulator has no process')
  return child.pid
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
