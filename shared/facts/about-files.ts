import { changeCase } from '../cases/change-case.ts'
import type { ReportedFact } from '../contracts/facts.ts'
import { manifestSchema } from '../portals/manifest.ts'
import { askQuestionOnce } from '../questions/questions.ts'
import { recordDelivered, recordReceipt } from '../rounds/deliveries.ts'
import { manifestKey } from '../rounds/manifests.ts'
import { askAboutRejection, askAboutWithdrawal } from '../rounds/rejections.ts'
import { getJson } from '../runtime/json-objects.ts'
import { rejectionCode } from './command-of.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

type Of<T extends ReportedFact['type']> = Reported<Extract<ReportedFact, { type: T }>>

/** A person releases a quarantined import; whether the file can be read is for the import to say. */
export async function confirmImport(ports: FactPorts, { id, fact }: Of<'import-confirmed'>): Promise<FactOutcome> {
  await ports.imports.startImport(`confirmed-${id}`, { key: fact.file, confirmed: true })
  return RECORDED
}

/**
 * A person put a file in the portal by hand: each of its cases says who and when, and nobody is asked for it any more
 * (S2).
 */
export async function confirmUpload(
  ports: FactPorts,
  { id, fact, moment, by }: Of<'upload-confirmed'>,
): Promise<FactOutcome> {
  const { file } = fact
  const known = await recordDelivered(ports, file, { how: 'uploaded', at: moment, by })
  return known ? RECORDED : unknownFile(ports, id, fact)
}

/** The portal's own receipt of a file came in; it is kept, and each of the file's cases says so (S2). */
export async function confirmReceipt(ports: FactPorts, { id, fact, by }: Of<'portal-receipt'>): Promise<FactOutcome> {
  const { file, on } = fact
  return (await recordReceipt(ports, { file, on, by })) ? RECORDED : unknownFile(ports, id, fact)
}

type RowRejection = Extract<ReportedFact, { type: 'portal-rejection'; row: number }>

async function unknownFile(
  ports: FactPorts,
  id: string,
  { type, file }: Of<'upload-confirmed' | 'portal-receipt'>['fact'] | RowRejection,
): Promise<FactOutcome> {
  const at = ports.now().toISOString()
  await askQuestionOnce(ports, id, { about: type, reason: 'unknown-file', caseId: null, file, at })
  return notRecorded('unknown-file')
}

/** The portal refuses the signal on a row of a file, or its withdrawal, as its screen shows after an upload (S5). */
export async function rejectRow(
  ports: FactPorts,
  { id, fact, moment, by }: Reported<RowRejection>,
): Promise<FactOutcome> {
  const { file, row, reason } = fact
  const manifest = await getJson(ports.objects, 'evidence', manifestKey(file), manifestSchema)
  if (!manifest) return unknownFile(ports, id, fact)
  const caseId = manifest.rows.find((each) => each.row === row)?.caseId
  if (caseId === undefined) return notRecorded('no-such-row')
  if (manifest.kind === 'withdrawals') {
    await askAboutWithdrawal(ports, { caseId, file, row })
    return RECORDED
  }
  const code = rejectionCode(reason)
  const command = { type: 'portal-rejection', reason: code, file } as const
  const { refused } = await changeCase(ports, caseId, command, { origin: { by, moment, cause: `${file}-${row}` } })
  if (refused !== null && refused !== 'already-recorded') return notRecorded(refused)
  await askAboutRejection(ports, { caseId, file }, code)
  return RECORDED
}
