import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import { type Emulators, startEmulators } from '../../../infra/local/emulators/start.ts'

const config = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }

export const BUCKET = 'letters'

/** Starts the emulators on the folder, with clients for them. */
export async function runningEmulators(dataDir: string) {
  const exits: string[] = []
  const emulators = await startEmulators({ dataDir, buckets: [BUCKET], onExit: (_, how) => exits.push(how) })
  return {
    emulators,
    exits,
    s3: new S3Client({
      ...config,
      endpoint: emulators.endpoints.s3,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    }),
    ses: new SESClient({ ...config, endpoint: emulators.endpoints.ses }),
  }
}

export type RunningEmulators = Awaited<ReturnType<typeof runningEmulators>>

export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'emulators-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Resolves once none of the processes is left; rejects after 5 seconds. */
export async function allGone(pids: Emulators['pids']): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!Object.values(pids).some(isAlive)) return
    await pause(50)
  }
  throw new Error(`still running: ${Object.values(pids).filter(isAlive).join(', ')}`)
}
