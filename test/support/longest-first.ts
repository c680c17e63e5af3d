import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The test files that take longest, the longest first: begun last, one of them would keep one processor busy while the
 * other has nothing left to do. vitest itself only knows what an earlier run on the same machine took.
 */
const LONGEST = [
  'e2e/stories',
  'properties/procedure',
  'e2e/restarts',
  'e2e/restart-sweep',
  'infra/cloud/start',
  'e2e/no-person-in-history',
  'e2e/stop',
  'e2e/channels',
  'e2e/sample-mail',
  'infra/emulators/start',
  'e2e/spread',
  'e2e/imports',
  'infra/states/durability',
  'infra/aws',
  'infra/cost',
]

const rank = ({ moduleId }: TestSpecification): number => {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
  return place < 0 ? LONGEST.length : place
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
