import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { closeServer, LOOPBACK, portOf } from '../../infra/local/emulators/listen.ts'
import { dynamoClient } from '../../shared/adapters/clients.ts'
import { tableDefinition } from '../../shared/adapters/table.ts'
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
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0 })
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  const database = databaseAt(`http://${LOOPBACK}:${portOf(server)}`)
  return {
    ...database,
    async stop() {
      await database.stop()
      await closeServer(server)
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
      await client.send(new CreateTableCommand(tableDefinition(table)))
      await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName: table })
      return table
    },
    stop: async () => client.destroy(),
  }
}
