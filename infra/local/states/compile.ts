import type { Block } from './definition.ts'
import { DefinitionError } from './errors.ts'
import type { StatesField } from './expressions.ts'
import { isObject } from './json.ts'
import { parseResource, type Resource } from './resources.ts'
import type { CatcherSource, Retrier, StateSource, StateSourceOf } from './schema.ts'
import { compileTemplate, type Template } from './templates.ts'

/** What a state hands on when it ends. */
export type Exit = { output: Template | undefined; assign: Map<string, Template> }
/** Null is the end of the block. */
type Flow = { next: string | null }

export type Catcher = Exit & { errors: string[]; next: string }
export type Handling = { retry: Retrier[]; catch: Catcher[] }

export type PassState = Flow & Exit & { type: 'Pass'; name: string }
export type TaskState = Flow &
  Exit &
  Handling & {
    type: 'Task'
    name: string
    resource: Resource
    arguments: Template
    timeout: Template | undefined
    heartbeat: Template | undefined
  }
export type Rule = Exit & { condition: Template; next: string; field: string }
export type ChoiceState = Exit & { type: 'Choice'; name: string; rules: Rule[]; default: string | undefined }
export type WaitState = Flow &
  Exit & { type: 'Wait'; name: string; seconds: Template | undefined; timestamp: Template | undefined }
export type SucceedState = Exit & { type: 'Succeed'; name: string; next: null }
export type FailState = { type: 'Fail'; name: string; error: Template | undefined; cause: Template | undefined }
export type ParallelState = Flow &
  Exit &
  Handling & { type: 'Parallel'; name: string; branches: Block[]; arguments: Template | undefined }
export type MapState = Flow &
  Exit &
  Handling & {
    type: 'Map'
    name: string
    processor: Block
    distributed: 'STANDARD' | 'EXPRESS' | undefined
    label: string
    items: Template | undefined
    selector: Template | undefined
    reader: { format: 'JSON' | 'JSONL'; arguments: Template; maxItems: Template | undefined } | undefined
    batcher: { size: Template; input: Template | undefined } | undefined
    maxConcurrency: Template
    toleratedPercentage: Template | undefined
    toleratedCount: Template | undefined
  }
export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState

type LoadBlock = (source: { StartAt: string; States: Record<string, unknown> }) => Block

const BEFORE: readonly StatesField[] = ['input', 'context']
const AFTER: readonly StatesField[] = ['input', 'context', 'result']
const CAUGHT: readonly StatesField[] = ['input', 'context', 'errorOutput']

/** @throws DefinitionError without the state's name: the caller puts it before */
export function compileState(name: string, source: StateSource, loadBlock: LoadBlock): State {
  switch (source.Type) {
    case 'Pass':
      return { type: 'Pass', name, ...flow(source), ...exit(source, BEFORE) }
    case 'Task':
      return compileTask(name, source)
    case 'Choice':
      return {
        type: 'Choice',
        name,
        rules: source.Choices.map((rule, index) => {
          const field = `Choices[${index}]/Condition`
          const condition = compileTemplate(rule.Condition, field, BEFORE)
          return { condition, field, next: rule.Next, ...exit(rule, BEFORE) }
        }),
        default: source.Default,
        ...exit(source, BEFORE),
      }
    case 'Wait':
      return compileWait(name, source)
    case 'Succeed':
      return { type: 'Succeed', name, next: null, ...exit(source, BEFORE) }
    case 'Fail':
      return {
        type: 'Fail',
        name,
        error: optional(source.Error, 'Error'),
        cause: optional(source.Cause, 'Cause'),
      }
    case 'Parallel':
      return {
        type: 'Parallel',
        name,
        branches: source.Branches.map(loadBlock),
        arguments: optional(source.Arguments, 'Arguments'),
        ...flow(source),
        ...handling(source),
        ...exit(source, AFTER),
      }
    case 'Map':
      return compileMap(name, source, loadBlock)
  }
}

function optional(value: unknown, field: string): Template | undefined {
  return value === undefined ? undefined : compileTemplate(value, field, BEFORE)
}

function flow(source: { Next?: string | undefined; End?: true | undefined }): Flow {
  if ((source.Next === undefined) === (source.End === undefined)) {
    throw new DefinitionError('needs either Next or End')
  }
  return { next: source.Next ?? null }
}

function exit(
  source: { Output?: unknown; Assign?: Record<string, unknown> | undefined },
  visible: readonly StatesField[],
): Exit {
  const assign = new Map<string, Template>()
  for (const [variable, value] of Object.entries(source.Assign ?? {})) {
    if (variable === 'states' || !/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u.test(variable)) {
      throw new DefinitionError(`Assign: ${JSON.stringify(variable)} cannot be the name of a variable`)
    }
    assign.set(variable, compileTemplate(value, `Assign/${variable}`, visible))
  }
  return { output: source.Output === undefined ? undefined : compileTemplate(source.Output, 'Output', visible), assign }
}

