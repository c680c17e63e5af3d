import { objects } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordPickUp, recordPickUpInput } from './record-pick-up.ts'

export const handler = lambda(recordPickUpInput, (input) => recordPickUp({ objects: objects() }, input))
