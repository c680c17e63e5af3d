import type { z } from 'zod'
import { bringUpToDate, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { type Worklist, worklistRefSchema, worklistSchema } from '../../shared/contracts/round.ts'
import { recordOf } from '../../shared/correspondence/correspondence.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { liveSignal } from '../../shared/domain/state.ts'
import { withdrawalProfile } from '../../shared/portals/settings.ts'
import { type WithdrawalRow, withdrawalRow } from '../../shared/portals/withdrawal-row.ts'
import { writeWithdrawalFile } from '../../shared/portals/write-withdrawals.ts'
import { askQuestion, endQuestion, questionId } from '../../shared/questions/questions.ts'
import { fieldsToShare } from '../../shared/rounds/fields-to-share.ts'
import { placedIn } from '../../shared/rounds/placed.ts'
import { type Candidate, type PortalPorts, placed, writePortalFile } from '../../shared/rounds/portal-file.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { signalsAt } from '../../shared/rounds/signals-at.ts'
import { unlessUnwritable } from '../../shared/rounds/unless-unwritable.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { remember } from '../../shared/runtime/remember.ts'

export const writeWithdrawalsInput = worklistRefSchema

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
  const profile = withdrawalProfile(await settingsOf(ports.objects), list.portal)
  const cases =
    (await placed(ports, list)) ??
    (await writePortalFile(ports, list, profile, await candidates(ports, list), (rows) =>
      writeWithdrawalFile(profile, rows, list.on),
    ))
  await pool(cases, WIDTH, async ({ caseId, written }) => {
    await changeCase(ports, caseId, { type: 'write-withdrawal', row: written })
    await endQuestion(ports, questionId.withdrawal(caseId))
  })
  return { rows: cases.length }
}

/** By case, the address with which its signal left. */
type Addresses = ReadonlyMap<string, WithdrawalRow | undefined>

async function candidates(ports: PortalPorts, list: Worklist): Promise<Candidate<WithdrawalRow>[]> {
  const addressesIn = remember(async (file: string): Promise<Addresses> => {
    const cases = await placedIn(ports, file)
    return new Map(cases?.map(({ caseId, address }) => [caseId, address]))
  })
  const meansAnother = await othersAt(ports, list)
  const found = await pool(list.caseIds, WIDTH, (caseId) =>
    unlessUnwritable(ports, list, caseId, () => candidate(ports, caseId, list.file, addressesIn, meansAnother)),
  )
  return found.filter((each) => each !== null)
}

/**
 * Whether a line would also take back the signal of somebody else, which is to stay: at one address, a portal cannot
 * tell them apart (S4). By the name that an API gave a signal, it can.
 */
async function othersAt(
  ports: PortalPorts,
  list: Worklist,
): Promise<(row: WithdrawalRow, caseId: string) => Promise<boolean>> {
  const { api } = (await settingsOf(ports.objects)).RIS
  if (list.channel === 'api' && api?.withdrawal?.path.includes('{reference}')) return async () => false
  const at = await signalsAt(ports.objects, list.portal)
  return async (row, caseId) => {
    for (const other of at(row)) {
      if (other.caseId === caseId) continue
      const { state, conditions } = await bringUpToDate(ports, other.caseId)
      const today = dateOf(ports.now().toISOString())
      if (liveSignal(state) && outgoing(state, conditions.policy, today) === null) return true
    }
    return false
  }
}

/** Reserved for the file once it is known what to write: what cannot be written is no news each round. */
async function candidate(
  ports: PortalPorts,
  caseId: string,
  file: string,
  addressesIn: (file: string) => Promise<Addresses>,
  meansAnother: (row: WithdrawalRow, caseId: string) => Promise<boolean>,
): Promise<Candidate<WithdrawalRow> | null> {
  const outcome = await bringUpToDate(ports, caseId)
  const { renter, state, conditions } = outcome
  const queue = outgoing(state, conditions.policy, dateOf(ports.now().toISOString()))
  if (queue !== 'withdrawal' || state.signal === null || renter === null) return null
  const asItLeft = (await addressesIn(state.signal.file)).get(caseId)
  const row = asItLeft ?? (await addressNow(ports, outcome))
  if (await meansAnother(row, caseId)) {
    const about = { about: 'withdrawal', reason: 'withdraw-by-hand', caseId, file: state.signal.file } as const
    await askQuestion(ports, questionId.withdrawal(caseId), { ...about, at: ports.now().toISOString() })
    return null
  }
  const reserved = await changeCase(
    ports,
    caseId,
    { type: 'reserve-withdrawal', file },
    { from: outcome, unlisted: true },
  )
  if (reserved.refused) return null
  return { caseId, renter, row, months: 0, amountCents: 0, claims: [], signalFile: state.signal.file }
}

/**
 * Of a signal whose own address was not kept: the one at which the renter lives now. @throws ZodError when that is none
 */
const addressNow = async (ports: PortalPorts, outcome: Outcome): Promise<WithdrawalRow> =>
  withdrawalRow((await recordOf(ports.renters, outcome)).person, fieldsToShare(outcome.state, outcome.conditions))
