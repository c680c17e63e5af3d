import {
  CreateTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { tableDefinition } from '../../../shared/adapters/table.ts'
import { TABLE } from './resources.ts'

/** What the SDK's clients need beside the addresses of the emulators. */
export const CONNECTION = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  // The S3 emulator does not read checksums that trail a stream.
  AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
  AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED',
}

/** Makes the table where the data folder has none yet. */
export async function createTable(dynamo: DynamoDBClient): Promise<void> {
  try {
    await dynamo.send(new CreateTableCommand(tableDefinition(TABLE)))
    // It takes the emulator a moment, in seconds.
    const patience = { maxWaitTime: 20, minDelay: 0.01, maxDelay: 0.1 }
    await waitUntilTableExists({ client: dynamo, ...patience }, { TableName: TABLE })
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
}
