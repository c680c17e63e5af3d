import { setImmediate } from 'node:timers/promises'

/** After so many runs the other events of the process get their turn. */
const RUNS_BEFORE_PAUSE = 50

export type Work = {
  /** Queues a frame to be run, once. */
  wake: (frame: number) => void
  /** Queues a frame's call, once. */
  dispatch: (frame: number) => void
  busy(): boolean
  idle(): Promise<void>
  /** Takes nothing up any more. */
  close(): void
}

/**
 * Runs frames one after the other, so that evaluations cannot interleave, and makes calls next to each other up to a
 * limit. Only the numbers of frames that can go on are in memory.
 *
 * @param run runs a frame until it waits or ends
 * @param call makes a frame's call; it never rejects for what the outside answers
 */
export function createWork(
  run: (frame: number) => Promise<void>,
  call: (frame: number) => Promise<void>,
  maxInFlight: number,
): Work {
  const ready = new Set<number>()
  const calls = new Set<number>()
  let inFlight = 0
  let running = false
  let closed = false
  let fault: Error | undefined
  let waiting: { resolve: () => void; reject: (error: Error) => void }[] = []

  const busy = () => !closed && fault === undefined && (running || ready.size > 0 || calls.size > 0 || inFlight > 0)

  function report(): void {
    if (busy()) return
    const settled = waiting
    waiting = []
    for (const { resolve, reject } of settled) {
      if (fault === undefined) resolve()
      else reject(fault)
    }
  }

  async function runAll(): Promise<void> {
    try {
      let runs = 0
      for (const frame of ready) {
        ready.delete(frame)
        if (closed || fault !== undefined) break
        await run(frame)
        runs += 1
        if (runs % RUNS_BEFORE_PAUSE === 0) await setImmediate()
      }
    } catch (error) {
      fault ??= error as Error
    }
    running = false
    report()
  }

  async function callOne(frame: number): Promise<void> {
    try {
      await call(frame)
    } catch (error) {
      fault ??= error as Error
    }
    inFlight -= 1
    callMore()
    report()
  }

  function callMore(): void {
    for (const frame of calls) {
      if (inFlight >= maxInFlight || closed || fault !== undefined) return
      calls.delete(frame)
      inFlight += 1
      void callOne(frame)
    }
  }

  return {
    wake(frame) {
      if (closed) return
      ready.add(frame)
      if (running) return
      running = true
      queueMicrotask(() => void runAll())
    },
    dispatch(frame) {
      if (closed) return
      calls.add(frame)
      queueMicrotask(callMore)
    },
    busy,
    idle() {
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        report()
      })
    },
    close() {
      closed = true
      report()
    },
  }
}
