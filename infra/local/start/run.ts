import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { localTime } from '../../../shared/domain/calendar.ts'
import { fail, say } from '../../command.ts'
import { startCloud } from '../cloud/cloud.ts'
import { loadRegisters } from '../cloud/load-registers.ts'
import { BUCKETS, TABLE } from '../cloud/resources.ts'
import { type SftpServer, serveSftp, type User } from '../sftp/server.ts'
import type { readRegisters } from '../simulation/plan.ts'
import { createDesk } from './desk.ts'

const TICK_MS = 1000

interface Run {
  readonly host: string
  readonly port: number
  readonly sftpPort: number
  readonly dataDir: string
  readonly given: ReturnType<typeof readRegisters>
  /** Whether the registers replace those that the data folder holds. */
  readonly renewed: boolean
}

/** The embedded cloud on the real time of day, until this process is told to end. */
export async function runUntilStopped({ host, port, sftpPort, dataDir, given, renewed }: Run): Promise<void> {
  const cloud = await startCloud({
    dataDir,
    start: Date.now(),
    wakesAt: Date.now(),
    onCrash: () => {},
    onEmulatorExit: (how) => fail(new Error(how)),
  })
  const empty = (await dynamoRegisterStore(cloud.dynamo, TABLE).clients()).length === 0
  if (empty || renewed) await loadRegisters(cloud, { ...given, mappings: [], templates: null })

  // A clock that was moved ahead stays ahead.
  let ahead = Math.max(0, cloud.clock.now() - Date.now())
  let turn: Promise<void> = Promise.resolve()
  const play = (moment: number, jumps = false) => {
    turn = turn.then(async () => {
      // A laptop that slept does now what came due meanwhile, and not as if it were then (C16).
      if (jumps) cloud.clock.moveTo(Math.max(moment, cloud.clock.now()))
      await cloud.checkInbox()
      await cloud.playUntil(Math.max(moment, cloud.clock.now()))
    })
    return turn
  }
  const moveTo = async (moment: number) => {
    await play(moment)
    ahead = Math.max(0, cloud.clock.now() - Date.now())
  }
  const desk = createDesk(cloud, moveTo, () => play(cloud.clock.now()))
  const server = serve({ fetch: desk.fetch, hostname: host, port })
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
  while (!stopping) {
    await play(Date.now() + ahead, true)
    await pause(TICK_MS)
  }
  server.close()
  await sftp.close()
  await turn
  await cloud.stop()
}

function sayWhere(cloud: Awaited<ReturnType<typeof startCloud>>, sftp: SftpServer, url: string, dataDir: string): void {
  const lines = [
    'Vroegsignalering draait. Stop met Ctrl+C.',
    `  start       ${url}`,
    `  klok        ${url}clock   (nu ${localTime(new Date(cloud.clock.now()).toISOString())})`,
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
