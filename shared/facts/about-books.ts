import { changeCase } from '../cases/change-case.ts'
import type { ReportedFact } from '../contracts/facts.ts'
import type { CaseSummary } from '../contracts/ports.ts'
import type { Command } from '../domain/command.ts'
import { renterKey } from '../domain/renter-number.ts'
import { allQuestions, endQuestion } from '../questions/questions.ts'
import { pool } from '../runtime/pool.ts'
import { unknownClient } from './about-registers.ts'
import { type FactOutcome, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

type Confirmed = Reported<Extract<ReportedFact, { type: 'book-confirmed' }>>

/** Cases that are told at the same time. */
const WIDTH = 8

/**
 * A person's word that stands for a book of a client until a day (C13, I1, I2): nothing was paid since its last one, or
 * nobody owes anything any more; save by some renters, of whom it is not known. What waited for a book goes on.
 */
export async function confirmBook(ports: FactPorts, { id, fact, by, moment }: Confirmed): Promise<FactOutcome> {
  const { client, on, except, nothingOpen } = fact
  if (!(await ports.registers.clients()).some((each) => each.id === client)) return unknownClient(ports, id, fact)
  await ports.registers.noteBook(client, on, ports.now().toISOString())
  const excepted = new Set(except.map(renterKey))
  const cases: CaseSummary[] = []
  for await (const summary of ports.log.openOf(client)) cases.push(summary)
  await pool(cases, WIDTH, ({ caseId, renter }) => {
    const isExcepted = excepted.has(renterKey(renter))
    const command: Command =
      nothingOpen && !isExcepted
        ? { type: 'payment', amountCents: 'all' }
        : { type: 'book-confirmed', on, except: isExcepted }
    return changeCase(ports, caseId, command, { origin: { by, moment, cause: id } })
  })
  for (const { id: asked, about, client: whose, renter, reason, file, endedAt } of await allQuestions(ports.notebook)) {
    if (about !== 'book' || whose !== client || endedAt !== null || dayOf(file) > on) continue
    if (renter !== null && excepted.has(renterKey(renter))) continue
    if (reason === 'client-missing') await comesAlone(ports, client)
    await endQuestion(ports, asked, { answeredBy: by })
  }
  return RECORDED
}

/** The reference date with which the name of a book begins; '' for no book. */
const dayOf = (file: string | null): string => (file ?? '').slice(0, 10)

/** A client who is missing in the book of another is not missed in the next one, once a person answered (I2). */
async function comesAlone({ notebook }: FactPorts, client: string): Promise<void> {
  const last = await notebook.get('book', client)
  if (last) await notebook.put('book', client, { ...last, clients: [client] })
}
