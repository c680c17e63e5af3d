import { caseLog, notebook, objects, registers } from '../../shared/adapters/from-environment.ts'
import { now } from '../../shared/runtime/clock.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { collectRound, collectRoundInput } from './collect-round.ts'

export const handler = lambda(collectRoundInput, (input) =>
  collectRound({ log: caseLog(), registers: registers(), notebook: notebook(), objects: objects(), now }, input),
)
