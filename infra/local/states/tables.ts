import type { DatabaseSync } from 'node:sqlite'

/*
 * One row in states_frames per thread of control: an execution has one, and one more for each iteration of a Map that
 * runs. A frame's row is all there is to know about it, so a crash between two writes loses nothing but work.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS states_secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS states_definitions (hash TEXT PRIMARY KEY, asl TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS states_executions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, machine TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL,
    status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    started INTEGER NOT NULL, stopped INTEGER, transitions INTEGER NOT NULL DEFAULT 0,
    UNIQUE (machine, name)) STRICT;
  CREATE INDEX IF NOT EXISTS states_executions_listed ON states_executions (machine, status, seq);
  CREATE TABLE IF NOT EXISTS states_frames (
    id INTEGER PRIMARY KEY AUTOINCREMENT, execution INTEGER NOT NULL, parent INTEGER, slot INTEGER NOT NULL,
    item TEXT, origin TEXT,
    state TEXT NOT NULL, phase TEXT NOT NULL, version INTEGER NOT NULL, input TEXT NOT NULL, variables TEXT NOT NULL,
    entered INTEGER NOT NULL, retried INTEGER NOT NULL, retries TEXT NOT NULL, transitions INTEGER NOT NULL,
    due INTEGER, armed INTEGER, token TEXT, call TEXT, outcome TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS states_frames_execution ON states_frames (execution);
  CREATE INDEX IF NOT EXISTS states_frames_children ON states_frames (parent, phase, slot) WHERE parent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS states_frames_due ON states_frames (due, armed) WHERE due IS NOT NULL;
`

/** What an earlier version of this runner kept for each frame, and nothing reads any more. */
const FORMER_COLUMNS = new Set(['weight', 'billed', 'deadline', 'heartbeat'])

/** Makes the tables, in a database of an earlier version too: its executions go on where they stood. */
export function createTables(database: DatabaseSync): void {
  database.exec(TABLES)
  for (const { name } of database.prepare('PRAGMA table_info(states_frames)').all()) {
    if (FORMER_COLUMNS.has(String(name))) database.exec(`ALTER TABLE states_frames DROP COLUMN ${String(name)}`)
  }
}

/**
 * Where a frame stands.
 * `queued` an iteration that has not started · `ready` its state is to be entered · `called` its task is under way ·
 * `token` its task waits for a callback · `waiting` for a Wait's time · `retrying` for a Retry's delay ·
 * `children` for its iterations · `resolved` the outcome is there, its state is to be left · `done` an iteration that
 * ended
 */
export type Phase = 'queued' | 'ready' | 'called' | 'token' | 'waiting' | 'retrying' | 'children' | 'resolved' | 'done'

export type FrameRow = {
  id: number
  /** `seq` of the execution. */
  execution: number
  parent: number | null
  /** The index among its parent's children. */
  slot: number
  /** JSON of an inline Map's item: `{ Index, Value }`. */
  item: string | null
  /** JSON of a distributed child's own execution: `{ Id, Name, Input, StartTime }`. */
  origin: string | null
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
