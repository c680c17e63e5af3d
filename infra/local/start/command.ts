import { chmodSync, createWriteStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { PROJECT } from '../../build/project.ts'
import { command, fail, lineOf, readOptions, say, WrongInput } from '../../command.ts'
import { ownTemplates } from '../../own-templates.ts'
import { wrongSender } from '../../sender.ts'
import { lockFolder } from '../emulators/folder-lock.ts'
import { readRegisters } from '../simulation/plan.ts'
import { fullDiskSentence } from './disk.ts'
import { finishPutBack, hasBefore, putBack } from './put-back.ts'

// `npm start`: the embedded cloud on the real time of day, until it is stopped. It goes on where it was.

const USAGE =
  'gebruik alleen --data MAP, --registers BESTAND, --templates MAP, --port NUMMER, --sftp-port NUMMER en --clock today, elk met een waarde'
const TEXT = { type: 'string' } as const
const OPTIONS = { data: TEXT, registers: TEXT, port: TEXT, 'sftp-port': TEXT, clock: TEXT, templates: TEXT } as const
const HOST = '127.0.0.1'
const PORT = 3000
const SFTP_PORT = 2222
const SAMPLE_REGISTERS = join(PROJECT, 'infra/local/sample/registers.json')

async function main(): Promise<undefined> {
  // Everything that this process and its emulators make is its owner's alone.
  process.umask(0o077)
  const { values } = readOptions(USAGE, { options: OPTIONS })
  if (values.clock !== undefined && values.clock !== 'today')
    throw new WrongInput(`--clock ${values.clock}: het kan alleen terug naar today`)
  const port = readPort('--port', values.port, PORT)
  const sftpPort = values['sftp-port'] === '0' ? 0 : readPort('--sftp-port', values['sftp-port'], SFTP_PORT)
  if (port === sftpPort)
    throw new WrongInput(`--port en --sftp-port zijn allebei ${port}; kies er twee die verschillen`)
  await refuseTakenPort('--port', port)
  await refuseTakenPort('--sftp-port', sftpPort)
  if (values.data?.trim() === '') throw new WrongInput(USAGE)
  const dataDir = resolve(values.data ?? '.data')
  refuseOthersFolder(dataDir)
  const release = takeFolder(dataDir)
  turnBack(dataDir, values.clock !== undefined)
  keepLog(join(dataDir, 'functions.log'))
  const given = readRegisters(values.registers ?? SAMPLE_REGISTERS)
  const templates = values.templates === undefined ? null : await ownTemplates(values.templates)
  const wrong = wrongSender(given.registers.organisation.from, null)
  if (wrong !== null) say(`Let op: ${wrong}.`)

  // Loaded only now: what is wrong with the options is said at once.
  const { runUntilStopped } = await import('./run.ts')
  const renewed = values.registers !== undefined
  await runUntilStopped({ host: HOST, port, sftpPort, dataDir, given, renewed, templates })
  release()
  say('Gestopt. De volgende start gaat verder waar dit was.')
}

function readPort(option: string, given: string | undefined, usual: number): number {
  const port = Number(given ?? usual)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new WrongInput(`${option} ${given}: schrijf een getal van 1 tot en met 65535`)
}

/** What may lie in a data folder before its first start: the keys of portals, and what a file system puts there. */
const BEFORE_FIRST_START = new Set(['secrets', 'lost+found'])

/** A folder with other things in it becomes no data folder: that is closed to others, and put back with the clock. */
function refuseOthersFolder(dataDir: string): void {
  const names = existsSync(dataDir) && statSync(dataDir).isDirectory() ? readdirSync(dataDir) : []
  if (!names.includes('start.lock') && names.some((name) => !BEFORE_FIRST_START.has(name)))
    throw new WrongInput(`--data ${dataDir}: in deze map staan andere bestanden; kies een lege of een nieuwe map`)
}

/** Takes the data folder for this process alone; the emulators' own locks would each complain by themselves. */
function takeFolder(dataDir: string): () => void {
  try {
    makeFolder(dataDir)
    chmodSync(dataDir, 0o700)
  } catch {
    throw new WrongInput(`--data ${dataDir}: deze map kan niet worden gemaakt, of is van iemand anders`)
  }
  try {
    return lockFolder(join(dataDir, 'start'))
  } catch {
    throw new WrongInput(`${dataDir} is al in gebruik of niet te beschrijven; kies een andere map met --data`)
  }
}

/**
 * Makes a folder, and those above it. One by one: under `/proc`, Node's own way (`recursive`) never ends. @throws Error
 * when it cannot be made, or is no folder
 */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`${path} is no folder`)
    return
  }
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** A clock that was moved ahead goes back when a person says so. */
function turnBack(dataDir: string, asked: boolean): void {
  finishPutBack(dataDir)
  if (!asked) return
  if (!hasBefore(dataDir)) throw new WrongInput('--clock today: de klok is niet vooruitgezet')
  putBack(dataDir)
  say('De klok staat weer op vandaag; alles van na het vooruitzetten is vervallen.')
}

/**
 * The functions write their log to stdout, and errors in it to stderr; people read stderr here, and the log in its
 * file.
 */
function keepLog(path: string): void {
  const log = createWriteStream(path, { flags: 'a' })
  log.on('error', (error) => fail(error, { told }))
  process.stdout.write = log.write.bind(log) as typeof process.stdout.write
  const tell = process.stderr.write.bind(process.stderr)
  process.stderr.write = ((text: string) =>
    isLogLine(text) ? log.write(text) : tell(text)) as typeof process.stderr.write
}

const isLogLine = (text: unknown): boolean => typeof text === 'string' && text.startsWith('{"level":"')

async function refuseTakenPort(option: string, port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((free, taken) => {
    probe.once('error', () => taken(new WrongInput(`poort ${port} is al in gebruik; kies een andere met ${option}`)))
    probe.listen(port, HOST, () => probe.close(() => free()))
  })
}

const told = (error: unknown) => fullDiskSentence(error) ?? lineOf(error)

// The database of the embedded cloud throws, where nobody can catch it, when it cannot write.
process.on('uncaughtException', (error: Error) =>
  fail(error, { told: () => fullDiskSentence(error) ?? error.stack ?? lineOf(error) }),
)
await command(main, { told })
