/** What a virtual clock drives. */
type Timed = { nextDue(): number | null; fireDue(): void; idle(): Promise<void> }

export type VirtualClock = {
  now: () => number
  /** Sets the time, fires what is due by then, one timer's time after the other, and waits until all is quiet. */
  advanceTo(time: number | string, runner: Timed): Promise<void>
  /** Moves from timer to timer until none is left. */
  runOut(runner: Timed): Promise<void>
}

/** A clock that stands still until it is moved. */
export function aVirtualClock(start = '2026-01-01T00:00:00Z'): VirtualClock {
  let time = Date.parse(start)

  async function advance(until: number, runner: Timed): Promise<void> {
    await runner.idle()
    for (let due = runner.nextDue(); due !== null && due <= until; due = runner.nextDue()) {
      time = Math.max(time, due)
      runner.fireDue()
      await runner.idle()
    }
  }

  return {
    now: () => time,
    async advanceTo(to, runner) {
      const until = typeof to === 'string' ? Date.parse(to) : to
      await advance(until, runner)
      time = Math.max(time, until)
    },
    runOut: (runner) => advance(Number.POSITIVE_INFINITY, runner),
  }
}
