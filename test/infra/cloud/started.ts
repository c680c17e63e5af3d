import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const PROJECT = resolve(import.meta.dirname, '../../..')

/**
 * `npm start` with its options, as a process of its own. What is still running when the tests end is ended with them.
 */
export function start(...options: string[]) {
  // Any free port: the usual one may be taken on this machine.
  const sftp = options.includes('--sftp-port') ? [] : ['--sftp-port', '0']
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'infra/local/start.ts', ...sftp, ...options],
    { cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const said = { text: '' }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.text += text
  })
  const closed = once(child, 'close')
  return {
    child,
    said,
    /** Resolves to how it ended, once everything that it said was heard. */
    ended: async () => {
      await closed
      return { code: child.exitCode, signal: child.signalCode, said: said.text }
    },
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  }
}

export type Started = ReturnType<typeof start>

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  await new Promise((closed) => server.close(closed))
  return address.port
}

/** Asks until it is true; fails when the process is gone or after a minute and a half. @param patience in ms */
export async function until(
  what: string,
  child: ChildProcess,
  holds: () => boolean | Promise<boolean>,
  patience = 90_000,
): Promise<void> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(20)) {
    if (await holds()) return
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended before ${what}`)
  }
  throw new Error(`${patience / 1000} seconds passed without ${what}`)
}

/** Every letter by e-mail, but for those to staff: to whom, of what kind, and what reserves the act. */
export function lettersIn(dataDir: string): { to: string; letter: string; reservation: string; file: string }[] {
  const folder = join(dataDir, 'mail')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => {
      const file = join(folder, name)
      const head = readFileSync(file, 'utf8').split(/\r?\n\r?\n/, 1)[0] ?? ''
      const header = (title: string) => new RegExp(`^${title}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
      return { to: header('To'), letter: header('X-Letter'), reservation: header('X-Reservation'), file }
    })
    .filter(({ letter }) => !letter.startsWith('staff-'))
}
