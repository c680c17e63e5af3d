import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import { tableDefinition } from '../../../shared/adapters/table.ts'

/** The one table, as the adapters define it; every point in time of the last 35 days can be restored. */
export class CaseTable extends Construct {
  readonly table: Table

  constructor(scope: Construct, id: string, { key }: { readonly key: Key }) {
    super(scope, id)
    const { KeySchema, GlobalSecondaryIndexes } = tableDefinition('cases')
    this.table = new Table(this, 'Table', {
      ...keysOf(KeySchema),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    for (const index of GlobalSecondaryIndexes)
      this.table.addGlobalSecondaryIndex({ indexName: index.IndexName, ...keysOf(index.KeySchema) })
  }
}

type KeySchema = ReturnType<typeof tableDefinition>['KeySchema']

/** @throws Error for a definition without both keys */
function keysOf(schema: KeySchema) {
  const key = (type: 'HASH' | 'RANGE') => {
    const name = schema.find(({ KeyType }) => KeyType === type)?.AttributeName
    if (name === undefined) throw new Error(`the table's definition has no ${type} key`)
    return { name, type: AttributeType.STRING }
  }
  return { partitionKey: key('HASH'), sortKey: key('RANGE') }
}
