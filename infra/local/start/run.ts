import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { localTime } from '../../../shared/domain/calendar.ts'
import { say } from '../../command.ts'
import { keptClock } from '../clock.ts'
import { startCloud } from '../cloud/cloud.ts'
import { loadRegisters, putTemplates } from '../cloud/load-registers.ts'
import { BUCKETS, objectsOn, TABLE } from '../cloud/resources.ts'
import { type SftpServer, serveSftp, type User } from '../sftp/server.ts'
import type { readRegisters } from '../simulation/plan.ts'
import { readAhead, refuseClockBack, TOLERANCE_MS, writeAhead } from './ahead.ts'
import { createDesk } from './desk.ts'
import { refuseFullDisk } from './disk.ts'
import { forgetBefore, hasBefore, keepBefore } from './put-back.ts'

const TICK_MS = 1000

interface Run {
  readonly host: string
  readonly port: number
  readonly sftpPort: number
  readonly dataDir: string
  readonly given: ReturnType<typeof readRegisters>
  /** Whether the registers replace those that the data folder holds. */
  readonly renewed: boolean
  /** The folder with own letters, which go before those that the data folder holds. */
  readonly templates: string | null
}

/** The embedded cloud on the real time of day, until this process is told to end. */
export async function runUntilStopped({
  host,
  port,
  sftpPort,
  dataDir,
  given,
  renewed,
  templates,
}: Run): Promise<void> {
  refuseFullDisk(dataDir)
  const kept = keptIn(dataDir)
  if (kept !== null) refuseClockBack(kept, Date.now(), readAhead(dataDir))
  const cloud = await startCloud({
    dataDir,
    start: Date.now(),
    wakesAt: Date.now(),
    onCrash: () => {},
    onDeadLetter: say,
  })
  writeFileSync(join(dataDir, 'token'), cloud.token)
  const empty = (await dynamoRegisterStore(cloud.dynamo, TABLE).clients()).length === 0
  if (empty || renewed) await loadRegisters(cloud, { ...given, mappings: [], templates: null })
  if (templates) await putTemplates(objectsOn(cloud.s3), templates)

  // A clock that was moved ahead stays ahead.
  const aheadNow = () => Math.max(0, cloud.clock.now() - Date.now())
  let ahead = aheadNow()
  writeAhead(dataDir, ahead)
  if (ahead <= TOLERANCE_MS) forgetBefore(dataDir)
  let turn: Promise<void> = Promise.resolve()
  const play = (moment: number, jumps = false) => {
    turn = turn.then(async () => {
      // A laptop that slept does now what came due meanwhile, and not as if it were then (C16).
      if (jumps) cloud.clock.moveTo(Math.max(moment, cloud.clock.now()))
      await cloud.checkInbox()
      await cloud.playUntil(Math.max(moment, cloud.clock.now()), () => refuseFullDisk(dataDir))
    })
    return turn
  }
  const moveTo = async (moment: number) => {
    turn = turn.then(() => {
      // Nothing is under way now.
      if (ahead <= TOLERANCE_MS) keepBefore(dataDir)
      // At once: whoever looks at the clock on its way finds it ahead, and not the computer's gone back.
      ahead = Math.max(0, moment - Date.now())
      writeAhead(dataDir, ahead)
    })
    await play(moment)
    ahead = aheadNow()
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
  if (hasBefore(dataDir)) say(sayAhead(ahead))

  let stopping = false
  const stop = () => {
    stopping = true
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  while (!stopping) {
    refuseFullDisk(dataDir)
    refuseClockBack(cloud.clock.now(), Date.now(), ahead)
    await play(Date.now() + ahead, true)
    await pause(TICK_MS)
  }
  server.close()
  await sftp.close()
  await turn
  await cloud.stop()
}

function keptIn(dataDir: string): number | null {
  const file = join(dataDir, 'cloud.sqlite')
  if (!existsSync(file)) return null
  const database = new DatabaseSync(file)
  try {
    return keptClock(database)
  } finally {
    database.close()
  }
}

const sayAhead = (ahead: number) =>
  `Let op: de klok is vooruitgezet, en loopt ${Math.round(ahead / 3_600_000)} uur voor op vandaag. Terug naar vandaag: stop, en start met --clock today; alles van na het vooruitzetten vervalt dan.`

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
