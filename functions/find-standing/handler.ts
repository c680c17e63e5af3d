import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { findStanding, findStandingInput } from './find-standing.ts'

export const uses = { duration: 'short', cases: 'append', registers: 'conditions' } as const satisfies Uses

export const handler = lambda(findStandingInput, (input) => findStanding(portsOf(uses), input))
