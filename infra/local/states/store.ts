import { randomBytes } from 'node:crypto'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { createTables, type ExecutionRow, type FrameRow } from './tables.ts'

export type Store = ReturnType<typeof openStore>
export type NewFrame = Omit<FrameRow, 'id' | 'version'>
export type NewExecution = Pick<ExecutionRow, 'machine' | 'name' | 'hash' | 'input' | 'started'>
export type Ending = Pick<ExecutionRow, 'status' | 'output' | 'error' | 'cause' | 'stopped'>

/** What never changes about a frame. */
const FIXED_COLUMNS = ['execution', 'parent', 'slot', 'item', 'origin'] as const
/** What a transition changes. */
const MUTABLE_COLUMNS = [
  ...(['state', 'phase', 'input', 'variables', 'entered', 'retried', 'retries', 'transitions'] as const),
  ...(['due', 'armed', 'token', 'call', 'outcome'] as const),
]
const FRAME_COLUMNS = [...FIXED_COLUMNS, ...MUTABLE_COLUMNS]

/** The statements over the tables. Rows go in and out as they are; what they mean is for the callers. */
export function openStore(database: DatabaseSync) {
  createTables(database)
  const sql = (text: string) => database.prepare(text)
  const begin = sql('BEGIN IMMEDIATE')
  const commit = sql('COMMIT')
  const insertFrame = sql(`INSERT INTO states_frames (version, ${FRAME_COLUMNS.join(', ')})
    VALUES (1, ${FRAME_COLUMNS.map((column) => `$${column}`).join(', ')})`)
  const updateFrame = sql(`UPDATE states_frames SET version = version + 1,
    ${MUTABLE_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ? AND version = ?`)
  const selectFrame = sql('SELECT * FROM states_frames WHERE id = ?')
  const selectQueued = sql(`SELECT * FROM states_frames WHERE parent = ? AND phase = 'queued' ORDER BY slot LIMIT 1`)
  const selectOpen = sql(`SELECT id FROM states_frames WHERE parent = ? AND phase <> 'done' LIMIT 1`)
  const selectEnded = sql('SELECT outcome FROM states_frames WHERE parent = ? ORDER BY slot')
  const selectAll = sql(
    `SELECT id, phase FROM states_frames WHERE phase IN ('ready', 'resolved', 'called') ORDER BY id`,
  )
  const sumBelow = sql('SELECT coalesce(sum(transitions), 0) AS sum FROM states_frames WHERE parent = ?')
  const dropBelow = sql('DELETE FROM states_frames WHERE parent = ?')
  const insertExecution = sql(`INSERT INTO states_executions (machine, name, hash, status, input, started)
    VALUES ($machine, $name, $hash, 'RUNNING', $input, $started)`)
  const selectExecution = sql('SELECT * FROM states_executions WHERE seq = ?')
  const selectNamed = sql('SELECT * FROM states_executions WHERE machine = ? AND name = ?')
  const endExecution = sql(`UPDATE states_executions SET status = $status, output = $output, error = $error,
    cause = $cause, stopped = $stopped, transitions = transitions +
    (SELECT coalesce(sum(transitions), 0) FROM states_frames WHERE execution = $seq) WHERE seq = $seq`)
  const dropFramesOf = sql('DELETE FROM states_frames WHERE execution = ?')
  const sumOf = sql('SELECT coalesce(sum(transitions), 0) AS sum FROM states_frames WHERE execution = ?')
  const nextDue = sql('SELECT min(due) AS due FROM states_frames WHERE due IS NOT NULL')
  const selectDue = sql('SELECT id, armed FROM states_frames WHERE due <= ? ORDER BY due, armed')
  const lastArmed = sql('SELECT coalesce(max(armed), 0) AS armed FROM states_frames')

  let armed = numberIn(lastArmed.get(), 'armed')

  return {
    /** Runs `work` as one transaction, or inside the one that is open. */
    transaction<T>(work: () => T): T {
      if (database.isTransaction) return work()
      begin.run()
      try {
        const result = work()
        commit.run()
        return result
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    /** The next number in the order in which timers were set. */
    arm: () => {
      armed += 1
      return armed
    },
    insertFrame(frame: NewFrame): FrameRow {
      const id = Number(insertFrame.run(named(frame)).lastInsertRowid)
      return { ...frame, id, version: 1 }
    },
    /** Answers the row as it is now; undefined when somebody else wrote it (or dropped it) first. */
    saveFrame(frame: FrameRow, changes: Partial<FrameRow>): FrameRow | undefined {
      const changed = { ...frame, ...changes }
      const values = MUTABLE_COLUMNS.map((column) => changed[column])
      if (updateFrame.run(...values, frame.id, frame.version).changes !== 1) return undefined
      return { ...changed, version: frame.version + 1 }
    },
    frame: (id: number) => selectFrame.get(id) as FrameRow | undefined,
    firstQueued: (parent: number) => selectQueued.get(parent) as FrameRow | undefined,
    /** Whether a child has not ended. */
    hasOpenChild: (parent: number) => selectOpen.get(parent) !== undefined,
    /** How the children ended, in their order. */
    outcomesBelow: (parent: number) => selectEnded.all(parent) as Pick<FrameRow, 'outcome'>[],
    unfinished: () => selectAll.all() as Pick<FrameRow, 'id' | 'phase'>[],
    /** Removes the children of a frame, and answers how many transitions they had made. */
    dropBelow(id: number): number {
      const sum = numberIn(sumBelow.get(id), 'sum')
      dropBelow.run(id)
      return sum
    },

    insertExecution: (execution: NewExecution) => Number(insertExecution.run(named(execution)).lastInsertRowid),
    execution: (seq: number) => selectExecution.get(seq) as ExecutionRow | undefined,
    executionNamed: (machine: string, name: string) => selectNamed.get(machine, name) as ExecutionRow | undefined,
    /** Ends an execution and drops all that was only needed to run it. */
    endExecution(seq: number, ending: Ending): void {
      endExecution.run(named({ seq, ...ending }))
      dropFramesOf.run(seq)
    },
    runningTransitions: (seq: number) => numberIn(sumOf.get(seq), 'sum'),
    executions(machine: string, status: string | undefined, before: number, limit: number): ExecutionRow[] {
      const filter = status === undefined ? '' : 'AND status = ?'
      const values = status === undefined ? [machine] : [machine, status]
      return sql(
        `SELECT * FROM states_executions WHERE machine = ? ${filter} AND seq < ? ORDER BY seq DESC LIMIT ?`,
      ).all(...values, before, limit) as ExecutionRow[]
    },
    countByStatus: () =>
      sql('SELECT status, count(*) AS count FROM states_executions GROUP BY status').all() as {
        status: string
        count: number
      }[],
    transitionsByMachine: () =>
      sql(`SELECT machine, sum(transitions) AS sum FROM (
        SELECT machine, transitions FROM states_executions UNION ALL
        SELECT machine, f.transitions FROM states_frames f JOIN states_executions e ON e.seq = f.execution
      ) GROUP BY machine`).all() as { machine: string; sum: number }[],

    nextDue: () => (nextDue.get() as { due: number | null }).due,
    due: (now: number) => selectDue.all(now) as Pick<FrameRow, 'id' | 'armed'>[],

    definition: (hash: string) =>
      (sql('SELECT asl FROM states_definitions WHERE hash = ?').get(hash) as { asl: string } | undefined)?.asl,
    saveDefinition: (hash: string, asl: string) =>
      sql('INSERT INTO states_definitions VALUES (?, ?) ON CONFLICT DO NOTHING').run(hash, asl),
    /** The key that signs tokens: made once, kept with the data. */
    secret(): Uint8Array {
      sql('INSERT INTO states_secrets VALUES (?, ?) ON CONFLICT DO NOTHING').run('tokens', randomBytes(32))
      return (sql('SELECT value FROM states_secrets WHERE name = ?').get('tokens') as { value: Uint8Array }).value
    },
  }
}

/** A row whose members are the named parameters of a statement. */
function named(row: object): Record<string, SQLInputValue> {
  return row as Record<string, SQLInputValue>
}

function numberIn(row: unknown, column: string): number {
  return (row as Record<string, number>)[column] ?? 0
}
