import type { Core, Outcome } from './core.ts'
import type { FrameRow } from './tables.ts'

/** Clears what belonged to the task or the timer of a frame. */
export const SETTLED = {
  due: null,
  armed: null,
  token: null,
  call: null,
  outcome: null,
} satisfies Partial<FrameRow>

/** A frame that is about to enter the first state of a block. */
export function newFrame(core: Core, given: Pick<FrameRow, 'execution' | 'state' | 'input'> & Partial<FrameRow>) {
  return {
    parent: null,
    slot: 0,
    item: null,
    origin: null,
    phase: 'ready' as const,
    variables: '{}',
    entered: core.now(),
    retried: 0,
    retries: '[]',
    ...SETTLED,
    ...given,
    transitions: given.phase === 'queued' ? 0 : 1,
  }
}

/** Writes down how a frame's task, wait or children ended, and lets it go on. */
export function settle(core: Core, frame: FrameRow, outcome: Outcome, transitions = frame.transitions): void {
  const changes = { ...SETTLED, phase: 'resolved' as const, outcome: JSON.stringify(outcome), transitions }
  if (core.store.saveFrame(frame, changes) !== undefined) core.wake(frame.id)
}

/** Sets a frame's timer. */
export function timer(core: Core, due: number): { due: number; armed: number } {
  return { due, armed: core.store.arm() }
}
