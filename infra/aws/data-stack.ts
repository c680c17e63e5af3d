import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Buckets } from './constructs/buckets.ts'
import { CaseTable } from './constructs/case-table.ts'

/** What must never be lost: the history of the cases, and the files. */
export class DataStack extends Stack {
  readonly table: CaseTable['table']
  readonly buckets: Buckets['buckets']

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: true })
    this.table = new CaseTable(this, 'Cases').table
    this.buckets = new Buckets(this, 'Buckets').buckets
  }
}
