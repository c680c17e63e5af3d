import { portsOf } from '../../shared/adapters/from-environment.ts'
import { portalChannels } from '../../shared/adapters/portal-channels.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { deliverFile, deliverFileInput } from './deliver-file.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  notes: { delivery: ['read', 'put'], question: ['read', 'put'], transfer: ['read', 'put'] },
  buckets: { work: ['read', 'write'], signals: ['write'], evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'] },
  secrets: true,
  transfer: true,
} as const satisfies Uses

export const handler = lambda(deliverFileInput, (input) =>
  deliverFile({ ...portsOf(uses), ...portalChannels(uses) }, input),
)
