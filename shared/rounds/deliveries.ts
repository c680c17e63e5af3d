import { type CasePortsOutside, changeCase, UnknownCase } from '../cases/change-case.ts'
import { rememberConditions } from '../cases/remember-conditions.ts'
import type { NotDelivered } from '../contracts/portal-channels.ts'
import type { Question } from '../contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { type DeliveredFile, worklistKey } from '../contracts/round.ts'
import { dateOf, type IsoDate, type IsoInstant, instantAt } from '../domain/calendar.ts'
import type { Command } from '../domain/command.ts'
import type { Origin } from '../domain/event.ts'
import { type Manifest, manifestSchema } from '../portals/manifest.ts'
import { askQuestion, endDeliveryQuestions, endQuestion, questionId } from '../questions/questions.ts'
import { getJson } from '../runtime/json-objects.ts'
import { pool } from '../runtime/pool.ts'
import { type GivenReceipt, type KeptReceipt, keepReceipt, receiptsOf } from './kept-receipts.ts'
import { changeManifest, manifestKey } from './manifests.ts'

// Whatever becomes of a file on its way to its portal, and whoever says so, is recorded here and nowhere else: first in
// every case that has a row in the file, and then in its manifest (S2).

export interface DeliveryRecords extends CasePortsOutside {
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'list' | 'put' | 'putNew'>
  readonly notebook: Pick<
    NotebookFor<'delivery read' | 'delivery put' | 'question read' | 'question put'>,
    'get' | 'put'
  >
}

/** Cases that are told at the same time. */
const WIDTH = 8

/**
 * Records that a file is at its portal: the first time that somebody says so counts. What is said is noted before the
 * cases are told one by one, and the note is done when all of them were; what breaks off in between, or comes before a
 * case knows that it is in the file, is finished by `deliver-file`, in this round or the next.
 *
 * @returns false for a file that is not known: there is nothing to record
 */
export async function recordDelivered(ports: DeliveryRecords, file: string, said: DeliveredFile): Promise<boolean> {
  const manifest = await manifestOf(ports, file)
  if (!manifest) return false
  const note = await ports.notebook.get('delivery', file)
  if (note?.done && note.delivered) return true
  const delivered = note?.delivered ?? { ...said, at: possible(said.at, manifest, ports.now()) }
  const { kind } = manifest
  await ports.notebook.put('delivery', file, { kind, key: worklistKey(file), done: false, delivered })
  const { at, by, ...how } = delivered
  const origin = { by, ...(at !== ports.now().toISOString() && { moment: at }) }
  const all = await tellCases(ports, manifest, { type: 'record-delivery', file, delivered: how }, origin)
  await changeManifest(ports.objects, file, (before) => wayOf(before, delivered))
  await endQuestion(ports, questionId.upload(file), { answeredBy: by })
  await endQuestion(ports, questionId.voided(file), { answeredBy: by })
  // What breaks off before a case knows that it is in the file, also leaves it without the receipts that came since.
  const receipts = note?.delivered ? await receiptsOf(ports.objects, file) : []
  let confirmed = true
  for (const each of receipts) confirmed = (await tellReceipt(ports, manifest, each)) && confirmed
  if (all && confirmed) await closeDelivery(ports, file)
  return true
}

/** No file is at its portal before it is written, nor in the future, whatever a clock elsewhere says. */
function possible(at: IsoInstant, { writtenAt }: Manifest, now: Date): IsoInstant {
  const moment = Math.max(Date.parse(writtenAt), Math.min(Date.parse(at), now.getTime()))
  return new Date(moment).toISOString()
}

const wayOf = (
  { pickedUpAt, deliveredAt, uploaded }: Manifest,
  { how, at, by }: DeliveredFile,
): Partial<Pick<Manifest, 'pickedUpAt' | 'deliveredAt' | 'uploaded'>> => {
  if (how === 'fetched') return { pickedUpAt: pickedUpAt ?? at }
  return how === 'uploaded' ? { uploaded: uploaded ?? { at, by } } : { deliveredAt: deliveredAt ?? at }
}

