import type { EmulatorMessage } from './emulator-message.ts'
import { lockFolder } from './folder-lock.ts'

export type RunningEmulator = { port: number; close: () => Promise<void> }

/** An emulator that does not close in time is ended: what it acknowledged is on disk already. */
const CLOSE_WITHIN_MS = 2_000

/**
 * The life of an emulator's process: takes its folder (first argument), starts, says so over IPC, and ends on SIGTERM
 * or as soon as its parent is gone, however the parent ended.
 */
export async function runEmulator(start: (folder: string, args: string[]) => Promise<RunningEmulator>): Promise<void> {
  const [folder, ...args] = process.argv.slice(2)
  if (folder === undefined || process.send === undefined) throw new Error('an emulator is started by start.ts')
  const send = process.send.bind(process)

  let close = async (): Promise<void> => undefined
  let closing = false
  const end = () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(0), CLOSE_WITHIN_MS)
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('disconnect', end)
  process.once('SIGTERM', end)
  // Ctrl-C reaches the whole process group: the parent decides, as it still writes while it stops.
  process.on('SIGINT', () => undefined)

  try {
    const release = lockFolder(folder)
    const emulator = await start(folder, args)
    close = async () => {
      await emulator.close()
      release()
    }
    // Gone while this process was starting: the event came before anyone listened.
    if (!process.connected || closing) process.exit(0)
    send({ type: 'ready', port: emulator.port } satisfies EmulatorMessage)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (!process.connected) process.exit(1)
    send({ type: 'failed', message } satisfies EmulatorMessage, () => process.exit(1))
  }
}
