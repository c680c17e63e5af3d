import type { DatabaseSync } from 'node:sqlite'

/*
 * One row in states_frames per thread of control: an execution has one, and one more for each branch or iteration that
 * runs. A frame's row is all there is to know about it, so a crash between two writes loses nothing but work.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS states_secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS states_definitions (hash TEXT PRIMARY KEY, asl TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS states_machines (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL, updated INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS states_executions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, machine TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL,
    status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    started INTEGER NOT NULL, stopped INTEGER, transitions INTEGER NOT NULL DEFAULT 0,
    due INTEGER, armed INTEGER, UNIQUE (machine, name)) STRICT;
  CREATE INDEX IF NOT EXISTS states_executions_listed ON states_executions (machine, status, seq);
  CREATE INDEX IF NOT EXISTS states_executions_due ON states_executions (due, armed) WHERE due IS NOT NULL;
  CREATE TABLE IF NOT EXISTS states_frames (
    id INTEGER PRIMARY KEY AUTOINCREMENT, execution INTEGER NOT NULL, parent INTEGER, slot INTEGER NOT NULL,
    weight INTEGER NOT NULL, item TEXT, origin TEXT, billed INTEGER NOT NULL,
    state TEXT NOT NULL, phase TEXT NOT NULL, version INTEGER NOT NULL, input TEXT NOT NULL, variables TEXT NOT NULL,
    entered INTEGER NOT NULL, retried INTEGER NOT NULL, retries TEXT NOT NULL, transitions INTEGER NOT NULL,
    due INTEGER, armed INTEGER, deadline INTEGER, heartbeat INTEGER, token TEXT, call TEXT, outcome TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS states_frames_execution ON states_frames (execution);
  CREATE INDEX IF NOT EXISTS states_frames_children ON states_frames (parent, phase, slot) WHERE parent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS states_frames_due ON states_frames (due, armed) WHERE due IS NOT NULL;
  CREATE TABLE IF NOT EXISTS states_joins (
    frame INTEGER PRIMARY KEY, open INTEGER NOT NULL, items INTEGER NOT NULL, failed INTEGER NOT NULL,
    tolerated_count INTEGER NOT NULL, tolerated_percentage REAL NOT NULL) STRICT;
`

export function createTables(database: DatabaseSync): void {
  database.exec(TABLES)
}

/**
 * Where a frame stands.
 * `queued` an iteration that has not started · `ready` its state is to be entered · `called` its task is under way ·
 * `token` its task waits for a callback · `waiting` for a Wait's time · `retrying` for a Retry's delay ·
 * `children` for its branches or iterations · `resolved` the outcome is there, its state is to be left ·
 * `done`, `failed` a branch or iteration that ended
 */
export type Phase =
  | 'queued'
  | 'ready'
  | 'called'
  | 'token'
  | 'waiting'
  | 'retrying'
  | 'children'
  | 'resolved'
  | 'done'
  | 'failed'

export type FrameRow = {
  id: number
  /** `seq` of the execution. */
  execution: number
  parent: number | null
  /** The index among its parent's children. */
  slot: number
  /** How many items of a distributed Map this child handles. */
  weight: number
  /** JSON of an inline Map's item: `{ Index, Value }`. */
  item: string | null
  /** JSON of a distributed child's own execution: `{ Id, Name, Input, StartTime }`. */
  origin: string | null
  /** 1 when its transitions count; those of an express child are not billed. */
  billed: number
  state: string
  phase: Phase
  /** Rises with every write, so that what was computed from an older row is dropped. */
  version: number
  input: string
  variables: string
  /** When the state was entered, epoch ms. */
  entered: number
  retried: number
  /** JSON array: how often each retrier of this state was used. */
  retries: string
  transitions: number
  /** The next timer, epoch ms; `armed` gives timers of one instant their order. */
  due: number | null
  armed: number | null
  /** When the task times out, epoch ms. */
  deadline: number | null
  /** Seconds between heartbeats. */
  heartbeat: number | null
  token: string | null
  /** JSON of the call that is under way. */
  call: string | null
  /** JSON: `{ ok }` or `{ error, cause }`. */
  outcome: string | null
}

export type ExecutionRow = {
  seq: number
  machine: string
  name: string
  hash: string
  status: string
  input: string
  output: string | null
  error: string | null
  cause: string | null
  started: number
  stopped: number | null
  transitions: number
}

export type JoinRow = {
  frame: number
  /** Children that have not ended. */
  open: number
  items: number
  /** Items of the children that failed. */
  failed: number
  tolerated_count: number
  tolerated_percentage: number
}
