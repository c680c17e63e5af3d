import { dynamoClient } from '../shared/adapters/clients.ts'
import { dynamoRegisterStore } from '../shared/adapters/dynamo-register-store.ts'
import { isoDateSchema } from '../shared/contracts/fields.ts'
import { command, readOptions, WrongInput } from './command.ts'

// `npm run show-registers`: what stood in the registers of a stage at the end of a day, as JSON, with the author of
// each entry and since when it stood (R1–R3). With the credentials and the region of the environment.

const USAGE = 'Gebruik: npm run show-registers -- --table NAAM --on JJJJ-MM-DD'
const TEXT = { type: 'string' } as const

async function main(): Promise<undefined> {
  const { table, on } = readOptions(USAGE, { options: { table: TEXT, on: TEXT } }).values
  if (!table || !isoDateSchema.safeParse(on).success || on === undefined) throw new WrongInput(USAGE)
  const dynamo = dynamoClient()
  process.stdout.write(`${JSON.stringify(await dynamoRegisterStore(dynamo, table).asOf(on), null, 2)}\n`)
  dynamo.destroy()
}

await command(main)
