import { endChild, spawn } from './children.ts'
import type { Move, Visit } from './core.ts'
import type { Failure } from './errors.ts'
import { newFrame, SETTLED, timer } from './frames.ts'
import type { FrameRow } from './tables.ts'

/**
 * Writes a move in one transaction.
 *
 * @returns the frame when it can go on at once; undefined when it waits, has ended, or was written by another meanwhile
 */
export function apply(visit: Visit, move: Move): FrameRow | undefined {
  const { core, machine, frame } = visit
  const simple = (move.kind === 'next' && move.next !== null) || move.kind === 'wait' || move.kind === 'call'
  // One statement that checks the frame's version itself: it needs no transaction around it.
  if (simple && machine.states.get(frame.state)?.type !== 'Map') return write(visit, move)
  return core.store.transaction(() => {
    return core.store.frame(frame.id)?.version === frame.version ? write(visit, move) : undefined
  })
}

function write(visit: Visit, move: Move): FrameRow | undefined {
  const { core, machine, frame } = visit
  const { store } = core
  switch (move.kind) {
    case 'next': {
      if (move.next === null) {
        end(visit, { ok: move.output })
        return undefined
      }
      // The iterations of a Map go with it; only their transitions stay.
      const below = machine.states.get(frame.state)?.type === 'Map' ? store.dropBelow(frame.id) : 0
      const { execution, parent, slot, item, origin } = frame
      return store.saveFrame(frame, {
        ...newFrame(core, { execution, parent, slot, item, origin, state: move.next, input: move.output }),
        variables: move.variables,
        transitions: frame.transitions + below + 1,
      })
    }
    case 'fail':
      end(visit, move.failure)
      return undefined
    case 'retry': {
      const retries = JSON.stringify(move.retries)
      const changes = { ...SETTLED, ...timer(core, move.due), phase: 'retrying', retries } as const
      store.saveFrame(frame, { ...changes, retried: frame.retried + 1 })
      return undefined
    }
    case 'wait':
      store.saveFrame(frame, { ...SETTLED, ...timer(core, move.due), phase: 'waiting' })
      return undefined
    case 'call': {
      const due = move.due === null ? {} : timer(core, move.due)
      const call = JSON.stringify(move.call)
      store.saveFrame(frame, { ...SETTLED, ...due, token: move.token, call, phase: 'called' })
      core.dispatch(frame.id)
      return undefined
    }
    case 'spawn':
      spawn(core, frame, move)
      return undefined
  }
}

/** Ends an iteration, or the execution. */
function end({ core, execution, frame }: Visit, how: { ok: string } | Failure): void {
  const ended = 'ok' in how
  if (frame.parent !== null) {
    endChild(core, frame, frame.parent, ended ? { ok: JSON.parse(how.ok) } : how)
    return
  }
  core.store.endExecution(execution.seq, {
    status: ended ? 'SUCCEEDED' : 'FAILED',
    output: ended ? how.ok : null,
    error: ended ? null : how.error,
    cause: ended ? null : how.cause,
    stopped: core.now(),
  })
}
