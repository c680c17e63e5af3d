import { correspondence } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { settleReservation, settleReservationInput } from './settle-reservation.ts'

export const handler = lambda(settleReservationInput, (input) => settleReservation(correspondence(), input))
