import type { ImportPlan, UnreadRow, UnreadRows } from '../../shared/contracts/import.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { allQuestions, askQuestion, endQuestion, questionId } from '../../shared/questions/questions.ts'

// I1, I2: what people are asked about a book that does not tell of everybody, and what a later book answers.

interface AskingPorts {
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'get' | 'list' | 'put'>
  readonly now: () => Date
}

/** The reference date with which the name of a book begins. */
const DAY = 'jjjj-mm-dd'.length

type Plan = Pick<ImportPlan, 'key' | 'books' | 'clients' | 'missing'>

/**
 * Asks about the rows that cannot be read, the clients by whose book nobody has paid, and those who are missing in it.
 * Questions of earlier books that this one answers end.
 *
 * @param files those that were read as this book
 * @param caseOf the open case of a renter whose row cannot be read; null when there is none
 */
export async function askUnread(
  ports: AskingPorts,
  { key, books, clients, missing }: Plan,
  { rows, each }: UnreadRows,
  caseOf: (row: UnreadRow) => string | null,
  files: readonly string[],
): Promise<void> {
  const asked = new Set<string>()
  const ask = async (id: string, question: Pick<Question, 'reason'> & Partial<Question>) => {
    asked.add(id)
    const at = ports.now().toISOString()
    await askQuestion(ports, id, { about: 'book', caseId: null, file: key, options: [], at, ...question })
  }
  for (const { client, renter, row, field } of each ? rows : [])
    await ask(questionId.unreadRow(client, renter), {
      ...{ reason: 'row-unread', client, renter, row, field, caseId: caseOf({ client, renter, row, field }) },
    })
  for (const client of books)
    if (!each || !clients.includes(client))
      await ask(questionId.closesNothing(client), { reason: 'closes-nothing', client })
  for (const client of missing) await ask(questionId.missing(client), { reason: 'client-missing', client })

  for (const { id, about, client, file, endedAt } of await allQuestions(ports.notebook)) {
    if (about !== 'book' || endedAt !== null || asked.has(id)) continue
    const isEarlier = (file ?? '').slice(0, DAY) <= key.slice(0, DAY)
    if (files.includes(file ?? '') || (client !== null && books.includes(client) && isEarlier))
      await endQuestion(ports, id)
  }
}
