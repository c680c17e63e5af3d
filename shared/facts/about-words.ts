import type { ReportedFact } from '../contracts/facts.ts'
import type { Question } from '../contracts/question.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import { answerQuestion, askQuestionOnce } from '../questions/questions.ts'
import { unknownClient } from './about-registers.ts'
import { asNow, questionOf } from './about-renter.ts'
import { changeRecord } from './change-record.ts'
import type { WordOfRenter } from './command-of.ts'
import { answerMainTenant } from './main-tenant.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'
import { answerSameRenter } from './same-renter.ts'
import { answerWhichClient } from './which-client.ts'

// What people say that no case has an event for.

type Of<T extends ReportedFact['type']> = Reported<Extract<ReportedFact, { type: T }>>

/** Keeps a person's word as it was said, with its author and its moment; the same fact once (E1). */
async function keepWord({ notebook }: FactPorts, { id, fact, by, moment }: Of<'book-confirmed'>): Promise<FactOutcome> {
  await notebook.put('word', id, { ...fact, by, moment })
  return RECORDED
}

/** Nothing was paid to a client since its last book. */
export async function confirmBook(ports: FactPorts, reported: Of<'book-confirmed'>): Promise<FactOutcome> {
  const { id, fact } = reported
  const known = (await ports.registers.clients()).some((client) => client.id === fact.client)
  return known ? keepWord(ports, reported) : unknownClient(ports, id, fact)
}

/** A person's word ends an open question. */
export async function answer(ports: FactPorts, { fact, by }: Of<'question-answered'>): Promise<FactOutcome> {
  const given = { question: fact.question, answer: fact.answer, by }
  const recorded =
    (await answerWhichClient(ports, given)) ??
    (await answerSameRenter(ports, given)) ??
    (await answerMainTenant(ports, given))
  if (recorded) return recorded
  const refused = await answerQuestion(ports, fact.question, fact.answer, by)
  return refused === null ? RECORDED : notRecorded(refused)
}

/** What a renter asks for is a task for staff, and changes nothing. */
export async function keepWordOfRenter(ports: FactPorts, reported: Reported<WordOfRenter>): Promise<FactOutcome> {
  const { id, fact } = reported
  const all = await Promise.all((await ports.renters.all(fact.renter)).map((record) => asNow(ports.renters, record)))
  const records = all.filter(({ client }) => fact.client === undefined || fact.client === client)
  const ask = (reason: Question['reason'], record?: RenterRecord) =>
    askQuestionOnce(ports, questionOf(id, fact), {
      ...{ about: fact.type, reason, renter: fact.renter, caseId: record?.caseId ?? null },
      ...(record && { client: record.client }),
      at: ports.now().toISOString(),
    })
  const [record, ...others] = records
  if (!record) {
    await ask('unknown-renter')
    return notRecorded('unknown-renter')
  }
  if (fact.type === 'arrangement-wanted') {
    const { amountCents, from, phone } = fact
    for (const each of records)
      await changeRecord(ports.renters, each, (known) => ({ ...known, wish: { amountCents, from, phone } }))
  }
  await ask(fact.type, others.length === 0 ? record : undefined)
  return RECORDED
}