function handling(source: { Retry: Retrier[]; Catch: CatcherSource[] }): Handling {
  for (const list of [source.Retry, source.Catch]) {
    const all = list.findIndex((entry) => entry.ErrorEquals.includes('States.ALL'))
    if (all >= 0 && all < list.length - 1) throw new DefinitionError('States.ALL must come last in Retry and in Catch')
  }
  for (const retrier of source.Retry) {
    if (retrier.MaxDelaySeconds !== undefined && retrier.MaxDelaySeconds <= retrier.IntervalSeconds) {
      throw new DefinitionError('Retry: MaxDelaySeconds must be greater than IntervalSeconds')
    }
  }
  const catchers = source.Catch.map((catcher) => {
    return { errors: catcher.ErrorEquals, next: catcher.Next, ...exit(catcher, CAUGHT) }
  })
  return { retry: source.Retry, catch: catchers }
}

function compileTask(name: string, source: StateSourceOf<'Task'>): TaskState {
  const resource = parseResource(source.Resource)
  checkArguments(resource, source.Arguments)
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = source
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    throw new DefinitionError('HeartbeatSeconds must be smaller than TimeoutSeconds')
  }
  return {
    type: 'Task',
    name,
    resource,
    arguments: compileTemplate(source.Arguments ?? {}, 'Arguments', BEFORE),
    timeout: optional(timeout, 'TimeoutSeconds'),
    heartbeat: optional(heartbeat, 'HeartbeatSeconds'),
    ...flow(source),
    ...handling(source),
    ...exit(source, AFTER),
  }
}

/** The arguments that the integrations with a fixed set know; what an SDK call takes is for the service to check. */
const KNOWN_ARGUMENTS = {
  lambda: ['FunctionName', 'Payload'],
  execution: ['StateMachineArn', 'Name', 'Input'],
  sdk: undefined,
}

function checkArguments(resource: Resource, value: unknown): void {
  const known = KNOWN_ARGUMENTS[resource.kind]
  if (typeof value === 'string' || known === undefined) return
  const given = isObject(value) ? Object.keys(value) : []
  const unknown = given.filter((key) => !known.includes(key))
  if (unknown.length > 0) throw new DefinitionError(`Arguments: ${unknown.join(', ')} is not implemented`)
  const needed = known[0] ?? ''
  if (!given.includes(needed)) throw new DefinitionError(`Arguments: ${needed} is missing`)
}

function compileWait(name: string, source: StateSourceOf<'Wait'>): WaitState {
  if ((source.Seconds === undefined) === (source.Timestamp === undefined)) {
    throw new DefinitionError('needs either Seconds or Timestamp')
  }
  return {
    type: 'Wait',
    name,
    seconds: optional(source.Seconds, 'Seconds'),
    timestamp: optional(source.Timestamp, 'Timestamp'),
    ...flow(source),
    ...exit(source, BEFORE),
  }
}

function compileMap(name: string, source: StateSourceOf<'Map'>, loadBlock: LoadBlock): MapState {
  const config = source.ItemProcessor.ProcessorConfig
  const distributed = config.Mode === 'DISTRIBUTED' ? config.ExecutionType : undefined
  if (distributed === undefined) {
    const only = ['ItemReader', 'ItemBatcher', 'ToleratedFailureCount', 'ToleratedFailurePercentage', 'Label'] as const
    const wrong = only.filter((field) => source[field] !== undefined)
    if (wrong.length > 0) throw new DefinitionError(`${wrong.join(', ')} belongs to a distributed Map`)
  }
  if (source.Items !== undefined && source.ItemReader !== undefined) {
    throw new DefinitionError('has both Items and ItemReader')
  }
  const { ItemReader: reader, ItemBatcher: batcher } = source
  return {
    type: 'Map',
    name,
    processor: loadBlock(source.ItemProcessor),
    distributed,
    label: source.Label ?? name.replaceAll(/[^A-Za-z0-9_-]/g, '').slice(0, 40),
    items: optional(source.Items, 'Items'),
    selector: optional(source.ItemSelector, 'ItemSelector'),
    reader: reader && {
      format: reader.ReaderConfig.InputType,
      arguments: compileTemplate(reader.Arguments, 'ItemReader/Arguments', BEFORE),
      maxItems: optional(reader.ReaderConfig.MaxItems, 'ItemReader/ReaderConfig/MaxItems'),
    },
    batcher: batcher && {
      size: compileTemplate(batcher.MaxItemsPerBatch, 'ItemBatcher/MaxItemsPerBatch', BEFORE),
      input: optional(batcher.BatchInput, 'ItemBatcher/BatchInput'),
    },
    maxConcurrency: compileTemplate(source.MaxConcurrency, 'MaxConcurrency', BEFORE),
    toleratedPercentage: optional(source.ToleratedFailurePercentage, 'ToleratedFailurePercentage'),
    toleratedCount: optional(source.ToleratedFailureCount, 'ToleratedFailureCount'),
    ...flow(source),
    ...handling(source),
    ...exit(source, AFTER),
  }
}
