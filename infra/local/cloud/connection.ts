import {
  CreateTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { tableDefinition } from '../../../shared/adapters/table.ts'

/** What the SDK's clients need beside the addresses of the emulators. */
export const CONNECTION = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  // The S3 emulator does not read checksums that trail a stream.
  AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
  AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED',
}

/** Makes a table where there is none of that name yet. */
export async function createTable(dynamo: DynamoDBClient, table: string): Promise<void> {
  try {
    await dynamo.send(new CreateTableCommand(tableDefinition(table)))
    // It takes the emulator a moment, in seconds.
    const patience = { maxWaitTime: 20, minDelay: 0.01, maxDelay: 0.1 }
    await waitUntilTableExists({ client: dynamo, ...patience }, { TableName: table })
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
}
