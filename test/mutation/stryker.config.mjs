import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * How well the examples of `test/domain` hold the rules of `shared/domain`: every mutant is one way to break a rule.
 * The random histories (`*.property.test.ts`) are left out: the score must not depend on chance, and every rule must be
 * held by an example that names it.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  mutate: ['shared/domain/*.ts'],
  coverageAnalysis: 'perTest',
  // What runs while a test file loads (tables, sets, the calendar below the histories) is held to the same standard.
  ignoreStatic: false,
  warnings: { slow: false },
  // Types are checked elsewhere, by a compiler without the interface that Stryker knows.
  disableTypeChecks: false,
  concurrency: 2,
  // A mutant that loops is stopped by the count of its steps; the clock only decides where a busy machine is slow.
  timeoutMS: 20_000,
  ignorePatterns: [
    '*',
    '!package.json',
    '!{shared,test}',
    '!shared/domain',
    '!test/{domain,support,mutation}',
    '!{shared/domain,test/domain,test/support,test/mutation}/**',
  ],
  // Outside the project: vitest transforms nothing below node_modules, and anywhere else a broken run would leave its copies.
  tempDirName: join(tmpdir(), 'vroegsignalering-mutation'),
  cleanTempDir: 'always',
  reporters: ['clear-text'],
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 95, low: 92, break: 90 },
}
