import type { Block } from './definition.ts'
import { DefinitionError } from './errors.ts'
import type { StatesField } from './expressions.ts'
import { type Catcher, LAMBDA_INVOKE, type Retrier, type StateSource, type StateSourceOf } from './schema.ts'
import { compileTemplate, type Template } from './templates.ts'

/** Null is the end of the block. */
type Flow = { next: string | null }
/** What a state hands on when it ends. */
export type Exit = { output: Template | undefined; assign: Map<string, Template> }

export type TaskState = Flow &
  Exit & {
    type: 'Task'
    kind: 'lambda' | 'put'
    arguments: Template
    timeout: Template | undefined
    retry: Retrier[]
    catch: Catcher[]
  }
export type ChoiceState = {
  type: 'Choice'
  rules: { condition: Template; next: string; field: string }[]
  default: string
}
export type WaitState = Flow & { type: 'Wait'; seconds: number }
export type SucceedState = Exit & { type: 'Succeed'; next: null }
export type FailState = { type: 'Fail'; error: string; cause: string }
export type MapState = Flow &
  Exit & {
    type: 'Map'
    /** Part of the ARN of a child execution. */
    label: string
    processor: Block
    distributed: boolean
    items: Template
    selector: Template | undefined
    maxConcurrency: number
    catch: Catcher[]
  }
export type State = TaskState | ChoiceState | WaitState | SucceedState | FailState | MapState

type LoadBlock = (source: { StartAt: string; States: Record<string, unknown> }) => Block

const BEFORE: readonly StatesField[] = ['input', 'context']
const AFTER: readonly StatesField[] = ['input', 'context', 'result']

/** @throws DefinitionError without the state's name: the caller puts it before */
export function compileState(name: string, source: StateSource, loadBlock: LoadBlock): State {
  switch (source.Type) {
    case 'Task':
      return compileTask(source)
    case 'Choice':
      return { type: 'Choice', rules: source.Choices.map(rule), default: source.Default }
    case 'Wait':
      return { type: 'Wait', seconds: source.Seconds, ...flow(source) }
    case 'Succeed':
      return { type: 'Succeed', next: null, ...exit(source, BEFORE) }
    case 'Fail':
      return { type: 'Fail', error: source.Error, cause: source.Cause }
    case 'Map':
      return compileMap(name, source, loadBlock)
  }
}

function compileTask(source: StateSourceOf<'Task'>): TaskState {
  checkHandling(source.Retry, source.Catch)
  return {
    type: 'Task',
    kind: source.Resource === LAMBDA_INVOKE ? 'lambda' : 'put',
    arguments: compileTemplate(source.Arguments, 'Arguments', BEFORE),
    timeout: optional(source.TimeoutSeconds, 'TimeoutSeconds'),
    retry: source.Retry,
    catch: source.Catch,
    ...flow(source),
    ...exit(source, AFTER),
  }
}

function compileMap(name: string, source: StateSourceOf<'Map'>, loadBlock: LoadBlock): MapState {
  checkHandling([], source.Catch)
  return {
    type: 'Map',
    label: name.replaceAll(/[^A-Za-z0-9_-]/g, '').slice(0, 40),
    processor: loadBlock(source.ItemProcessor),
    distributed: source.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED',
    items: compileTemplate(source.Items, 'Items', BEFORE),
    selector: optional(source.ItemSelector, 'ItemSelector'),
    maxConcurrency: source.MaxConcurrency,
    catch: source.Catch,
    ...flow(source),
    ...exit(source, AFTER),
  }
}

function rule({ Condition, Next }: { Condition: string; Next: string }, index: number) {
  const field = `Choices[${index}]/Condition`
  return { condition: compileTemplate(Condition, field, BEFORE), field, next: Next }
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

function checkHandling(retry: readonly Retrier[], catchers: readonly Catcher[]): void {
  for (const list of [retry, catchers]) {
    const all = list.findIndex((entry) => entry.ErrorEquals.includes('States.ALL'))
    if (all >= 0 && all < list.length - 1) throw new DefinitionError('States.ALL must come last in Retry and in Catch')
  }
  for (const { MaxDelaySeconds, IntervalSeconds } of retry) {
    if (MaxDelaySeconds !== undefined && MaxDelaySeconds <= IntervalSeconds) {
      throw new DefinitionError('Retry: MaxDelaySeconds must be greater than IntervalSeconds')
    }
  }
}
