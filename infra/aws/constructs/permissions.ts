import { ArnFormat, Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import * as rights from '../../rights.ts'
import type { CaseFunctionsProps } from './case-functions.ts'

type Resources = Pick<
  CaseFunctionsProps,
  'stage' | 'prefix' | 'keys' | 'table' | 'searchKey' | 'buckets' | 'machineArn' | 'configurationSet' | 'push'
>

/** A statement as CDK writes it. */
export const policy = ({ actions, resources, conditions }: rights.Statement): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) })

/** The ARNs of a deployment. */
export function arnsOf(scope: Construct, resources: Resources): rights.Arns {
  const { stage, prefix, keys, table, searchKey, buckets, machineArn, configurationSet, push } = resources
  const arn = (service: string, resource: string, resourceName: string, arnFormat: ArnFormat) =>
    Stack.of(scope).formatArn({ service, resource, resourceName, arnFormat })
  return {
    region: Stack.of(scope).region,
    table: table.tableArn,
    bucket: (bucket) => buckets[bucket].bucketArn,
    machine: machineArn,
    keys: { cases: keys.cases.keyArn, files: keys.files.keyArn },
    sender: [
      arn('ses', 'identity', stage.sender.domain, ArnFormat.SLASH_RESOURCE_NAME),
      arn('ses', 'configuration-set', configurationSet, ArnFormat.SLASH_RESOURCE_NAME),
    ],
    // Logins at portals, put into Secrets Manager by hand; six random characters follow each name in an ARN.
    secrets: arn('secretsmanager', 'secret', `${secretsPrefixOf(prefix)}*`, ArnFormat.COLON_RESOURCE_NAME),
    searchKey: searchKey.secretArn,
    connector: push && arn('transfer', 'connector', push.connectorId, ArnFormat.SLASH_RESOURCE_NAME),
  }
}

/** Before the name of every secret: those of this deployment, and of no other. */
export const secretsPrefixOf = (prefix: string): string => `${prefix}/`

/** Actions on the items of some partitions of the table; `*` stands for any ending. */
export const onPartitions = (table: string, actions: readonly string[], partitions: readonly string[]) =>
  policy(rights.onPartitions(table, actions, partitions))

/** What DynamoDB does with its key in the name of whoever reads and writes. */
export const throughTable = (scope: Construct, key: Key): PolicyStatement =>
  policy(rights.throughTable(key.keyArn, Stack.of(scope).region))

/** The use of a key by a service of AWS that works for the role, and never by the role itself. */
export const through = (scope: Construct, key: Key, service: string, actions: readonly string[]): PolicyStatement =>
  policy(rights.through(key.keyArn, service, Stack.of(scope).region, actions))

export { executionsOf } from '../../rights.ts'
