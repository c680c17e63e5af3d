import { defineConfig } from 'vitest/config'

export default defineConfig({
  // One environment for each run of Stryker, not for each file: half the time, and no mutant outlives its run.
  test: { include: ['test/domain/*.test.ts'], exclude: ['test/domain/*.property.test.ts'], isolate: false },
})
