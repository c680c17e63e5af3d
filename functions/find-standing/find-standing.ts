import { z } from 'zod'
import { type Casework, handle } from '../../shared/cases/handle.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'

export const findStandingInput = z.strictObject({ caseId: z.string().min(1) })

/** Where the case stands, after everything that the facts and the time bring about by themselves has been recorded (U2, U3, C8). */
export const findStanding = async (work: Casework, input: z.infer<typeof findStandingInput>): Promise<StandingView> =>
  viewOf(await handle(work, input.caseId, null))
