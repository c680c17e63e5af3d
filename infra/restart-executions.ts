import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SFNClient } from '@aws-sdk/client-sfn'
import { dynamoClient } from '../shared/adapters/clients.ts'
import { dynamoNotebook } from '../shared/adapters/dynamo-notebook.ts'
import { type Restarted, restartExecutions } from '../shared/adapters/sfn-executions.ts'
import { sfnWorkflow } from '../shared/adapters/sfn-workflow.ts'

// `npm run restart-executions`: every case goes on under the state machine as it is now. On AWS a minute after a deployment
// (what starts within seconds of it may still follow the definition before), with the credentials and the region of the
// environment; with `--local` on the data folder of an `npm start` that was stopped.

const TEXT = { type: 'string' } as const
const OPTIONS = { 'state-machine-arn': TEXT, table: TEXT, local: { type: 'boolean' }, data: TEXT } as const
const USAGE = `Gebruik: npm run restart-executions -- --state-machine-arn ARN --table NAAM
     of: npm run restart-executions -- --local [--data MAP]
Zonder de eerste twee opties gelden de omgevingsvariabelen ARREARS_CASE_ARN en TABLE_NAME.`

interface Place {
  readonly stateMachineArn: string
  readonly table: string
}

/** The message is for the person who typed the command. */
class WrongUse extends Error {}

async function main(argv: readonly string[]): Promise<void> {
  const given = readOptions(argv)
  if (given.local === true) await restartLocal(resolve(given.data ?? '.data'))
  else await restart(placeOf(given['state-machine-arn'], given.table))
}

function readOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: false })
    if (values.local === true && (values['state-machine-arn'] ?? values.table) !== undefined)
      throw new WrongUse('--local gaat niet samen met --state-machine-arn of --table.')
    if (values.local !== true && values.data !== undefined) throw new WrongUse('--data hoort bij --local.')
    return values
  } catch (error) {
    throw error instanceof WrongUse ? error : new WrongUse(USAGE)
  }
}

function placeOf(stateMachineArn = process.env.ARREARS_CASE_ARN, table = process.env.TABLE_NAME): Place {
  if (!stateMachineArn || !table) throw new WrongUse(USAGE)
  if (!/^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:stateMachine:[^:]+$/.test(stateMachineArn))
    throw new WrongUse(`--state-machine-arn ${stateMachineArn}: dit is geen ARN van een state machine.`)
  return { stateMachineArn, table }
}

async function restart({ stateMachineArn, table }: Place): Promise<void> {
  // Step Functions throttles what is asked of thousands of executions: this client slows down to what it gets.
  const client = new SFNClient({ retryMode: 'adaptive', maxAttempts: 10 })
  const dynamo = dynamoClient()
  const arns = { arrearsCase: stateMachineArn, signalRound: '', erpImport: '' }
  const { startCase } = sfnWorkflow(client, arns, dynamoNotebook(dynamo, table))
  say(conclusion(await restartExecutions(client, stateMachineArn, startCase, report)))
  client.destroy()
  dynamo.destroy()
}

/** The embedded cloud comes up with the state machines as they are now, and goes down again; its clock stands still. */
async function restartLocal(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, 'cloud.sqlite'))) throw new WrongUse(`${dataDir}: hier staat geen cloud van npm start.`)
  // Only here: whoever works on AWS needs no emulators.
  const { startCloud } = await import('./local/cloud/cloud.ts')
  const { lockFolder } = await import('./local/emulators/folder-lock.ts')
  const release = takeFolder(() => lockFolder(join(dataDir, 'start')), dataDir)
  const cloud = await startCloud({
    dataDir,
    start: Date.now(),
    onCrash: () => {},
    onEmulatorExit: (how) => fail(new Error(how)),
  })
  // The cloud put its names into the environment, as a function on Lambda would find them.
  await restart(placeOf())
  await cloud.stop()
  release()
}

function takeFolder(take: () => () => void, dataDir: string): () => void {
  try {
    return take()
  } catch {
    throw new WrongUse(`${dataDir} is in gebruik. Stop eerst npm start, en start het daarna weer.`)
  }
}

const REPORT_EVERY = 100

function report(restarted: number, found: number): void {
  if (restarted % REPORT_EVERY === 0) say(`${restarted} van ${found}`)
}

function conclusion({ found, restarted, ended, strange }: Restarted): string {
  return [
    `${found} lopende uitvoeringen gevonden: ${restarted} opnieuw gestart, ${ended} waren net klaar.`,
    ...strange.map((name) => `Overgeslagen, want niet voor een dossier gestart: ${name}`),
  ].join('\n')
}

const say = (text: string) => process.stderr.write(`${text}\n`)

function fail(error: unknown): never {
  if (error instanceof WrongUse) say(error.message)
  else {
    say(`Afgebroken: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`)
    say('Wat gestopt is, start de dagelijkse controle weer. Of geef de opdracht opnieuw: dat kan geen kwaad.')
  }
  process.exit(error instanceof WrongUse ? 2 : 1)
}

main(process.argv.slice(2)).catch(fail)
