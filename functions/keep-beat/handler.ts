import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { keepBeat, keepBeatInput } from './keep-beat.ts'

export const uses = { duration: 'short', beat: 'keep' } as const satisfies Uses

export const handler = lambda(keepBeatInput, () => keepBeat(portsOf(uses)))
