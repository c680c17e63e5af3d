import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { dynamoNotebook } from '../../../shared/adapters/dynamo-notebook.ts'
import { ANSWERS, RECEIPTS } from '../../../shared/contracts/object-keys.ts'
import { type Uses, VARIABLES } from '../../../shared/contracts/uses.ts'
import { localTime } from '../../../shared/domain/calendar.ts'
import { functionNames } from '../../build/bundled.ts'
import { cachedBundles } from '../../build/cached-bundles.ts'
import type { Schedule } from '../../schedules.ts'
import { dynamoClient, s3Client } from '../adapters/clients.ts'
import { secretsFrom } from '../adapters/secrets.ts'
import { publish } from '../adapters/surroundings.ts'
import { createClock } from '../clock.ts'
import { openDynamoDb } from '../emulators/dynamodb.ts'
import { openS3 } from '../emulators/s3.ts'
import { openSes } from '../emulators/ses.ts'
import { createLambdaHost } from '../lambda-host.ts'
import { FETCHES_AFTER_MS, leftForPortal, PORTAL_USER } from '../simulation/portal.ts'
import { serveStates } from '../states/endpoint.ts'
import { createRunner, StatesApiError } from '../states/runner.ts'
import { CONNECTOR_ID, serveTransfer } from '../transfer/endpoint.ts'
import { sftpDrop } from '../transfer/sftp-drop.ts'
import { openTransfers } from '../transfer/transfers.ts'
import { openAccess } from './access.ts'
import { CONNECTION, createTable } from './connection.ts'
import { tellDeadLetters } from './dead-letters.ts'
import { openEventBus } from './event-bus.ts'
import { openInbox } from './inbox.ts'
import { MAIL_QUEUES, openMailEvents } from './mail-events.ts'
import { openMeter } from './meter.ts'
import { BUCKETS, loadMachines, NAMES, objectsOn, TABLE } from './resources.ts'
import { openScheduler } from './scheduler.ts'
import { keepSearchKey } from './search-key.ts'
import { type Happening, openTimeline } from './timeline.ts'

export interface CloudOptions {
  readonly dataDir: string
  /** Epoch milliseconds at which a new cloud's clock stands; one that was kept goes on where it was. */
  readonly start: number
  /**
   * For one that was kept: the machine was off until this moment, and what came due meanwhile is done now, as on AWS,
   * never as if it were then (C16). Left out, it was off for no time at all.
   */
  readonly wakesAt?: number | undefined
  /** @param until when the power is back; undefined for at once */
  readonly onCrash: (until?: number) => void
  /** For a line about something that failed three times; nobody reads it in a simulation. */
  readonly onDeadLetter?: (line: string) => void
  /** Whether a portal comes for its files by itself; a simulation has nobody at its sFTP server. */
  readonly portalFetches?: boolean
  readonly between?: Between
}

/**
 * What may stand between the functions and what they call. It is for tests, which break calls off there; by default
 * nothing does.
 */
export interface Between {
  /** The address by which a service is called, given where it listens. */
  readonly endpoint?: (service: 'dynamodb' | 's3' | 'ses' | 'sfn', url: string) => Promise<string>
  /** Makes one call of a function, or of the table by a state machine. */
  readonly call: (name: string, input: unknown, make: () => Promise<unknown>) => Promise<unknown>
  /** What a function may do, instead of what it says itself. */
  readonly uses?: (name: string, uses: Uses) => Uses
}

const NOTHING: Between = { call: (_name, _input, make) => make() }

/** Task calls under way at once. On one machine more would only wait for the same two processors. */
const IN_FLIGHT = 12

/**
 * The embedded cloud: the bundled functions, the state machines and the AWS SDK clients of the real one, against
 * emulators of this machine, on a virtual clock. Everything lies under `dataDir`; a process that is killed goes on
 * where it was.
 */
