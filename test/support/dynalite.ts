import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable } from '../../infra/local/cloud/connection.ts'
import { openDynamoDb } from '../../infra/local/emulators/dynamodb.ts'
import { dynamoClient } from '../../shared/adapters/clients.ts'
import { localCloud } from './local-cloud.ts'

/** A running DynamoDB emulator, reached by the client that the program itself uses. */
export interface Database {
  readonly client: DynamoDBClient
  /** Makes an empty table, and answers its name. */
  newTable(): Promise<string>
  stop(): Promise<void>
}

/** The emulator at DYNAMODB_ENDPOINT where that is set; otherwise dynalite, in this process, until it is stopped. */
export function startDatabase(): Promise<Database> {
  const endpoint = process.env.DYNAMODB_ENDPOINT
  return endpoint === undefined ? startDynalite() : Promise.resolve(databaseAt(endpoint))
}

async function startDynalite(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'dynalite-'))
  const dynamodb = await openDynamoDb(folder)
  const database = databaseAt(await dynamodb.listen())
  return {
    ...database,
    async stop() {
      await database.stop()
      await dynamodb.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function databaseAt(endpoint: string): Database {
  localCloud({ dynamodb: endpoint })
  const client = dynamoClient()
  return {
    client,
    async newTable() {
      const table = `test-${randomUUID()}`
      await createTable(client, table)
      return table
    },
    stop: async () => client.destroy(),
  }
}
