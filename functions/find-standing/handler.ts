import { casesInside } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { findStanding, findStandingInput } from './find-standing.ts'

export const handler = lambda(findStandingInput, (input) => findStanding(casesInside(), input))
