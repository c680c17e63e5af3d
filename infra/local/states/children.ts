import { type Core, isFailure, type Move, type Outcome } from './core.ts'
import { newFrame, SETTLED, settle } from './frames.ts'
import type { FrameRow, JoinRow } from './tables.ts'

/** Makes the frames of branches or iterations, and starts as many as may run at once. */
export function spawn(core: Core, parent: FrameRow, move: Extract<Move, { kind: 'spawn' }>): void {
  const { store } = core
  if (store.saveFrame(parent, { ...SETTLED, phase: 'children' }) === undefined) return
  store.insertJoin({
    frame: parent.id,
    open: move.children.length,
    items: move.children.reduce((sum, child) => sum + child.weight, 0),
    ...move.tolerated,
  })
  for (const [slot, { startAt, ...child }] of move.children.entries()) {
    const phase = slot < move.limit ? 'ready' : 'queued'
    const frame = { ...child, execution: parent.execution, parent: parent.id, slot, state: startAt, phase } as const
    const { id } = store.insertFrame(newFrame(core, { ...frame, billed: move.billed ? 1 : 0 }))
    if (phase === 'ready') core.wake(id)
  }
}

/** Ends a branch or an iteration, and with the last one (or the one that fails) the state around it. */
export function endChild(core: Core, child: FrameRow, outcome: Outcome): void {
  const { store } = core
  const changes = {
    ...SETTLED,
    phase: isFailure(outcome) ? 'failed' : 'done',
    outcome: JSON.stringify(outcome),
  } as const
  if (child.parent === null || store.saveFrame(child, changes) === undefined) return
  const parent = store.frame(child.parent)
  const join = store.join(child.parent)
  if (parent === undefined || join === undefined) return
  const after = {
    ...join,
    open: join.open - 1,
    failed: join.failed + (isFailure(outcome) ? child.weight : 0),
  }
  if (isFailure(outcome)) {
    // A branch or an inline iteration fails the state around it; a child execution only counts.
    const verdict = child.origin === null ? outcome : verdictOn(after)
    if (verdict !== undefined) {
      settle(core, parent, verdict, parent.transitions + store.dropBelow(parent.id))
      return
    }
  }
  store.saveJoin(after)
  startNext(core, parent.id)
  if (after.open === 0) settle(core, parent, { ok: null })
}

function verdictOn(join: JoinRow): Outcome | undefined {
  const percentage = (join.failed * 100) / join.items
  if (join.failed <= join.tolerated_count && percentage <= join.tolerated_percentage) return undefined
  return {
    error: 'States.ExceedToleratedFailureThreshold',
    cause: `The specified tolerated failure threshold was exceeded: ${join.failed} of ${join.items} items failed.`,
  }
}

function startNext(core: Core, parent: number): void {
  const next = core.store.firstQueued(parent)
  if (next === undefined) return
  core.store.saveFrame(next, { phase: 'ready', entered: core.now(), transitions: next.billed })
  core.wake(next.id)
}
