import { endChild, spawn } from './children.ts'
import type { Core, Move, Outcome, Visit } from './core.ts'
import { StatesApiError } from './errors.ts'
import { startExecution } from './executions.ts'
import { newFrame, SETTLED, timer } from './frames.ts'
import type { FrameRow } from './tables.ts'

/**
 * Writes a move in one transaction.
 *
 * @returns the frame when it can go on at once; undefined when it waits, has ended, or was written by another meanwhile
 */
export function apply(visit: Visit, move: Move): FrameRow | undefined {
  const { core, machine, frame } = visit
  const type = machine.states.get(frame.state)?.type
  const simple = (move.kind === 'next' && move.next !== null) || move.kind === 'wait' || move.kind === 'call'
  // One statement that checks the frame's version itself: it needs no transaction around it.
  if (simple && type !== 'Parallel' && type !== 'Map') return write(visit, move)
  return core.store.transaction(() => {
    return core.store.frame(frame.id)?.version === frame.version ? write(visit, move) : undefined
  })
}

function write({ core, machine, execution, frame }: Visit, move: Move): FrameRow | undefined {
  const { store } = core
  switch (move.kind) {
    case 'next': {
      if (move.next === null) {
        end(core, frame, { ok: move.output })
        return undefined
      }
      return store.saveFrame(frame, {
        ...newFrame(core, { execution: frame.execution, state: move.next, input: move.output }),
        ...lineage(frame),
        variables: move.variables,
        transitions: frame.transitions + below(core, machine, frame) + frame.billed,
      })
    }
    case 'fail':
      end(core, frame, { failed: move.failure })
      return undefined
    case 'retry': {
      const changes = {
        ...SETTLED,
        ...timer(core, move.due),
        phase: 'retrying',
        retries: JSON.stringify(move.retries),
      } as const
      const transitions = frame.transitions + below(core, machine, frame)
      store.saveFrame(frame, { ...changes, transitions, retried: frame.retried + 1 })
      return undefined
    }
    case 'wait':
      store.saveFrame(frame, { ...SETTLED, ...timer(core, move.due), phase: 'waiting' })
      return undefined
    case 'call': {
      const deadline = move.timeout === null ? null : core.now() + move.timeout * 1000
      const beat = move.heartbeat === null ? null : core.now() + move.heartbeat * 1000
      const due = earliest(deadline, beat)
      const changes = { token: move.token, call: JSON.stringify(move.call), deadline, heartbeat: move.heartbeat }
      store.saveFrame(frame, { ...SETTLED, ...changes, ...(due === null ? {} : timer(core, due)), phase: 'called' })
      core.dispatch(frame.id)
      return undefined
    }
    case 'start': {
      const outcome = JSON.stringify(startNested(core, move))
      return store.saveFrame(frame, { ...SETTLED, phase: 'resolved', outcome })
    }
    case 'spawn':
      spawn(core, frame, move)
      return undefined
  }

  function end(core: Core, frame: FrameRow, how: { ok: string } | { failed: { error: string; cause: string } }): void {
    if (frame.parent !== null) {
      const transitions = frame.transitions + below(core, machine, frame)
      endChild(core, { ...frame, transitions }, 'ok' in how ? { ok: JSON.parse(how.ok) } : how.failed)
      return
    }
    const stopped = core.now()
    if ('ok' in how) {
      store.endExecution(execution.seq, { status: 'SUCCEEDED', output: how.ok, error: null, cause: null, stopped })
    } else {
      store.endExecution(execution.seq, { status: 'FAILED', output: null, ...how.failed, stopped })
    }
  }
}

/** Drops the children of a state that is left or tried again, and answers their transitions. */
function below(core: Core, machine: Visit['machine'], frame: FrameRow): number {
  const type = machine.states.get(frame.state)?.type
  return type === 'Parallel' || type === 'Map' ? core.store.dropBelow(frame.id) : 0
}

function lineage({ parent, slot, weight, item, origin, billed }: FrameRow) {
  return { parent, slot, weight, item, origin, billed }
}

export function earliest(first: number | null, second: number | null): number | null {
  if (first === null) return second
  return second === null ? first : Math.min(first, second)
}

function startNested(core: Core, move: Extract<Move, { kind: 'start' }>): Outcome {
  try {
    const { id, startedAt } = startExecution(core, move)
    return { ok: { ExecutionArn: id, StartDate: new Date(startedAt).toISOString() } }
  } catch (error) {
    if (!(error instanceof StatesApiError)) throw error
    return { error: `StepFunctions.${error.name}Exception`, cause: error.message }
  }
}
