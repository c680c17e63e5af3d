import { portsOf } from '../../shared/adapters/from-environment.ts'
import { timestampsOf } from '../../shared/adapters/timestamp-service.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda, logger } from '../../shared/runtime/lambda.ts'
import { anchorDays, anchorDaysInput } from './anchor-day.ts'

export const uses = {
  duration: 'long',
  cases: 'read',
  indexes: ['day'],
  notes: { anchor: ['read', 'put'] },
  buckets: { evidence: ['read', 'write'] },
  timestamps: true,
} as const satisfies Uses

export const handler = lambda(anchorDaysInput, async () => {
  const made = await anchorDays({ ...portsOf(uses), timestamps: timestampsOf(uses) })
  if (made.unstamped > 0) logger.warn('ANCHOR_NOT_STAMPED', { ...made })
  return made
})
