import type { ReportedFact } from '../contracts/facts.ts'
import type { Question } from '../contracts/question.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import { DECISIONS } from '../questions/decisions.ts'
import { answerQuestion, askQuestionOnce, questionWith } from '../questions/questions.ts'
import { asNow, questionOf } from './about-renter.ts'
import { changeRecord } from './change-record.ts'
import type { WordOfRenter } from './command-of.ts'
import { answerDecision } from './decision.ts'
import { answerMainTenant } from './main-tenant.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'
import { answerSameRenter } from './same-renter.ts'
import { answerWhichClient } from './which-client.ts'

// What people say that no case has an event for.

type Of<T extends ReportedFact['type']> = Reported<Extract<ReportedFact, { type: T }>>

/** What answers a question of which the answer brings something about, by its reason. */
const ANSWERED_BY: Readonly<Record<string, typeof answerWhichClient>> = {
  'which-client': answerWhichClient,
  renumbered: answerSameRenter,
  'main-tenant': answerMainTenant,
  ...Object.fromEntries(Object.keys(DECISIONS).map((task) => [task, answerDecision])),
}

/** A person's word ends an open question. */
export async function answer(ports: FactPorts, { fact, by }: Of<'question-answered'>): Promise<FactOutcome> {
  // No question of ours asks for one, and what somebody wrote there must not get lost in silence.
  if (fact.value !== null) return notRecorded('no-value-asked')
  const asked = await questionWith(ports.notebook, fact.question)
  const given = { question: fact.question, answer: fact.answer, by }
  const recorded = asked && (await ANSWERED_BY[asked.reason]?.(ports, given))
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
