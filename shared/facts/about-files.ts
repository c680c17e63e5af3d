import type { ReportedFact } from '../contracts/facts.ts'
import { askQuestionOnce } from '../questions/questions.ts'
import { recordDelivered, recordReceipt } from '../rounds/deliveries.ts'
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

async function unknownFile(
  ports: FactPorts,
  id: string,
  { type, file }: Of<'upload-confirmed' | 'portal-receipt'>['fact'],
): Promise<FactOutcome> {
  const at = ports.now().toISOString()
  await askQuestionOnce(ports, id, { about: type, reason: 'unknown-file', caseId: null, file, at })
  return notRecorded('unknown-file')
}
