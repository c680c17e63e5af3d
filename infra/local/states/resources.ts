import { DefinitionError } from './errors.ts'

/** What a Task calls. */
export type Resource = {
  kind: 'lambda' | 'sdk' | 'execution'
  service: string
  action: string
  waitsForToken: boolean
}

/** The AWS services that tasks may call, with the prefix that their errors have in a machine. */
const SERVICES: Record<string, string> = { dynamodb: 'DynamoDb', s3: 'S3', ses: 'Ses', sfn: 'Sfn' }

const PREFIX = 'arn:aws:states:::'
const TOKEN_SUFFIX = '.waitForTaskToken'

/**
 * Reads a Task's `Resource`.
 *
 * @throws DefinitionError for an integration that is not implemented
 */
export function parseResource(arn: string): Resource {
  const waitsForToken = arn.endsWith(TOKEN_SUFFIX)
  const name = waitsForToken ? arn.slice(0, -TOKEN_SUFFIX.length) : arn
  const parts = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split(':') : []
  const [first, second, third] = parts
  if (parts.length === 2 && first === 'lambda' && second === 'invoke') {
    return { kind: 'lambda', service: 'lambda', action: 'invoke', waitsForToken }
  }
  if (parts.length === 2 && first === 'states' && second === 'startExecution' && !waitsForToken) {
    return { kind: 'execution', service: 'states', action: 'startExecution', waitsForToken }
  }
  if (parts.length === 3 && first === 'aws-sdk' && second !== undefined && third !== undefined) {
    if (SERVICES[second] !== undefined && /^[a-z][A-Za-z0-9]*$/.test(third)) {
      return { kind: 'sdk', service: second, action: third, waitsForToken }
    }
  }
  throw new DefinitionError(`Resource ${arn} is not implemented`)
}

/** The name under which a machine sees an error of an `aws-sdk` task, as `DynamoDb.ConditionalCheckFailedException`. */
export function sdkErrorName(service: string, name: string): string {
  const bare = name.replace(/(Exception|Error)$/, '')
  return `${SERVICES[service] ?? service}.${bare}Exception`
}
