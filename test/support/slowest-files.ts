import { relative } from 'node:path'
import type { Reporter } from 'vitest/node'

const SHOWN = 10

/** Prints the test files that took longest, in seconds from their start to their end. */
export const slowestFiles: Reporter = {
  onTestRunEnd(modules) {
    if (modules.length <= SHOWN) return
    const timed = modules.map((module) => {
      const { prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic()
      const ms = prepareDuration + collectDuration + setupDuration + duration
      return { file: relative(process.cwd(), module.moduleId), seconds: ms / 1_000 }
    })
    const slowest = timed.sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN)
    const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`)
    console.log(['', `The ${SHOWN} slowest test files:`, ...lines].join('\n'))
  },
}
