// The part of Amazon States Language, with JSONata, that the state machines of this folder use. Its words are AWS's.

/** What Step Functions evaluates when it comes to the state. */
export type Expression = `{% ${string} %}`
export const jsonata = (expression: string): Expression => `{% ${expression} %}`

/** A name that only the deployment knows, of a table or of a function: it is filled in there. */
export const placeholder = (name: string): string => `\${${name}}`

/** A state machine, or the part of one that a Map runs for each of its items. */
export interface Block<Name extends string = string> {
  readonly StartAt: Name
  readonly States: Readonly<Record<Name, State<Name>>>
}

export interface StateMachine<Name extends string = string> extends Block<Name> {
  readonly Comment: string
  readonly QueryLanguage: 'JSONata'
  readonly TimeoutSeconds?: number
}

/** `Name` is every state that this one may lead to. */
export type State<Name extends string> =
  | TaskState<Name>
  | MapState<Name>
  | ChoiceState<Name>
  | WaitState<Name>
  | SucceedState
  | FailState

interface Described {
  readonly Comment?: string
}

export type Onward<Name extends string> = { readonly Next: Name } | { readonly End: true }

export type TaskState<Name extends string> = Onward<Name> &
  Described & {
    readonly Type: 'Task'
    readonly Resource: string
    readonly Arguments: object
    readonly TimeoutSeconds: number | Expression
    readonly Assign?: Variables
    readonly Output: object | Expression
    readonly Retry: readonly Retrier[]
    readonly Catch?: readonly Catcher<Name>[]
  }

/** By name, for every state that comes later. */
export type Variables = Readonly<Record<string, Expression | number>>

type MapState<Name extends string> = Onward<Name> &
  Described & {
    readonly Type: 'Map'
    readonly Items: Expression
    readonly ItemSelector?: object
    readonly MaxConcurrency: number
    readonly ItemProcessor: Block & { readonly ProcessorConfig: ProcessorConfig }
    readonly Output: object
    readonly Catch: readonly Catcher<Name>[]
  }

/** Distributed, each item has an execution of its own, which sees no variable of its parent. */
type ProcessorConfig =
  | { readonly Mode: 'INLINE' }
  | { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' }

interface ChoiceState<Name extends string> extends Described {
  readonly Type: 'Choice'
  readonly Choices: readonly ChoiceRule<Name>[]
  readonly Default: Name
}

interface ChoiceRule<Name extends string> {
  readonly Condition: Expression
  readonly Next: Name
}

interface WaitState<Name extends string> extends Described {
  readonly Type: 'Wait'
  readonly Seconds: number
  readonly Next: Name
}

interface SucceedState extends Described {
  readonly Type: 'Succeed'
  readonly Output?: object
}

interface FailState extends Described {
  readonly Type: 'Fail'
  readonly Error: string
  readonly Cause: string
}

export interface Catcher<Name extends string> {
  readonly ErrorEquals: readonly string[]
  readonly Next: Name
}

interface Retrier extends Partial<Patience> {
  readonly ErrorEquals: readonly string[]
  readonly JitterStrategy?: 'FULL'
}

/** How often something is tried again, and after which pauses: each so many times as long as the one before it. */
export interface Patience {
  readonly MaxAttempts: number
  readonly IntervalSeconds: number
  readonly BackoffRate: number
  readonly MaxDelaySeconds: number
}

/** A block whose states are those that stand in `States`, wherever else one is named. */
interface Closed<Name extends string> {
  readonly StartAt: NoInfer<Name>
  readonly States: Readonly<Record<Name, State<NoInfer<Name>>>>
}

/** A state machine. It does not compile when a way leads to a state that it does not have. */
export const stateMachine = <Name extends string>(
  machine: Omit<StateMachine, keyof Block | 'QueryLanguage'> & Closed<Name>,
): StateMachine<Name> => ({ QueryLanguage: 'JSONata', ...machine })

/** What a Map does with each item. Its states lead to each other alone, as the compiler sees to. */
export const block = <Name extends string>(states: Closed<Name>): Block<Name> => states

// What makes a state, or a part of one, returns `NoInfer` of the names in it. Else the compiler would take them from
// the machine that it checks, and not from what is written.

/** A way out of a Choice. */
export const when = <Name extends string>(condition: string, Next: Name): ChoiceRule<NoInfer<Name>> => ({
  Condition: jsonata(condition),
  Next,
})

/** The way out of a state in which this error was left after all tries. `States.ALL` is any, and stands last. */
export const onError = <Name extends string>(error: string, Next: Name): Catcher<NoInfer<Name>> => ({
  ErrorEquals: [error],
  Next,
})

/** Tries again at each of these errors. Chance cuts the pauses, so that what failed together comes back apart. */
export const retryOn = (ErrorEquals: readonly string[], patience: Patience): Retrier => ({
  ErrorEquals,
  ...patience,
  JitterStrategy: 'FULL',
})
