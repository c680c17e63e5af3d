import { type Core, isFailure, type Move, type Outcome } from './core.ts'
import { newFrame, SETTLED, settle } from './frames.ts'
import type { FrameRow } from './tables.ts'

/** Makes the frames of iterations, and starts as many as may run at once. */
export function spawn(core: Core, parent: FrameRow, { children, limit }: Extract<Move, { kind: 'spawn' }>): void {
  const { store } = core
  if (store.saveFrame(parent, { ...SETTLED, phase: 'children' }) === undefined) return
  for (const [slot, { startAt, ...child }] of children.entries()) {
    const phase = slot < limit ? 'ready' : 'queued'
    const frame = { ...child, execution: parent.execution, parent: parent.id, slot, state: startAt, phase } as const
    const { id } = store.insertFrame(newFrame(core, frame))
    if (phase === 'ready') core.wake(id)
  }
}

/** Ends an iteration, and with the last one, or with one that fails, the Map around it. */
export function endChild(core: Core, child: FrameRow, map: number, outcome: Outcome): void {
  const { store } = core
  const parent = store.frame(map)
  if (parent === undefined) return
  if (isFailure(outcome)) {
    const verdict = child.origin === null ? outcome : CHILD_EXECUTION_FAILED
    settle(core, parent, verdict, parent.transitions + store.dropBelow(parent.id))
    return
  }
  store.saveFrame(child, { ...SETTLED, phase: 'done', outcome: JSON.stringify(outcome) })
  startNext(core, parent.id)
  if (!store.hasOpenChild(parent.id)) settle(core, parent, { ok: null })
}

/** What AWS makes of a child execution that fails, when a distributed Map tolerates none. */
const CHILD_EXECUTION_FAILED = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
}

function startNext(core: Core, parent: number): void {
  const next = core.store.firstQueued(parent)
  if (next === undefined) return
  core.store.saveFrame(next, { phase: 'ready', entered: core.now(), transitions: 1 })
  core.wake(next.id)
}
