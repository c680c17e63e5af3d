import { arrearsCase } from './arrears-case.ts'
import type { StateMachine } from './asl.ts'
import { erpImport } from './erp-import.ts'
import { signalRound } from './signal-round.ts'

/** Every state machine, by the name that it has on AWS and on the embedded cloud. */
export const machines: Readonly<Record<string, StateMachine>> = {
  'arrears-case': arrearsCase,
  'erp-import': erpImport,
  'signal-round': signalRound,
}
