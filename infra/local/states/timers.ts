import type { Core } from './core.ts'
import { settle } from './frames.ts'
import type { FrameRow } from './tables.ts'

/** See Runner.fireDue. */
export function fireDue(core: Core): void {
  const { store } = core
  store.transaction(() => {
    for (const timer of store.due(core.now())) {
      const frame = store.frame(timer.id)
      // An earlier timer of this round may have ended the frame.
      if (frame?.armed === timer.armed) fire(core, frame)
    }
  })
}

function fire(core: Core, frame: FrameRow): void {
  if (frame.phase === 'waiting') {
    settle(core, frame, { ok: null })
  } else if (frame.phase === 'retrying') {
    const changes = { phase: 'ready', due: null, armed: null, transitions: frame.transitions + 1 } as const
    if (core.store.saveFrame(frame, changes) !== undefined) core.wake(frame.id)
  } else {
    settle(core, frame, { error: 'States.Timeout', cause: '' })
  }
}
