import type { ReportedFact } from '../contracts/facts.ts'
import { askQuestionOnce, endDeliveryQuestions, endQuestion, questionId } from '../questions/questions.ts'
import { changeManifest } from '../rounds/manifests.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

type Of<T extends ReportedFact['type']> = Reported<Extract<ReportedFact, { type: T }>>

/** A person releases a quarantined import; whether the file can be read is for the import to say. */
export async function confirmImport(ports: FactPorts, { id, fact }: Of<'import-confirmed'>): Promise<FactOutcome> {
  await ports.imports.startImport(`confirmed-${id}`, { key: fact.file, confirmed: true })
  return RECORDED
}

/**
 * A person put a file in the portal by hand: its manifest says who and when, and nobody is asked for it any more (S2).
 */
export async function confirmUpload(
  ports: FactPorts,
  { id, fact, moment, by }: Of<'upload-confirmed'>,
): Promise<FactOutcome> {
  const { file, type } = fact
  const uploaded = { at: moment, by }
  const known = await changeManifest(ports.objects, file, (manifest) => ({ uploaded: manifest.uploaded ?? uploaded }))
  if (known) {
    await endQuestion(ports, questionId.upload(file), { answeredBy: by })
    await endDeliveryQuestions(ports, file, by)
    return RECORDED
  }
  const at = ports.now().toISOString()
  await askQuestionOnce(ports, id, { about: type, reason: 'unknown-file', caseId: null, file, at })
  return notRecorded('unknown-file')
}
