import type { z } from 'zod'
import { handle } from '../../shared/casework/handle.ts'
import { getJson } from '../../shared/casework/json-objects.ts'
import { pool } from '../../shared/casework/pool.ts'
import { type Candidate, type PortalWork, placed, writePortalFile } from '../../shared/casework/portal-file.ts'
import { worklist, worklistRef } from '../../shared/contracts/round.ts'
import { outgoing } from '../../shared/domain/state.ts'
import { withdrawalProfile } from '../../shared/portals/bundled-profiles.ts'
import { type WithdrawalRow, withdrawalRow } from '../../shared/portals/withdrawal-row.ts'
import { writeWithdrawalFile } from '../../shared/portals/write-withdrawals.ts'

export const writeWithdrawalsInput = worklistRef

/** Cases that are worked on at the same time. */
const WIDTH = 8

/** Writes one file that takes delivered signals back, because the renter paid or objected (S4, C7, K1), and registers it in each case. */
export async function writeWithdrawals(work: PortalWork, ref: z.infer<typeof worklistRef>): Promise<{ rows: number }> {
  const list = await getJson(work.objects, 'work', ref.key, worklist)
  if (!list) throw new Error(`no worklist ${ref.key}`)
  const profile = withdrawalProfile(list.portal)
  const cases =
    (await placed(work, list)) ??
    (await writePortalFile(
      work,
      list,
      profile,
      (await pool(list.caseIds, WIDTH, (caseId) => candidate(work, caseId))).filter((each) => each !== null),
      (rows) => writeWithdrawalFile(profile, rows, list.on),
    ))
  await pool(cases, WIDTH, async ({ caseId }) => {
    await handle(work, caseId, { type: 'withdraw-signal', file: list.file })
  })
  return { rows: cases.length }
}

async function candidate(work: PortalWork, caseId: string): Promise<Candidate<WithdrawalRow> | null> {
  const { renter, state, terms } = await handle(work, caseId, null)
  if (outgoing(state) !== 'withdrawal' || renter === null) return null
  const record = await work.renters.get(renter, state.client)
  return (
    record && {
      caseId,
      renter,
      row: withdrawalRow(record.person, terms.client.optionalFields),
      months: 0,
      amountCents: 0,
    }
  )
}
