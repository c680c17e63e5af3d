import type { CaseLog } from '../contracts/ports.ts'
import type { NotebookFor } from '../contracts/rights.ts'
import { localTime } from '../domain/calendar.ts'
import { allQuestions, offered } from '../questions/questions.ts'

/** A question as people and programs read it (`questions.jsonl`); `at` and `endedAt` in local time. */
export interface QuestionView {
  readonly id: string
  readonly at: string
  readonly about: string
  readonly reason: string
  readonly client: string | null
  readonly case: string | null
  readonly renter: string | null
  readonly file: string | null
  /** Where in the file; null where it is about the file as a whole, or about none. */
  readonly row: number | null
  readonly field: string | null
  /** It stands at the top of the list. */
  readonly urgent: boolean
  /** The words that can answer it; null where it is answered by what people do. */
  readonly options: readonly string[] | null
  /** What the answer must name; null for nothing. */
  readonly value: string | null
  readonly answeredBy: string | null
  readonly endedAt: string | null
}

/** Every question, ended ones too, the oldest first; client and renter come from its case where only that is known. */
export async function questionViews(ports: {
  readonly log: Pick<CaseLog, 'summariesOf'>
  readonly notebook: Pick<NotebookFor<'question read'>, 'list'>
}): Promise<QuestionView[]> {
  const questions = await allQuestions(ports.notebook)
  const ids = questions.flatMap(({ caseId, client, renter }) =>
    caseId !== null && (client === null || renter === null) ? [caseId] : [],
  )
  const cases = new Map((await ports.log.summariesOf([...new Set(ids)])).map((summary) => [summary.caseId, summary]))
  return questions.map(({ id, at, about, reason, client, caseId, renter, ...rest }) => {
    const { file, row, field, urgent, options, answeredBy, endedAt } = rest
    const known = caseId === null ? undefined : cases.get(caseId)
    return {
      id,
      at: localTime(at),
      about,
      reason,
      client: client ?? known?.client ?? null,
      case: caseId,
      renter: renter ?? known?.renter ?? null,
      ...{ file, row, field, urgent },
      options: wordsOf({ about, options }),
      value: null,
      answeredBy,
      endedAt: endedAt && localTime(endedAt),
    }
  })
}

function wordsOf(question: Parameters<typeof offered>[0]): readonly string[] | null {
  const words = offered(question)
  return words.length > 0 ? words : null
}
