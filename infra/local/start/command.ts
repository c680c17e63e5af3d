import { createWriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { PROJECT } from '../../build/project.ts'
import { command, fail, lineOf, readOptions, say, WrongInput } from '../../command.ts'
import { ownTemplates } from '../../own-templates.ts'
import { wrongSender } from '../../sender.ts'
import { readRegisters } from '../simulation/plan.ts'
import { beginAnew, refuseOthersFolder, refuseRealWork, takeFolder } from './data-folder.ts'
import { fullDiskSentence } from './disk.ts'
import { finishPutBack, hasBefore, putBack } from './put-back.ts'
import type { Place } from './serve.ts'

// `npm start`: the embedded cloud on the real time of day, until it is stopped. It goes on where it was. With
// `--sample` it is the bundled sample on a morning of its own, which begins anew.

const USAGE =
  'gebruik alleen --data MAP, --registers BESTAND, --templates MAP, --port NUMMER, --sftp-port NUMMER en --clock today, elk met een waarde; of --sample'
const TEXT = { type: 'string' } as const
const OPTIONS = {
  ...{ data: TEXT, registers: TEXT, port: TEXT, 'sftp-port': TEXT, clock: TEXT, templates: TEXT },
  sample: { type: 'boolean' },
} as const
/** What the sample has of its own. */
const NOT_WITH_SAMPLE = ['registers', 'templates', 'clock'] as const
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
  if (values.sample && NOT_WITH_SAMPLE.some((name) => values[name] !== undefined))
    throw new WrongInput('gebruik bij --sample alleen --data, --port en --sftp-port')
  const port = readPort('--port', values.port, PORT)
  const sftpPort = values['sftp-port'] === '0' ? 0 : readPort('--sftp-port', values['sftp-port'], SFTP_PORT)
  if (port === sftpPort)
    throw new WrongInput(`--port en --sftp-port zijn allebei ${port}; kies er twee die verschillen`)
  await refuseTakenPort('--port', port)
  await refuseTakenPort('--sftp-port', sftpPort)
  if (values.data?.trim() === '') throw new WrongInput(USAGE)
  const place = { host: HOST, port, sftpPort }
  if (values.sample) await beginSample({ ...place, dataDir: resolve(values.data ?? '.data-sample') })
  else await startToday(values, { ...place, dataDir: resolve(values.data ?? '.data') })
}

async function startToday(
  values: { readonly registers?: string; readonly templates?: string; readonly clock?: string },
  place: Place,
): Promise<void> {
  const { dataDir } = place
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
  await runUntilStopped({ ...place, given, renewed: values.registers !== undefined, templates })
  release()
  say('Gestopt. De volgende start gaat verder waar dit was.')
}

async function beginSample(place: Place): Promise<void> {
  refuseRealWork(place.dataDir)
  const release = takeFolder(place.dataDir)
  beginAnew(place.dataDir)
  keepLog(join(place.dataDir, 'functions.log'))
  const { runSample } = await import('./sample.ts')
  await runSample(place)
  release()
  say('Gestopt. De volgende start met --sample begint opnieuw.')
}

function readPort(option: string, given: string | undefined, usual: number): number {
  const port = Number(given ?? usual)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new WrongInput(`${option} ${given}: schrijf een getal van 1 tot en met 65535`)
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
