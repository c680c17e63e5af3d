import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { allQuestions, endQuestion } from '../../shared/questions/questions.ts'

interface EndingPorts {
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'get' | 'list' | 'put'>
  readonly now: () => Date
}

/** What was read of a portal's file. */
interface ReadNow {
  readonly key: string
  /** The cases about which a line counted, or told what was known. */
  readonly cases: ReadonlySet<string>
  /** The rows about which people are asked. */
  readonly unread: ReadonlySet<number>
  /** It was read to its end. */
  readonly isWhole: boolean
}

/**
 * Ends what was asked about lines of portals' files that are read now: of a case by any later file, since that tells
 * the same line; of a line whose dwelling could not be read, and of a file as a whole, by the file of the same name,
 * when it is delivered anew.
 */
export async function endAnswered(ports: EndingPorts, { key, cases, unread, isWhole }: ReadNow): Promise<void> {
  for (const { id, about, reason, file, row, caseId, endedAt } of await allQuestions(ports.notebook)) {
    if (about !== 'answer' || file === null || endedAt !== null) continue
    const isOfThis = id === key || id === `${key}-${row}`
    const isAskedNow = isOfThis && (reason === 'answers-refused' ? !isWhole : row !== null && unread.has(row))
    if (isAskedNow) continue
    if (caseId !== null ? cases.has(caseId) : isOfThis && isWhole) await endQuestion(ports, id)
  }
}
