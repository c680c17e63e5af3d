import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SFNClient } from '@aws-sdk/client-sfn'
import { dynamoClient } from '../shared/adapters/clients.ts'
import { dynamoNotebook } from '../shared/adapters/dynamo-notebook.ts'
import { type Restarted, restartExecutions } from '../shared/adapters/sfn-executions.ts'
import { sfnWorkflow } from '../shared/adapters/sfn-workflow.ts'
import { command, lineOf, readOptions, say, WrongInput } from './command.ts'

// `npm run restart-executions`: every case goes on under the state machine as it is now. On AWS a minute after a
// deployment (what starts within seconds of it may still follow the definition before), with the credentials and the
// region of the environment; with `--local` on the data folder of an `npm start` that was stopped.

const TEXT = { type: 'string' } as const
const OPTIONS = { 'state-machine-arn': TEXT, table: TEXT, local: { type: 'boolean' }, data: TEXT } as const
const USAGE = `Gebruik: npm run restart-executions -- --state-machine-arn ARN --table NAAM
     of: npm run restart-executions -- --local [--data MAP]
Zonder de eerste twee opties gelden de omgevingsvariabelen ARREARS_CASE_ARN en TABLE_NAME.`

interface Place {
  readonly stateMachineArn: string
  readonly table: string
}

async function main(): Promise<undefined> {
  const { local, data, 'state-machine-arn': arn, table } = readOptions(USAGE, { options: OPTIONS }).values
  if (local === true && (arn ?? table) !== undefined)
    throw new WrongInput('--local gaat niet samen met --state-machine-arn of --table.')
  if (local !== true && data !== undefined) throw new WrongInput('--data hoort bij --local.')
  if (local === true) await restartLocal(resolve(data ?? '.data'))
  else await restart(placeOf(arn, table), dynamoClient())
}

function placeOf(stateMachineArn = process.env.ARREARS_CASE_ARN, table = process.env.TABLE_NAME): Place {
  if (!stateMachineArn || !table) throw new WrongInput(USAGE)
  if (!/^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:stateMachine:[^:]+$/.test(stateMachineArn))
    throw new WrongInput(`--state-machine-arn ${stateMachineArn}: dit is geen ARN van een state machine.`)
  return { stateMachineArn, table }
}

async function restart({ stateMachineArn, table }: Place, dynamo: DynamoDBClient): Promise<void> {
  // Step Functions throttles what is asked of thousands of executions: this client slows down to what it gets.
  const client = new SFNClient({ retryMode: 'adaptive', maxAttempts: 10 })
  const arns = { arrearsCase: stateMachineArn, signalRound: '', erpImport: '' }
  const { startCase } = sfnWorkflow(client, arns, dynamoNotebook(dynamo, table))
  say(conclusion(await restartExecutions(client, stateMachineArn, startCase, report)))
  client.destroy()
}

/** The embedded cloud comes up with the state machines as they are now, and goes down again; its clock stands still. */
async function restartLocal(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, 'cloud.sqlite')))
    throw new WrongInput(`${dataDir}: hier staat geen cloud van npm start.`)
  // Only here: whoever works on AWS needs no emulators.
  const { startCloud } = await import('./local/cloud/cloud.ts')
  const { lockFolder } = await import('./local/emulators/folder-lock.ts')
  const release = takeFolder(() => lockFolder(join(dataDir, 'start')), dataDir)
  const cloud = await startCloud({
    dataDir,
    start: Date.now(),
    onCrash: () => {},
  })
  // The cloud put its names into the environment, as a function on Lambda would find them.
  await restart(placeOf(), cloud.dynamo)
  await cloud.stop()
  release()
}

function takeFolder(take: () => () => void, dataDir: string): () => void {
  try {
    return take()
  } catch {
    throw new WrongInput(`${dataDir} is in gebruik. Stop eerst npm start, en start het daarna weer.`)
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

const told = (error: unknown) =>
  `Afgebroken: ${lineOf(error)}\nWat gestopt is, start de dagelijkse controle weer. Of geef de opdracht opnieuw: dat kan geen kwaad.`

await command(main, { told })
