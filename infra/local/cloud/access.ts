import { AsyncLocalStorage } from 'node:async_hooks'
import { SEARCH_KEY, type Uses } from '../../../shared/contracts/uses.ts'
import { type Arns, onPartitions, type Statement, statementsOf } from '../../rights.ts'
import { publish, type Service } from '../adapters/surroundings.ts'
import { stateMachineArn } from '../states/arns.ts'
import { CONNECTOR_ID } from '../transfer/endpoint.ts'
import { type Request, requestsOf } from './requests.ts'
import { BUCKETS, TABLE } from './resources.ts'

/** Things of this cloud by their plain names, as `requests.ts` names them too. Nothing is encrypted here. */
const ARNS: Arns = {
  region: 'local',
  table: TABLE,
  bucket: (bucket) => BUCKETS[bucket],
  machine: stateMachineArn,
  keys: null,
  sender: ['sender'],
  secrets: 'secret/*',
  searchKey: `secret/${SEARCH_KEY}`,
  connector: `connector/${CONNECTOR_ID}`,
}

/** The one thing that a state machine does to the table itself. */
const MACHINE = [onPartitions(TABLE, ['dynamodb:PutItem'], ['CASE#*'])]

interface Caller {
  readonly name: string
  readonly may: readonly Statement[]
}

/**
 * Holds every function to what its `uses` say, as IAM does on AWS: from the same statements. Whatever is called outside
 * a function is this cloud's own business, and free.
 *
 * @param usesOf what a function may do instead of what it says itself; for tests
 */
export function openAccess(usesOf: (name: string, uses: Uses) => Uses = (_, uses) => uses) {
  const caller = new AsyncLocalStorage<Caller>()
  const callers = new Map<string, Caller>()
  const told = new Set<string>()

  function refuse(by: Caller, service: Service, { action, resource }: Request): never {
    const what = `${by.name} may not do ${action} on ${resource.replace(/\/.*/, '')}`
    if (!told.has(what)) process.stderr.write(`${JSON.stringify({ level: 'ERROR', message: 'ACCESS_DENIED', what })}\n`)
    told.add(what)
    throw Object.assign(new Error(what), { name: NAMES[service] })
  }

  publish({
    check(service, command, input) {
      const by = caller.getStore()
      if (!by) return
      for (const request of requestsOf(service, command, input))
        if (!by.may.some((statement) => allows(statement, request))) refuse(by, service, request)
    },
  })

  return {
    asFunction<T>(name: string, uses: Uses, call: () => Promise<T>): Promise<T> {
      const known = callers.get(name) ?? { name, may: statementsOf(usesOf(name, uses), ARNS) }
      callers.set(name, known)
      return caller.run(known, call)
    },
    asMachine: <T>(call: () => Promise<T>): Promise<T> => caller.run({ name: 'a state machine', may: MACHINE }, call),
  }
}

/** As each service names the error. */
const NAMES: Readonly<Record<Service, string>> = {
  dynamodb: 'AccessDeniedException',
  s3: 'AccessDenied',
  ses: 'AccessDenied',
  states: 'AccessDeniedException',
  secretsmanager: 'AccessDeniedException',
  transfer: 'AccessDeniedException',
}

/**
 * Whether a statement of IAM allows a request; the token of a wait names no machine. Of its conditions, those on
 * partitions are the only ones that count here.
 */
export function allows({ actions, resources, conditions }: Statement, request: Request): boolean {
  const patterns = conditions?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']
  return (
    actions.includes(request.action) &&
    resources.some((resource) => request.resource === '*' || isLike(resource, request.resource)) &&
    (patterns === undefined || request.partitions.every((key) => [patterns].flat().some((each) => isLike(each, key))))
  )
}

/** `*` stands for any ending; the statements have it nowhere else. */
const isLike = (pattern: string, text: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern
