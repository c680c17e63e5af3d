import { importReportSchema, type Remark } from '../contracts/import.ts'
import { reportKey } from '../contracts/object-keys.ts'
import type { CaseLog } from '../contracts/ports.ts'
import type { KeptQuestion, Question } from '../contracts/question.ts'
import type { ObjectsFor } from '../contracts/rights.ts'
import { heldBecause } from '../domain/gate-reasons.ts'
import { worded } from '../questions/wording.ts'
import { getJson } from '../runtime/json-objects.ts'

// Questions as a mail asks them.

const URGENT: ReadonlySet<string> = new Set<Question['reason']>([
  ...(['urgent-upload', 'urgent-entry', 'book-urgent', 'threat-held', 'threat-leaves'] as const),
])

/** Whether a person must look at it the same day. */
export const isUrgent = ({ reason, urgent }: Pick<KeptQuestion, 'reason' | 'urgent'>): boolean =>
  urgent || URGENT.has(reason)

/** A question with the step that answers it, and the reasons that are known why something does not count or leave. */
export const questionInFull = (question: KeptQuestion, reasons: readonly string[]): string =>
  // The reasons say where in the file.
  reasons.length === 0 ? worded(question) : `${worded({ ...question, file: null })} ${reasons.join(' ')}`

const ABOUT_WHOLE_FILES: ReadonlySet<string> = new Set<Question['reason']>([
  ...(['file-waits', 'file-refused', 'answers-refused'] as const),
])
/** So many reasons show what kind of fault a file has. */
const FIRST = 3

interface ReasonPorts {
  readonly log: Pick<CaseLog, 'summariesOf'>
  readonly objects: Pick<ObjectsFor<'work read'>, 'get'>
}

/** Why a file does not count, the first reasons, and why a threatening situation is not reported, by the question. */
export async function reasonsOf(
  { log, objects }: ReasonPorts,
  questions: readonly KeptQuestion[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const reasons = new Map<string, readonly string[]>()
  for (const { id, about, reason, file, caseId } of questions)
    if (ABOUT_WHOLE_FILES.has(reason) && file !== null) {
      // A question about a portal's file bears the key of that file.
      const report = await getJson(objects, 'work', reportKey(about === 'answer' ? id : file), importReportSchema)
      if (report) reasons.set(id, report.errors.slice(0, FIRST).map(inWords))
    } else if (reason === 'threat-held' && caseId !== null)
      for (const summary of await log.summariesOf([caseId])) reasons.set(id, heldBecause(summary.reasons ?? []))
  return reasons
}

/** An error that says by itself where it is, says it once. */
function inWords({ row, field, message }: Remark): string {
  const place = [...(row === null ? [] : [`rij ${row}`]), ...(field === null ? [] : [`kolom ${field}`])].join(', ')
  return place === '' || message.includes(place) ? message : `${place}: ${message}`
}
