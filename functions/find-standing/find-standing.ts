import { z } from 'zod'
import { bringUpToDate, type CasePorts } from '../../shared/cases/change-case.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'

export const findStandingInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Where the case stands, after everything that the facts and the time bring about by themselves has been recorded (U2,
 * U3, C8).
 */
export const findStanding = async (ports: CasePorts, input: z.infer<typeof findStandingInput>): Promise<StandingView> =>
  viewOf(await bringUpToDate(ports, input.caseId))
