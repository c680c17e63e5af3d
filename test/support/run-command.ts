import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Ended } from './simulate-cli.ts'

const PROJECT = resolve(import.meta.dirname, '../..')

class Exit extends Error {
  readonly code: number
  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

let turn: Promise<unknown> = Promise.resolve()
let runs = 0

/**
 * Runs a command line in this process, one at a time, as `node FILE ARGS` would: the same file from its first line,
 * without the second that a process of its own takes to start.
 *
 * @param file from the folder of the project
 */
export function runCommand(file: string, args: readonly string[], cwd = PROJECT): Promise<Ended> {
  const ended = turn.then(() => run(file, args, cwd))
  turn = ended.catch(() => undefined)
  return ended
}

async function run(file: string, args: readonly string[], cwd: string): Promise<Ended> {
  runs += 1
  const path = resolve(PROJECT, file)
  const said = { stdout: '', stderr: '' }
  const kept = { argv: process.argv, exit: process.exit, exitCode: process.exitCode, cwd: process.cwd() }
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write }
  for (const stream of ['stdout', 'stderr'] as const)
    process[stream].write = (text: string | Uint8Array) => {
      said[stream] += typeof text === 'string' ? text : Buffer.from(text).toString()
      return true
    }
  process.argv = [process.execPath, path, ...args]
  process.exit = (code) => {
    throw new Exit(Number(code ?? process.exitCode ?? 0))
  }
  process.exitCode = undefined
  process.chdir(cwd)
  try {
    await import(/* @vite-ignore */ `${pathToFileURL(path).href}?run=${runs}`)
    return { code: Number(process.exitCode ?? 0), ...said }
  } catch (error) {
    if (!(error instanceof Exit)) throw error
    return { code: error.code, ...said }
  } finally {
    for (const stream of ['stdout', 'stderr'] as const) process[stream].write = writes[stream]
    Object.assign(process, { argv: kept.argv, exit: kept.exit, exitCode: kept.exitCode })
    process.chdir(kept.cwd)
  }
}
