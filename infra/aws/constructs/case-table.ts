import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import { tableDefinition } from '../../../shared/adapters/table.ts'

/** The one table, as the adapters define it; every point in time of the last 35 days can be restored. */
export class CaseTable extends Construct {
  readonly table: TableV2

  constructor(scope: Construct, id: string, { key }: { readonly key: Key }) {
    super(scope, id)
    const { KeySchema, GlobalSecondaryIndexes } = tableDefinition('cases')
    this.table = new TableV2(this, 'Table', {
      ...keysOf(KeySchema),
      globalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => ({
        indexName: index.IndexName,
        ...keysOf(index.KeySchema),
      })),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
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
