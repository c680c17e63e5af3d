import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { COMPILE_CACHE, programIn } from '../../build/bundled.ts'
import { cachedBundles } from '../../build/cached-bundles.ts'
import { WrongInput } from '../../command.ts'
import { type CloudMessage, cloudMessageSchema, type Order } from './messages.ts'

/** The run failed. The message is for the person who started it. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed'
}

/** Whoever ends the run ends its cloud first, so that the data folder can be removed. */
const ENDS = ['SIGINT', 'SIGTERM', 'exit'] as const
type Progress = Extract<CloudMessage, { type: 'progress' }>

interface Watched {
  readonly onProgress: (progress: Progress) => void
  readonly onCrash: () => void
  /** Whether the data folder holds a cloud that goes on where it stopped; else it begins, with all that is to come. */
  readonly takesOver?: boolean
}

/**
 * Runs a simulation in a process of its own, and starts that process again when the events of the simulation kill it.
 * The functions' log goes to `functions.log` in the data folder.
 *
 * @throws RunFailed
 * @throws WrongInput when the table of addresses cannot be used, which only shows when it is read
 */
export async function supervise(
  dataDir: string,
  argv: readonly string[],
  { onProgress, onCrash, takesOver = false }: Watched,
): Promise<unknown> {
  mkdirSync(dataDir, { recursive: true })
  const log = openSync(join(dataDir, 'functions.log'), 'a')
  try {
    let wakesAt: number | undefined
    for (let begun = takesOver; ; begun = true) {
      const end = await runOnce({ dataDir, argv: [...argv], takesOver: begun, wakesAt }, log, onProgress)
      if (end.type === 'done') return end.summary
      if (end.type === 'failed') throw end.wrongInput ? new WrongInput(end.reason) : new RunFailed(end.reason)
      wakesAt = end.until
      onCrash()
    }
  } finally {
    closeSync(log)
  }
}

type End = Extract<CloudMessage, { type: 'done' | 'failed' | 'crash' }>

async function runOnce(task: Order, log: number, onProgress: (progress: Progress) => void): Promise<End> {
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16']
  const program = programIn(await cachedBundles(), 'simulation')
  const child = spawn(process.execPath, [...flags, program, JSON.stringify(task)], {
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
  })
  const forward = () => child.kill('SIGTERM')
  for (const end of ENDS) process.once(end, forward)
  const exited = once(child, 'exit')
  const end = await new Promise<End>((resolve) => {
    child.on('message', (received) => {
      const message = cloudMessageSchema.parse(received)
      if (message.type === 'progress') onProgress(message)
      else {
        // As when the power fails: nobody gets to finish anything.
        if (message.type === 'crash') child.kill('SIGKILL')
        resolve(message)
      }
    })
    child.once('exit', (code, signal) =>
      resolve({
        type: 'failed',
        reason: `de gesimuleerde cloud stopte onverwacht (${signal ?? code})`,
        wrongInput: false,
      }),
    )
  })
  await exited
  for (const end of ENDS) process.off(end, forward)
  return end
}
