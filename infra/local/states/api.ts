import type { DatabaseSync } from 'node:sqlite'

/** What the States Language calls an execution's status. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED'

export type Execution = {
  /** The execution's ARN. */
  id: string
  machine: string
  name: string
  status: ExecutionStatus
  input: unknown
  /** Present when `status` is SUCCEEDED. */
  output?: unknown
  error?: string
  cause?: string
  /** Epoch milliseconds, on the runner's clock. */
  startedAt: number
  stoppedAt?: number
  /** State transitions so far, counted as AWS bills them: every state entered, and every retry. */
  transitions: number
}

export type ExecutionSummary = Pick<Execution, 'id' | 'machine' | 'name' | 'status' | 'startedAt' | 'stoppedAt'>

/** The outside world of the machines. Both calls may be repeated with the same arguments after a crash. */
export type Tasks = {
  /**
   * Answers the `Payload` that the function returned. Rejects with an Error whose `name` is the `errorType` that the
   * machine sees; the message becomes the `errorMessage` in the cause.
   *
   * @param functionName the `FunctionName` of the task as it stands in the machine: a name or an ARN
   */
  invokeLambda(functionName: string, payload: unknown): Promise<unknown>
  /**
   * Puts an item into a DynamoDB table; `args` are the task's `Arguments`. Rejects with the SDK's error: its `name`
   * becomes `DynamoDb.<Name>Exception` for the machine.
   */
  putItem(args: unknown): Promise<unknown>
}

export type RunnerOptions = {
  /** Opened by the caller (WAL, synchronous NORMAL or OFF). The runner owns the tables that start with `states_`. */
  database: DatabaseSync
  /** The virtual clock, in epoch milliseconds. The runner reads no other clock. */
  now: () => number
  /** State machines by name, as parsed ASL without placeholders (see `substitute`). */
  machines: Record<string, unknown>
  tasks: Tasks
  /** In [0, 1): for retry jitter. */
  random?: () => number
  /** The most task calls under way at once; the rest waits its turn. Default 32. */
  maxInFlight?: number
}

export type Totals = {
  /** State transitions of all executions, running and ended. */
  transitions: number
  executionsByStatus: Record<ExecutionStatus, number>
}

export type Runner = {
  /**
   * Starts an execution. With the name and input of a running one it answers that one; any other use of a taken name is
   * refused, also after its end.
   *
   * @throws StatesApiError StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidName, InvalidExecutionInput
   */
  startExecution(request: { machine: string; name?: string; input?: unknown }): { id: string; startedAt: number }
  /** @throws StatesApiError ExecutionDoesNotExist, InvalidArn */
  describeExecution(id: string): Execution
  /** Newest first. `before` is the last id of the page before. */
  listExecutions(request: {
    machine: string
    status?: ExecutionStatus
    limit?: number
    before?: string
  }): ExecutionSummary[]
  /** Ends a running execution as ABORTED, an ended one stays as it is. Answers when it ended, in epoch ms. */
  stopExecution(id: string, error?: string, cause?: string): { stoppedAt: number }

  /**
   * Ends the task that waits for this token with success.
   *
   * @param output JSON text
   * @throws StatesApiError TaskTimedOut (late or doubled), TaskDoesNotExist, InvalidToken, InvalidOutput
   */
  sendTaskSuccess(token: string, output: string): void
  /**
   * Ends the task that waits for this token with a failure. An error or a cause that is not given is null, as on AWS.
   *
   * @throws StatesApiError TaskTimedOut, TaskDoesNotExist, InvalidToken
   */
  sendTaskFailure(token: string, error?: string, cause?: string): void

  /** When the earliest timer is due, in epoch milliseconds; null when no timer is set. */
  nextDue(): number | null
  /** Fires each timer with due <= now(), in order of due, then of creation. Their states run on until idle. */
  fireDue(): void
  /**
   * Resolves when nothing is in flight: no evaluation, no task call, no state that could run. Rejects when the runner
   * itself failed (a full disk, a closed database): the executions then stand where they were last written.
   */
  idle(): Promise<void>
  busy(): boolean

  /** Takes up what a former process left. Call it once, after construction. */
  resume(): void
  /** Writes nothing and calls nothing from here on. The database stays open; a new runner may take over. */
  close(): void

  totals(): Totals
  /** State transitions, as Step Functions charges them, by machine. */
  transitionsByMachine(): Record<string, number>
  /** New executions follow this definition; running ones keep the one that they started with. */
  updateMachine(name: string, asl: unknown): void
  machineNames(): string[]
  /** @throws StatesApiError StateMachineDoesNotExist */
  describeMachine(name: string): { definition: string }
}
