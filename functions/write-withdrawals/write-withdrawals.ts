import type { z } from 'zod'
import { bringUpToDate, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { type Worklist, worklistRefSchema, worklistSchema } from '../../shared/contracts/round.ts'
import { recordOf } from '../../shared/correspondence/correspondence.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import type { FormatProfile } from '../../shared/portals/profile.ts'
import { type PortalSettings, withdrawalProfile } from '../../shared/portals/settings.ts'
import { type WithdrawalRow, withdrawalRow } from '../../shared/portals/withdrawal-row.ts'
import { writeWithdrawalFile } from '../../shared/portals/write-withdrawals.ts'
import { endQuestion, questionId } from '../../shared/questions/questions.ts'
import { fieldsToShare } from '../../shared/rounds/fields-to-share.ts'
import { type Candidate, type PortalPorts, placed, writePortalFile } from '../../shared/rounds/portal-file.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { unlessUnwritable } from '../../shared/rounds/unless-unwritable.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { askByHand } from './by-hand.ts'
import { whatLinesMean } from './what-a-line-means.ts'

export const writeWithdrawalsInput = worklistRefSchema

interface Reserved extends Candidate<WithdrawalRow> {
  readonly outcome: Outcome
}

/** Cases that are worked on at the same time. */
const WIDTH = 8

/**
 * Writes one file that takes signals back, because the renter paid or objected (S4, C7, K1), and tells each case that
 * it is written.
 */
export async function writeWithdrawals(
  ports: PortalPorts,
  ref: z.infer<typeof worklistRefSchema>,
): Promise<{ rows: number }> {
  const list = await getJson(ports.objects, 'work', ref.key, worklistSchema)
  if (!list) throw new Error(`no worklist ${ref.key}`)
  const settings = await settingsOf(ports.objects)
  const profile = withdrawalProfile(settings, list.portal)
  const cases =
    (await placed(ports, list)) ??
    (await writePortalFile<WithdrawalRow, Reserved>(
      ports,
      list,
      profile,
      await candidates(ports, list, profile, settings),
      (rows) => writeWithdrawalFile(profile, rows, list.on),
      (noted) => lookAgain(ports, list, profile, settings, noted),
    ))
  await pool(cases, WIDTH, async ({ caseId, written }) => {
    await changeCase(ports, caseId, { type: 'write-withdrawal', row: written })
    await endQuestion(ports, questionId.withdrawal(caseId))
  })
  return { rows: cases.length }
}

async function candidates(
  ports: PortalPorts,
  list: Worklist,
  profile: FormatProfile,
  settings: PortalSettings,
): Promise<Reserved[]> {
  const meant = await whatLinesMean(ports, list, profile, settings)
  const found = await pool(list.caseIds, WIDTH, (caseId) =>
    unlessUnwritable(ports, list, caseId, () => candidate(ports, caseId, list, meant)),
  )
  return found.filter((each) => each !== null)
}

/** Reserved for the file once it is known what to write: what cannot be written is no news each round. */
async function candidate(
  ports: PortalPorts,
  caseId: string,
  list: Worklist,
  meant: Awaited<ReturnType<typeof whatLinesMean>>,
): Promise<Reserved | null> {
  const outcome = await bringUpToDate(ports, caseId)
  const { renter, state, conditions } = outcome
  const queue = outgoing(state, conditions.policy, dateOf(ports.now().toISOString()))
  if (queue !== 'withdrawal' || state.signal === null || renter === null) return null
  const line = await meant(outcome, () => addressNow(ports, outcome))
  if (line.row === null) {
    await askByHand(ports, list, outcome, line.others)
    return null
  }
  const command = { type: 'reserve-withdrawal', file: list.file } as const
  const reserved = await changeCase(ports, caseId, command, { from: outcome, unlisted: true })
  if (reserved.refused) return null
  const { file: signalFile } = state.signal
  return { caseId, renter, outcome: reserved, row: line.row, months: 0, amountCents: 0, claims: [], signalFile }
}

/** A line that means another signal too, which was written meanwhile or is being written now, is for a person (S4). */
async function lookAgain(
  ports: PortalPorts,
  list: Worklist,
  profile: FormatProfile,
  settings: PortalSettings,
  noted: readonly Reserved[],
): Promise<Reserved[]> {
  const meant = await whatLinesMean(ports, list, profile, settings)
  const standing = await pool(noted, WIDTH, async (each) => {
    const line = await meant(each.outcome, async () => each.row)
    if (line.row !== null) return each
    await askByHand(ports, list, each.outcome, line.others)
    return null
  })
  return standing.filter((each) => each !== null)
}

/**
 * Of a signal whose own address was not kept: the one at which the renter lives now. @throws ZodError when that is none
 */
const addressNow = async (ports: PortalPorts, outcome: Outcome): Promise<WithdrawalRow> =>
  withdrawalRow((await recordOf(ports.renters, outcome)).person, fieldsToShare(outcome.state, outcome.conditions))
