import { defineConfig } from 'vitest/config'
import { COMPILE_CACHE } from './infra/build/bundled.ts'
import { LongestFirst } from './test/support/longest-first.ts'
import { slowestFiles } from './test/support/slowest-files.ts'

/** These set the clock or the whole environment, or share a long run: each file gets a process of its own. */
const CLOUD = [
  'test/e2e/{channels,console,removed-right,restart-sweep,restarts,spread}.test.ts',
  'test/infra/emulators/{clock,lambda-host}.test.ts',
  'test/infra/{cost,restart-executions,start/clock-pages}.test.ts',
]
/** These share one DynamoDB, S3 and SES, which are started before the first of them. */
const EMULATORS = [
  'test/adapters/{s3-object-store,ses-mailer}.test.ts',
  'test/infra/{put-registers,verify,emulators/s3,sftp/server}.test.ts',
]
/** `npm run test:slow` alone: what takes a minute, and holds no rule. */
const SLOW = ['test/slow/**/*.test.ts']
/** `npm run test:browser` alone: what needs a browser on this machine. */
const BROWSER = ['test/browser/**/*.test.ts']
/** All others share a process with others of their kind: a test leaves nothing behind that another could notice. */
const EVERYTHING = ['test/**/*.test.ts']

export default defineConfig({
  test: {
    // Limits for what hangs; a machine that does other work too is slow without being wrong.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', slowestFiles],
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE },
    setupFiles: ['test/support/known-examples.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'cloud', include: CLOUD, globalSetup: 'test/support/once-a-run.ts' },
      },
      {
        extends: true,
        test: {
          name: 'emulators',
          include: EMULATORS,
          globalSetup: 'test/support/shared-emulators.ts',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          include: EVERYTHING,
          exclude: [...CLOUD, ...EMULATORS, ...SLOW, ...BROWSER],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'slow', include: SLOW } },
      {
        extends: true,
        test: { name: 'browser', include: BROWSER, globalSetup: 'test/browser/served.ts', fileParallelism: false },
      },
    ],
  },
})
