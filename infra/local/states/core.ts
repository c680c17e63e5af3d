import type { Machine } from './definition.ts'
import type { Failure } from './errors.ts'
import type { Scope } from './expressions.ts'
import type { Json } from './json.ts'
import type { Store } from './store.ts'
import type { ExecutionRow, FrameRow } from './tables.ts'
import type { Tokens } from './tokens.ts'

/** What all parts of the runner share. */
export type Core = {
  store: Store
  tokens: Tokens
  now: () => number
  random: () => number
  /** The definition that new executions of a machine follow. */
  current(name: string): Machine
  /** The definition that a running execution follows. */
  machine(name: string, hash: string): Machine
  /** Lets a frame run on, after the present transaction. */
  wake: (frame: number) => void
  /** Lets a frame's call be made, after the present transaction. */
  dispatch: (frame: number) => void
}

/** One look at one state of one frame. */
export type Visit = {
  core: Core
  machine: Machine
  execution: ExecutionRow
  frame: FrameRow
  input: Json
  scope: Scope
}

/** A call to the outside, as it is kept until its answer is there. */
export type Call = { kind: 'lambda'; functionName: string; payload: Json } | { kind: 'put'; arguments: Json }

/** An iteration of a Map that is to run. */
export type Child = {
  startAt: string
  input: string
  item: string | null
  origin: string | null
}

/** What happens to a frame next. Payloads are JSON text of a checked size. */
export type Move =
  | { kind: 'next'; next: string | null; output: string; variables: string }
  | { kind: 'fail'; failure: Failure }
  | { kind: 'retry'; due: number; retries: number[] }
  | { kind: 'wait'; due: number }
  | { kind: 'call'; call: Call; token: string | null; due: number | null }
  /** `limit` children run at once. */
  | { kind: 'spawn'; children: Child[]; limit: number }

/** How a task, or a set of children, ended. */
export type Outcome = { ok: Json } | Failure

export function isFailure(outcome: Outcome): outcome is Failure {
  return 'error' in outcome
}
