import { correspondence } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { settleClaim, settleClaimInput } from './settle-claim.ts'

export const handler = lambda(settleClaimInput, (input) => settleClaim(correspondence(), input))
