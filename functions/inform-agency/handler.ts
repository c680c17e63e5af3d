import { correspondence } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { informAgency, informAgencyInput } from './inform-agency.ts'

export const handler = lambda(informAgencyInput, (input) => informAgency(correspondence(), input))
