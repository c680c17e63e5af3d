import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Buckets } from './constructs/buckets.ts'
import { CaseTable } from './constructs/case-table.ts'
import { Colleagues } from './constructs/colleagues.ts'
import { Keys } from './constructs/keys.ts'
import { SearchKey } from './constructs/search-key.ts'

interface DataProps extends StackProps {
  readonly prefix: string
}

/** What must never be lost: the keys, the history of the cases, the files, and who may sign in. */
export class DataStack extends Stack {
  readonly keys: Keys
  readonly table: CaseTable['table']
  readonly buckets: Buckets['buckets']
  readonly searchKey: SearchKey['secret']
  readonly colleagues: Colleagues

  constructor(scope: Construct, id: string, { prefix, ...props }: DataProps) {
    super(scope, id, { ...props, terminationProtection: true })
    this.keys = new Keys(this, 'Keys')
    this.table = new CaseTable(this, 'Cases', { key: this.keys.cases }).table
    this.buckets = new Buckets(this, 'Buckets', { prefix, key: this.keys.files }).buckets
    this.searchKey = new SearchKey(this, 'SearchKey', { prefix }).secret
    this.colleagues = new Colleagues(this, 'Colleagues', { prefix })

    // The commands of the README find them here.
    new CfnOutput(this, 'Table', { value: this.table.tableName })
    for (const [name, { bucketName }] of Object.entries(this.buckets))
      new CfnOutput(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}Bucket`, { value: bucketName })
  }
}
