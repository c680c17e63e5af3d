import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const PROJECT = resolve(import.meta.dirname, '../..')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `npm run simulate -- …`, as a process of its own. */
export const simulate = (args: readonly string[]): Promise<Ended> => run('infra/local/simulate.ts', args)

/** `npm run verify -- …`, as a process of its own. */
export const verify = (args: readonly string[]): Promise<Ended> => run('infra/local/verify.ts', args)

async function run(script: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  const { promise, resolve: ended } = Promise.withResolvers<number | null>()
  child.once('close', ended)
  return { code: await promise, ...said }
}
