import { bringUpToDate } from '../cases/change-case.ts'
import type { ReportedFact } from '../contracts/facts.ts'
import type { CaseSummary } from '../contracts/ports.ts'
import { dateOf } from '../domain/calendar.ts'
import { openCases } from '../queries/open-cases.ts'
import { askQuestionOnce } from '../questions/questions.ts'
import { pool } from '../runtime/pool.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

type Of<T extends ReportedFact['type']> = Reported<Extract<ReportedFact, { type: T }>>

/** Cases that are looked at again at the same time. */
const WIDTH = 8

/** A client's mandate begins or ends (R1). */
export async function changeMandate(ports: FactPorts, { id, fact, by }: Of<'mandate'>): Promise<FactOutcome> {
  const { client, from, until } = fact
  const known = await ports.registers.setMandate(client, { from, until }, ports.now().toISOString(), by)
  return known ? lookAgain(ports, [client]) : unknownClient(ports, id, fact)
}

/** A client's policy changes from now on, in the cases that run too (R2, F3). */
export async function changeClient(ports: FactPorts, { id, fact, by, moment }: Of<'client'>): Promise<FactOutcome> {
  const agreed = fact.change.optionalFields && { optionalFieldsAgreed: { on: dateOf(moment), by } }
  const known = await ports.registers.setClient(
    fact.client,
    { ...fact.change, ...agreed },
    ports.now().toISOString(),
    by,
  )
  return known ? lookAgain(ports, [fact.client]) : unknownClient(ports, id, fact)
}

export async function unknownClient(
  ports: FactPorts,
  id: string,
  { type, client }: Of<'mandate' | 'client' | 'book-confirmed'>['fact'],
): Promise<FactOutcome> {
  const at = ports.now().toISOString()
  await askQuestionOnce(ports, id, { about: type, reason: 'unknown-client', caseId: null, client, at })
  return notRecorded('unknown-client')
}

/** The agreement with a municipality begins, ends, or was asked for (R3). */
export async function changeAgreement(ports: FactPorts, { id, fact, by }: Of<'agreement'>): Promise<FactOutcome> {
  const { type, gemeentecode, status, from, until } = fact
  const at = ports.now().toISOString()
  if (!(await ports.registers.setAgreement(gemeentecode, { status, from, until }, at, by))) {
    await askQuestionOnce(ports, id, { about: type, reason: 'unknown-municipality', caseId: null, at })
    return notRecorded('unknown-municipality')
  }
  const clients = (await ports.registers.clients()).map((client) => client.id)
  return lookAgain(ports, clients, (summary) => summary.gemeentecode === gemeentecode)
}

/**
 * Looks again at the open cases that a change in the registers concerns, so that those whose next step moved are woken
 * (R1, R3, F3).
 */
async function lookAgain(
  ports: FactPorts,
  clients: readonly string[],
  concerned: (summary: CaseSummary) => boolean = () => true,
): Promise<FactOutcome> {
  const cases = (await openCases(ports.log, clients)).filter(concerned)
  await pool(cases, WIDTH, ({ caseId }) => bringUpToDate(ports, caseId))
  return RECORDED
}