export async function startCloud({
  dataDir,
  start,
  wakesAt,
  onCrash,
  onDeadLetter = () => {},
  portalFetches = false,
  between = NOTHING,
}: CloudOptions) {
  mkdirSync(dataDir, { recursive: true })
  const token = randomBytes(32).toString('hex')
  // It refuses a folder that another run has, before anything else is touched there.
  const table = await openDynamoDb(dataDir)
  const [buckets, ses, bundles] = await Promise.all([
    openS3(dataDir, Object.values(BUCKETS), token),
    openSes(dataDir, token),
    cachedBundles(),
  ])
  const database = new DatabaseSync(join(dataDir, 'cloud.sqlite'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  const clock = createClock(database, start)
  clock.moveTo(Math.max(wakesAt ?? 0, clock.now()))
  clock.install()

  const runner = createRunner({
    database,
    now: clock.now,
    machines: loadMachines(await functionNames()),
    tasks: { invokeLambda: invokeCounted, putItem },
    maxInFlight: IN_FLIGHT,
  })
  const states = await serveStates(runner, token)
  const secretsFolder = process.env.SECRETS_FOLDER ?? join(dataDir, 'secrets')
  keepSearchKey(secretsFolder)
  const transfers = openTransfers({
    database,
    now: clock.now,
    objects: () => objectsOn(s3),
    drop: sftpDrop(secretsFrom({ SECRETS_FOLDER: secretsFolder })),
    report: (event) => bus.send('record-transfer', event),
  })
  const transfer = await serveTransfer(transfers, token)
  const { endpoint = async (_, url) => url } = between
  publish({ answers: between.endpoint ? {} : { dynamodb: table.answer, s3: buckets.answer } })
  const environment = {
    ...CONNECTION,
    AWS_SESSION_TOKEN: token,
    ...NAMES,
    ...(between.endpoint && { AWS_ENDPOINT_URL_DYNAMODB: await between.endpoint('dynamodb', await table.listen()) }),
    AWS_ENDPOINT_URL_S3: await endpoint('s3', buckets.url),
    AWS_ENDPOINT_URL_SES: await endpoint('ses', ses.url),
    AWS_ENDPOINT_URL_SFN: await endpoint('sfn', states.url),
    AWS_ENDPOINT_URL_TRANSFER: transfer.url,
    [VARIABLES.connector]: CONNECTOR_ID,
    SECRETS_FOLDER: secretsFolder,
    // No certificate on this machine.
    CONSOLE_SECURE: 'no',
    POWERTOOLS_LOG_LEVEL: process.env.POWERTOOLS_LOG_LEVEL ?? 'WARN',
  }
  // The host imports the functions into this process, and the clients made here read the same variables.
  const access = openAccess(between.uses)
  const lambda = createLambdaHost({ outDir: bundles, environment: { cloud: environment }, restrict: access.asFunction })
  const dynamo = dynamoClient()
  const notebook = dynamoNotebook(dynamo, TABLE)
  const s3 = s3Client()
  await createTable(dynamo, TABLE)
  const meter = openMeter(database)

  function invoke(functionName: string, event: unknown): Promise<unknown> {
    return between.call(functionName, event, () =>
      meter.invoked(functionName, event, () => lambda.invoke(functionName, event)),
    )
  }

  async function invokeCounted(functionName: string, event: unknown): Promise<unknown> {
    const result = await invoke(functionName, event)
    if (functionName === 'write-signals') meter.signalsWritten(writtenSchema.parse(result).rows)
    if (functionName === 'deliver-file' && portalFetches) {
      const key = await leftForPortal(objectsOn(s3), event)
      if (key !== null) timeline.add(clock.now() + FETCHES_AFTER_MS, { kind: 'fetch', key })
    }
    return result
  }

  async function putItem(args: unknown): Promise<unknown> {
    return between.call('dynamodb:putItem', args, async () => {
      const put = new PutItemCommand({ ...(args as PutItemCommandInput), ReturnConsumedCapacity: 'TOTAL' })
      const { ConsumedCapacity } = await access.asMachine(() => dynamo.send(put))
      meter.consumed('write', ConsumedCapacity?.CapacityUnits ?? 0)
      return {}
    })
  }

  const bus = openEventBus(database, clock.now, invoke, MAIL_QUEUES)
  const mail = openMailEvents(database, ses, bus)
  const inbox = openInbox(database, s3)
  const timeline = openTimeline(database)
  const scheduler = openScheduler(database, start)

  const startImport = async (key: string, tag: string) => {
    if (key.startsWith(ANSWERS)) return bus.send('read-answers', { key })
    if (key.startsWith(RECEIPTS)) return bus.send('keep-receipt', { key })
    const name = `import-${createHash('sha256').update(`${key} ${tag}`).digest('hex').slice(0, 32)}`
    begin('erp-import', name, { key, confirmed: false })
  }

  /** A name that is taken was started before, by the same moment or the same file. */
  const begin = (machine: string, name: string, input: unknown) => {
    try {
      runner.startExecution({ machine, name, input })
    } catch (error) {
      if (!(error instanceof StatesApiError && error.name === 'ExecutionAlreadyExists')) throw error
    }
  }

  const runSchedule = async ({ name, starts }: Schedule, due: number) => {
    meter.happened('schedules')
    const moment = localTime(new Date(due).toISOString()).slice(0, 16).replace(/\D/g, '')
    if ('machine' in starts) begin(starts.machine, `${name}-${moment}`, {})
    else bus.send(starts.function, {})
  }

  const happen = async (what: Happening) => {
    if (what.kind === 'crash') return onCrash(what.until)
    meter.happened('busEvents')
    if (what.kind === 'fetch') {
      // A file that was taken away meanwhile is not there to be fetched (S2).
      if (!(await objectsOn(s3).exists('signals', what.key))) return
      return bus.send('record-pick-up', pickedUp(what.key, clock.now()))
    }
    if (what.kind === 'fact') return bus.send('record-fact', { id: what.id, detail: what.fact })
    meter.consumed('s3Put', 1)
    await s3.send(
      new PutObjectCommand({
        Bucket: BUCKETS.inbox,
        Key: what.key,
        Body: what.path === null ? '' : readFileSync(what.path),
      }),
    )
    await inbox.check(startImport)
  }

  /** Until nothing is left to do at this moment. */
  const untilQuiet = async () => {
    for (;;) {
      await bus.deliver()
      await tellDeadLetters({ bus, notebook, now: clock.now, say: onDeadLetter })
      await runner.idle()
      await transfers.idle()
      await mail.report()
      const due = Math.min(bus.nextDue() ?? Number.POSITIVE_INFINITY, runner.nextDue() ?? Number.POSITIVE_INFINITY)
      if (due > clock.now() && !runner.busy()) return
      runner.fireDue()
    }
  }
  /** The next moment at which anything happens; infinite when nothing will. */
  const nextDue = () =>
    Math.min(
      ...[runner.nextDue(), bus.nextDue(), timeline.nextDue(), scheduler.nextDue()].map(
        (due) => due ?? Number.POSITIVE_INFINITY,
      ),
    )

  // What SES sent before a crash is known before any broken-off act is looked at again.
  await mail.report()
  await bus.deliver()
  transfers.resume()
  runner.resume()

  return {
    clock,
    dynamo,
    s3,
    runner,
    bus,
    timeline,
    invoke,
    token,
    meter,
    endpoints: { s3: buckets.url, ses: ses.url, states: states.url },
    mailFolder: ses.mailFolder,
    /** For people who watch: mails that left, and signals that were written. */
    lettersSent: () => mail.count(),
    signalsWritten: () => meter.signals(),
    checkInbox: () => inbox.check(startImport),
    nextDue,
    /** Lets everything happen up to and including a moment, in its order, and leaves the clock there. */
    async playUntil(until: number, onMoment: () => void = () => {}): Promise<void> {
      await untilQuiet()
      for (let due = nextDue(); due <= until; due = nextDue()) {
        clock.moveTo(Math.max(due, clock.now()))
        runner.fireDue()
        await timeline.fire(clock.now(), happen)
        await untilQuiet()
        await scheduler.fire(clock.now(), runSchedule)
        await untilQuiet()
        meter.save()
        onMoment()
      }
      clock.moveTo(Math.max(until, clock.now()))
    },
    async stop(): Promise<void> {
      await runner.idle()
      await transfers.idle()
      runner.close()
      await Promise.all([states.close(), transfer.close(), buckets.close(), ses.close(), table.close()])
      database.close()
    },
  }
}

export type Cloud = Awaited<ReturnType<typeof startCloud>>

/** What AWS's rule about its sFTP server makes of a fetched file. */
const pickedUp = (key: string, now: number) => ({
  key: `/${BUCKETS.signals}/${key}`,
  at: new Date(now).toISOString(),
  user: PORTAL_USER,
})

const writtenSchema = z.object({ rows: z.int() })
