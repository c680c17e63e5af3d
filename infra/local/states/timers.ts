import type { Core } from './core.ts'
import { settle } from './frames.ts'
import type { FrameRow } from './tables.ts'

/** See Runner.fireDue. */
export function fireDue(core: Core): void {
  const { store } = core
  const now = core.now()
  store.transaction(() => {
    for (const timer of store.due(now)) {
      if (timer.kind === 'execution') {
        timeOut(core, timer.id)
      } else {
        const frame = store.frame(timer.id)
        // An earlier timer of this round may have ended the frame.
        if (frame?.armed === timer.armed) fire(core, frame, now)
      }
    }
  })
}

/** Ends an execution that ran longer than its machine's TimeoutSeconds. Nothing can catch that. */
function timeOut(core: Core, seq: number): void {
  if (core.store.execution(seq)?.status !== 'RUNNING') return
  core.store.endExecution(seq, {
    status: 'TIMED_OUT',
    output: null,
    error: 'States.Timeout',
    cause: null,
    stopped: core.now(),
  })
}

function fire(core: Core, frame: FrameRow, now: number): void {
  switch (frame.phase) {
    case 'waiting':
      settle(core, frame, { ok: null })
      return
    case 'retrying': {
      const changes = { phase: 'ready', due: null, armed: null, transitions: frame.transitions + frame.billed } as const
      if (core.store.saveFrame(frame, changes) !== undefined) core.wake(frame.id)
      return
    }
    default: {
      const late = frame.deadline !== null && frame.deadline <= now
      settle(
        core,
        frame,
        late ? { error: 'States.Timeout', cause: '' } : { error: 'States.HeartbeatTimeout', cause: '' },
      )
    }
  }
}