/** Records that the API of a portal took one row: with which status, and under which name of its own (S2). */
export async function recordAccepted(
  ports: CasePortsOutside,
  { caseId, file }: { readonly caseId: string; readonly file: string },
  { status, reference }: { readonly status: number; readonly reference: string | null },
): Promise<void> {
  const delivered = { how: 'accepted', status, reference } as const
  await changeCase(ports, caseId, { type: 'record-delivery', file, delivered }, { origin: { by: 'portal' } })
}

/** Records that the API answered about every row of a file, each of which its case knows (`recordAccepted`). */
export async function recordAllAnswered(ports: DeliveryRecords, file: string, at: IsoInstant): Promise<void> {
  await changeManifest(ports.objects, file, ({ deliveredAt }) => ({ deliveredAt: deliveredAt ?? at }))
  await closeDelivery(ports, file)
}

/**
 * Keeps the portal's own receipt of a file among the evidence, and tells its cases (S2). It proves that the portal has
 * the file since the receipt's own date, where nobody said so before. A case that does not know yet that it is in the
 * file hears it from `deliver-file`, in this round or the next.
 *
 * @returns false for a file that is not known
 */
export async function recordReceipt(ports: DeliveryRecords, given: GivenReceipt): Promise<boolean> {
  const { file } = given
  const manifest = await manifestOf(ports, file)
  if (!manifest) return false
  const kept = await keepReceipt(ports.objects, given)
  const at = possible(dayOf(kept.receipt.on, ports.now().toISOString()), manifest, ports.now())
  const delivered = { how: 'answered', at, by: kept.by } as const
  if (!isAtPortal(manifest)) await recordDelivered(ports, file, delivered)
  if (await tellReceipt(ports, manifest, kept)) return true
  const note = await ports.notebook.get('delivery', file)
  const { kind } = manifest
  await ports.notebook.put('delivery', file, { kind, key: worklistKey(file), delivered, ...note, done: false })
  return true
}

const tellReceipt = (ports: DeliveryRecords, manifest: Manifest, { receipt, by }: KeptReceipt): Promise<boolean> =>
  tellCases(ports, manifest, { type: 'record-receipt', receipt }, { by })

/** A moment of the day on which a receipt is dated. */
const dayOf = (on: IsoDate, now: IsoInstant): IsoInstant => (on === dateOf(now) ? now : instantAt(on, '12:00'))

/**
 * Tells every case with a row in the file; one that the log does not have keeps nothing from the others. @returns
 * whether all of them know it now
 */
async function tellCases(
  given: DeliveryRecords,
  { rows }: Manifest,
  command: Command,
  origin: Origin,
): Promise<boolean> {
  const ports = { ...given, registers: rememberConditions(given.registers, given.now) }
  const told = await pool(rows, WIDTH, async ({ caseId }) => {
    try {
      const { refused } = await changeCase(ports, caseId, command, { origin })
      return refused === null || refused === 'already-recorded'
    } catch (error) {
      if (error instanceof UnknownCase) return false
      throw error
    }
  })
  return told.every((each) => each)
}

const manifestOf = ({ objects }: Pick<DeliveryRecords, 'objects'>, file: string): Promise<Manifest | null> =>
  getJson(objects, 'evidence', manifestKey(file), manifestSchema)

/** No round brings the file along any more, and nobody is asked about it. */
export async function closeDelivery(ports: Pick<DeliveryRecords, 'notebook' | 'now'>, file: string): Promise<void> {
  const open = await ports.notebook.get('delivery', file)
  if (open && !open.done) await ports.notebook.put('delivery', file, { ...open, done: true })
  await endDeliveryQuestions(ports, file)
}

/**
 * Asks people about a file that did not reach its portal, once for each reason, and never about one that did in the
 * end.
 */
export async function recordNotDelivered(
  ports: Pick<DeliveryRecords, 'objects' | 'notebook'>,
  file: string,
  reason: NotDelivered | 'not-fetched',
  at: IsoInstant,
): Promise<void> {
  const manifest = await manifestOf(ports, file)
  if (!manifest || isAtPortal(manifest) || manifest.voidedAt !== undefined) return
  const question: Question = { about: 'delivery', reason, caseId: null, file, at }
  await askQuestion(ports, questionId.delivery(file, reason), question)
}

/** Whether the whole file is at its portal, however it got there. */
export const isAtPortal = ({ pickedUpAt, deliveredAt, uploaded }: Manifest): boolean =>
  pickedUpAt !== null || deliveredAt !== undefined || uploaded !== undefined
