import { dynamoCaseLog } from '../../../shared/adapters/dynamo-case-log.ts'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { instantAt, localTime } from '../../../shared/domain/calendar.ts'
import { UnusableAddressTable } from '../../../shared/erp/faults.ts'
import { openCases } from '../../../shared/queries/open-cases.ts'
import { type Cloud, startCloud } from '../cloud/cloud.ts'
import { loadRegisters } from '../cloud/load-registers.ts'
import { TABLE } from '../cloud/resources.ts'
import { readArguments } from './arguments.ts'
import { type CloudMessage, orderSchema } from './messages.ts'
import { readPlan } from './plan.ts'
import { writeResults } from './results.ts'

// The process of the embedded cloud during a simulation. It is killed on purpose; what it knows lies on disk.

const tell = (message: CloudMessage) => process.send?.(message)

async function run(): Promise<void> {
  const { dataDir, argv, takesOver, wakesAt } = orderSchema.parse(JSON.parse(process.argv[2] ?? ''))
  const given = readArguments(argv)
  const cloud = await startCloud({
    dataDir,
    start: Date.parse(instantAt(given.from, '00:00')),
    wakesAt,
    onCrash: (until) => tell({ type: 'crash', until }),
    portalFetches: true,
  })
  if (!takesOver) {
    const { moments, ...registers } = readPlan(given)
    await loadRegisters(cloud, { ...registers, templates: given.templates })
    for (const { due, what } of moments) cloud.timeline.add(due, what)
  }
  const stopReporting = reportProgress(cloud)
  await cloud.playUntil(Date.parse(instantAt(given.until, '23:59')))
  await stopReporting()
  const summary = await writeResults(cloud, given.out)
  await cloud.stop()
  tell({ type: 'done', summary })
  process.disconnect?.()
}

const REPORT_MS = 500
/**
 * Counting the open cases by phase asks for those of each client and reads all of them, some 0.3 ms each: with so long
 * a pause, at least and per case, it takes a few per cent of the time.
 */
const PAUSE_MS = 2_000
const PAUSE_MS_PER_CASE = 10

function reportProgress(cloud: Cloud): () => Promise<void> {
  const log = dynamoCaseLog(cloud.dynamo, TABLE)
  const registers = dynamoRegisterStore(cloud.dynamo, TABLE)
  let phases: Record<string, number> = {}
  let countAfter = 0
  let counting: Promise<void> = Promise.resolve()

  const count = async () => {
    const clients = (await registers.clients()).map(({ id }) => id)
    const open = await openCases(log, clients)
    phases = {}
    for (const { phase } of open) phases[phase] = (phases[phase] ?? 0) + 1
    countAfter = performance.now() + Math.max(PAUSE_MS, open.length * PAUSE_MS_PER_CASE)
  }
  const report = () => {
    if (performance.now() > countAfter) {
      countAfter = Number.POSITIVE_INFINITY
      counting = count()
    }
    const at = localTime(new Date(cloud.clock.now()).toISOString()).slice(0, 16).replace('T', ' ')
    tell({ type: 'progress', at, letters: cloud.lettersSent(), signals: cloud.signalsWritten(), phases })
  }
  report()
  const timer = setInterval(report, REPORT_MS)
  return async () => {
    clearInterval(timer)
    await counting
  }
}

function fail(error: unknown): void {
  const wrongInput = error instanceof UnusableAddressTable
  const reason = wrongInput ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  tell({ type: 'failed', reason, wrongInput })
  process.exit(1)
}

process.on('disconnect', () => process.exit())
run().catch(fail)
