import { z } from 'zod'
import { bringUpToDate, changeCase } from '../../shared/cases/change-case.ts'
import { type ApiAnswer, type ApiCall, PortalUnreachable } from '../../shared/contracts/portal-channels.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { rejectionCode } from '../../shared/facts/command-of.ts'
import { type ApiProfile, apiBody } from '../../shared/portals/api-profile.ts'
import { type Answered, answersKey, answersTo } from '../../shared/rounds/api-answers.ts'
import { recordAccepted } from '../../shared/rounds/deliveries.ts'
import { type ApiRow, apiRowSchema, apiRowsKey } from '../../shared/rounds/placed.ts'
import { askAboutRejection, askAboutWithdrawal } from '../../shared/rounds/rejections.ts'
import { getJson, putJson } from '../../shared/runtime/json-objects.ts'
import { remember } from '../../shared/runtime/remember.ts'
import type { DeliveryPorts } from './ports.ts'

/**
 * After so many calls, what the portal said is kept; what is lost in a crash is asked again under the same idempotency
 * keys.
 */
const KEEP_AFTER = 20

/** After so many lines in a row to which the portal gives no answer, it is away. */
const GIVE_UP_AFTER = 3

/**
 * Sends every line of a file to the API of its portal, each once, and records in its case what the portal says: that it
 * took it, or refuses it (S2, S4, S5).
 *
 * @throws PortalUnreachable when lines are left
 * @throws PortalRefused
 */
export async function callApi(ports: DeliveryPorts, list: Worklist, profile: ApiProfile): Promise<void> {
  const rows = (await getJson(ports.objects, 'work', apiRowsKey(list.file), z.array(apiRowSchema))) ?? []
  const known = await answersTo(ports.objects, list.file)
  const answers = [...known]
  const keep = () => putJson(ports.objects, 'work', answersKey(list.file), answers)
  const api = ports.apiOf(profile)
  const answersOf = remember((file: string) => answersTo(ports.objects, file))
  // Told again, in case the last try broke off before it told them.
  for (const each of known) await tell(ports, list, each)
  let unsent = 0
  let away = 0
  try {
    for (const row of rows) {
      if (away === GIVE_UP_AFTER) break
      if (known.some((each) => each.row === row.row) || (await isVoided(ports, row.caseId, list.file))) continue
      const call = await callFor(list, profile, row, answersOf)
      const answer = call ? await api.send(call).catch(unreachable) : NO_REFERENCE
      away = answer ? 0 : away + 1
      unsent += answer ? 0 : 1
      if (answer) {
        const answered = asAnswered(row, answer)
        answers.push(answered)
        await tell(ports, list, answered)
      }
      if (answers.length % KEEP_AFTER === 0) await keep()
    }
  } finally {
    await keep()
  }
  if (unsent > 0) throw new PortalUnreachable('api')
}

/** The line was taken away before the portal had it (S2). */
const isVoided = async (ports: DeliveryPorts, caseId: string, file: string): Promise<boolean> =>
  (await bringUpToDate(ports, caseId)).state.files.get(file)?.voided != null

/** Null for a portal that does not answer now; a line that it stumbles over does not keep the others back. */
function unreachable(error: unknown): null {
  if (error instanceof PortalUnreachable) return null
  throw error
}

const NO_REFERENCE: ApiAnswer = { accepted: false, status: null, reason: 'no-reference' }

const asAnswered = ({ row, caseId }: ApiRow, answer: ApiAnswer): Answered => ({
  row,
  caseId,
  status: answer.status,
  reference: answer.accepted ? answer.reference : null,
  rejected: answer.accepted ? null : answer.reason,
})

/** Null for a withdrawal that the portal only finds by a name which it never gave. */
async function callFor(
  { kind, file }: Worklist,
  profile: ApiProfile,
  { row, caseId, fields, signalFile }: ApiRow,
  answersOf: (file: string) => Promise<Answered[]>,
): Promise<ApiCall | null> {
  const request = kind === 'signals' ? profile.signal : profile.withdrawal
  if (!request) return null
  const signal = signalFile === null ? undefined : (await answersOf(signalFile)).find((each) => each.caseId === caseId)
  const reference = signal?.reference ?? null
  if (reference === null && request.path.includes('{reference}')) return null
  return {
    method: request.method,
    path: request.path.replace('{reference}', encodeURIComponent(reference ?? '')),
    body: apiBody(request, fields),
    idempotencyKey: `${file.replace(/\.\w+$/, '')}-${row}`,
  }
}

async function tell(ports: DeliveryPorts, list: Worklist, { caseId, row, status, reference, rejected }: Answered) {
  if (rejected !== null) await reject(ports, list, caseId, row, rejected)
  else if (status !== null) await recordAccepted(ports, { caseId, file: list.file }, { status, reference })
}

/**
 * A signal that the portal refuses goes back to its case, and to people (S5). So does a withdrawal that it refuses.
 */
async function reject(ports: DeliveryPorts, { kind, file }: Worklist, caseId: string, row: number, reason: string) {
  const cause = `${file}-${row}`
  if (kind === 'withdrawals') return askAboutWithdrawal(ports, { caseId, file, row })
  const code = rejectionCode(reason)
  const command = { type: 'portal-rejection', reason: code, file } as const
  const { refused } = await changeCase(ports, caseId, command, { origin: { by: 'portal', cause } })
  if (refused === null || refused === 'already-recorded') await askAboutRejection(ports, { caseId, file }, code)
}
