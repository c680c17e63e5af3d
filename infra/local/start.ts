import { createWriteStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { localTime } from '../../shared/domain/calendar.ts'
import { command, fail, readOptions, say, WrongInput } from '../command.ts'
import { startCloud } from './cloud/cloud.ts'
import { loadRegisters } from './cloud/load-registers.ts'
import { BUCKETS, TABLE } from './cloud/resources.ts'
import { lockFolder } from './emulators/folder-lock.ts'
import { type SftpServer, serveSftp, type User } from './sftp/server.ts'
import { readRegisters } from './simulation/plan.ts'
import { createDesk } from './start/desk.ts'

// `npm start`: the embedded cloud on the real time of day, until it is stopped. It goes on where it was.

const USAGE = 'gebruik alleen --data MAP, --registers BESTAND, --port NUMMER en --sftp-port NUMMER, elk met een waarde'
const TEXT = { type: 'string' } as const
const HOST = '127.0.0.1'
const PORT = 3000
const SFTP_PORT = 2222
const TICK_MS = 1000
const SAMPLE_REGISTERS = resolve(import.meta.dirname, 'sample/registers.json')

async function main(): Promise<undefined> {
  const { values } = readOptions(USAGE, { options: { data: TEXT, registers: TEXT, port: TEXT, 'sftp-port': TEXT } })
  const port = readPort('--port', values.port, PORT)
  const sftpPort = values['sftp-port'] === '0' ? 0 : readPort('--sftp-port', values['sftp-port'], SFTP_PORT)
  await refuseTakenPort('--port', port)
  await refuseTakenPort('--sftp-port', sftpPort)
  const dataDir = resolve(values.data ?? '.data')
  const release = takeFolder(dataDir)
  keepLog(join(dataDir, 'functions.log'))
  const given = readRegisters(values.registers ?? SAMPLE_REGISTERS)

  const cloud = await startCloud({
    dataDir,
    start: Date.now(),
    onCrash: () => {},
    onEmulatorExit: (how) => fail(new Error(how)),
  })
  const empty = (await dynamoRegisterStore(cloud.dynamo, TABLE).clients()).length === 0
  if (empty || values.registers !== undefined) await loadRegisters(cloud, { ...given, mappings: [], templates: null })

  // A clock that was moved ahead stays ahead.
  let ahead = Math.max(0, cloud.clock.now() - Date.now())
  let turn: Promise<void> = Promise.resolve()
  const play = (moment: number) => {
    turn = turn.then(async () => {
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
  const server = serve({ fetch: desk.fetch, hostname: HOST, port })
  const sftp = await serveSftp({
    s3: cloud.s3,
    bucket: BUCKETS.signals,
    folder: join(dataDir, 'sftp'),
    port: sftpPort,
    pickedUp: async (key, by) =>
      cloud.bus.send('record-pick-up', { key, at: new Date(cloud.clock.now()).toISOString(), ...by }),
  })
  sayWhere(cloud, sftp, port, dataDir)

  let stopping = false
  const stop = () => {
    stopping = true
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  while (!stopping) {
    await play(Date.now() + ahead)
    await pause(TICK_MS)
  }
  server.close()
  await sftp.close()
  await turn
  await cloud.stop()
  release()
  say('Gestopt. De volgende start gaat verder waar dit was.')
}

function readPort(option: string, given: string | undefined, usual: number): number {
  const port = Number(given ?? usual)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new WrongInput(`${option} ${given}: schrijf een getal van 1 tot en met 65535`)
}

/** Takes the data folder for this process alone; the emulators' own locks would each complain by themselves. */
function takeFolder(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch {
    throw new WrongInput(`--data ${dataDir}: deze map kan niet worden gemaakt`)
  }
  try {
    return lockFolder(join(dataDir, 'start'))
  } catch {
    throw new WrongInput(`${dataDir} is al in gebruik of niet te beschrijven; kies een andere map met --data`)
  }
}

/** The functions write their log to stdout; people read stderr here, and the log in its file. */
function keepLog(path: string): void {
  const log = createWriteStream(path, { flags: 'a' })
  process.stdout.write = log.write.bind(log) as typeof process.stdout.write
}

function sayWhere(
  cloud: Awaited<ReturnType<typeof startCloud>>,
  sftp: SftpServer,
  port: number,
  dataDir: string,
): void {
  const lines = [
    'Vroegsignalering draait. Stop met Ctrl+C.',
    `  start       http://${HOST}:${port}/`,
    `  klok        http://${HOST}:${port}/clock   (nu ${localTime(new Date(cloud.clock.now()).toISOString())})`,
    `  e-mail      ${cloud.endpoints.ses}/`,
    ...Object.values(BUCKETS).map((bucket) => `  bucket      ${cloud.endpoints.s3}/${bucket}`),
    ...(Object.keys(sftp.trialKeys) as User[]).map(
      (user) => `  sFTP        sftp -P ${sftp.port} -i ${sftp.trialKeys[user]} ${user}@${sftp.host}`,
    ),
    `  hostsleutel ${sftp.fingerprint}`,
    `  DynamoDB    ${cloud.endpoints.dynamodb}   (tabel ${TABLE})`,
    `  gegevens    ${dataDir}`,
  ]
  say(lines.join('\n'))
}

async function refuseTakenPort(option: string, port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((free, taken) => {
    probe.once('error', () => taken(new WrongInput(`poort ${port} is al in gebruik; kies een andere met ${option}`)))
    probe.listen(port, HOST, () => probe.close(() => free()))
  })
}

await command(main)
