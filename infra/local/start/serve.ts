import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { localTime } from '../../../shared/domain/calendar.ts'
import { say } from '../../command.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { BUCKETS } from '../cloud/resources.ts'
import { type SftpServer, serveSftp, type User } from '../sftp/server.ts'
import { createDesk } from './desk.ts'
import { refuseFullDisk } from './disk.ts'

const TICK_MS = 1000
/** Whoever waits in a browser for the clock still reads there why it stopped. */
const LAST_WORDS_MS = 3000

/** Where the cloud of this machine can be reached, and where it lies. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly sftpPort: number
  readonly dataDir: string
}

/** How time passes. */
export interface Pace {
  /** Lets everything happen up to a moment (epoch milliseconds). */
  readonly moveTo: (moment: number) => Promise<void>
  /** Lets everything happen that is to be done at this moment of the clock. */
  readonly becomeQuiet: () => Promise<void>
  /** What is done each second. */
  readonly tick: () => Promise<void>
  /** What the clock is called on every page. */
  readonly clockWord: () => string
}

/** Plays the cloud, one call after the other; after one that failed none begins. */
export function createPlayer(cloud: Cloud, dataDir: string) {
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (work: () => void | Promise<void>): Promise<void> => {
    turn = turn.then(work)
    return turn
  }
  return {
    inTurn,
    /** Lets everything happen up to a moment (epoch milliseconds), with what lies in the inbox. */
    play: (moment: number) =>
      inTurn(async () => {
        await cloud.checkInbox()
        await cloud.playUntil(Math.max(moment, cloud.clock.now()), () => refuseFullDisk(dataDir))
      }),
  }
}

/** Answers people, programs and portals, until this process is told to end. */
export async function serveUntilStopped(cloud: Cloud, place: Place, pace: Pace): Promise<void> {
  const { host, port, sftpPort, dataDir } = place
  const server = serve({ fetch: createDesk(cloud, pace).fetch, hostname: host, port })
  const sftp = await serveSftp({
    s3: cloud.s3,
    bucket: BUCKETS.signals,
    folder: join(dataDir, 'sftp'),
    port: sftpPort,
    pickedUp: async (key, by) =>
      cloud.bus.send('record-pick-up', { key, at: new Date(cloud.clock.now()).toISOString(), ...by }),
  })
  sayWhere(cloud, sftp, `http://${host}:${port}/`, dataDir)

  let stopping = false
  const stop = () => {
    stopping = true
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    while (!stopping) {
      await pace.tick()
      await pause(TICK_MS)
    }
  } catch (error) {
    await pause(LAST_WORDS_MS)
    throw error
  }
  server.close()
  await sftp.close()
  await pace.becomeQuiet()
  await cloud.stop()
}

function sayWhere(cloud: Cloud, sftp: SftpServer, url: string, dataDir: string): void {
  const lines = [
    'Vroegsignalering draait. Stop met Ctrl+C.',
    `  start       ${url}`,
    `  klok        ${url}clock   (nu ${localTime(new Date(cloud.clock.now()).toISOString())})`,
    `  post        ${url}post`,
    `  e-mail      ${cloud.endpoints.ses}/`,
    ...Object.values(BUCKETS).map((bucket) => `  bucket      ${cloud.endpoints.s3}/${bucket}`),
    ...(Object.keys(sftp.trialKeys) as User[]).map(
      (user) => `  sFTP        sftp -P ${sftp.port} -i ${sftp.trialKeys[user]} ${user}@${sftp.host}`,
    ),
    `  hostsleutel ${sftp.fingerprint}`,
    `  gegevens    ${dataDir}`,
  ]
  say(lines.join('\n'))
}
