import { z } from 'zod'
import { bringUpToDate, type CaseworkOutside, changeCase } from '../../shared/cases/change-case.ts'
import { ANSWER_CODES, HELP_ACCEPTED, type ReportedFact, reportedFactSchema } from '../../shared/contracts/facts.ts'
import type {
  CaseLog,
  CaseSummary,
  RegisterStore,
  RenterRecord,
  RenterStore,
  Workflow,
} from '../../shared/contracts/ports.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import type { Command, Refusal } from '../../shared/domain/decide.ts'
import { openCases } from '../../shared/queries/open-cases.ts'
import { changeManifest } from '../../shared/rounds/manifests.ts'
import { pool } from '../../shared/runtime/pool.ts'

/** A fact as the event bus delivers it; `id` is the bus's own, the same for every delivery of one fact. */
export const recordFactInput = z.object({ id: z.string().min(1), detail: reportedFactSchema })

export interface FactPorts extends CaseworkOutside {
  readonly log: CaseworkOutside['log'] & Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'setAgreement' | 'setClient' | 'setMandate' | 'conditions'>
  readonly renters: Pick<RenterStore, 'all' | 'lodgeObjection' | 'withdrawObjection'>
  readonly notebook: Pick<NotebookFor<'question put'>, 'put'>
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'put'>
  readonly imports: Pick<Workflow, 'startImport'>
}

/** Cases that are looked at again at the same time. */
const WIDTH = 8

/** Refusals that need nobody: the fact was known, or changes nothing. */
const HARMLESS: ReadonlySet<Refusal> = new Set(['nothing-new', 'already-recorded'])

/** Records what people, municipalities and portals report, once, in every case that it concerns. */
export async function recordFact(ports: FactPorts, { id, detail }: z.infer<typeof recordFactInput>): Promise<void> {
  const at = ports.now().toISOString()
  switch (detail.type) {
    case 'mandate': {
      const { client, from, until } = detail
      const known = await ports.registers.setMandate(client, { from, until }, at)
      return known
        ? lookAgain(ports, [client])
        : ask(ports, id, { about: detail.type, reason: 'unknown-client', caseId: null, at })
    }
    case 'client': {
      const known = await ports.registers.setClient(detail.client, detail.change, at)
      return known
        ? lookAgain(ports, [detail.client])
        : ask(ports, id, { about: detail.type, reason: 'unknown-client', caseId: null, at })
    }
    case 'agreement': {
      const { gemeentecode, status, from, until } = detail
      if (!(await ports.registers.setAgreement(gemeentecode, { status, from, until }, at)))
        return ask(ports, id, { about: detail.type, reason: 'unknown-municipality', caseId: null, at })
      const clients = (await ports.registers.clients()).map((client) => client.id)
      return lookAgain(ports, clients, (summary) => summary.gemeentecode === gemeentecode)
    }
    case 'import-confirmed':
      await ports.imports.startImport(`confirmed-${id}`, { key: detail.file, confirmed: true })
      return
    case 'upload-confirmed': {
      const { file, by } = detail
      const uploaded = { at: instantAt(detail.at.slice(0, 10), detail.at.slice(11)), by }
      const known = await changeManifest(ports.objects, file, (manifest) => ({
        uploaded: manifest.uploaded ?? uploaded,
      }))
      return known ? undefined : ask(ports, id, { about: detail.type, reason: 'unknown-file', caseId: null, file, at })
    }
    case 'crash':
      return
    default:
      await recordAboutRenter(ports, id, detail, at)
  }
}

/** Looks again at the open cases that a change in the registers concerns, so that those whose next step moved are woken (R1, R3, F3). */
async function lookAgain(
  ports: FactPorts,
  clients: readonly string[],
  concerned: (summary: CaseSummary) => boolean = () => true,
): Promise<void> {
  const cases = (await openCases(ports.log, clients)).filter(concerned)
  await pool(cases, WIDTH, ({ caseId }) => bringUpToDate(ports, caseId))
}

type AboutRenter = Extract<ReportedFact, { renter: string }>

async function recordAboutRenter(ports: FactPorts, id: string, fact: AboutRenter, at: string): Promise<void> {
  if (fact.type === 'objection') await ports.renters.lodgeObjection(fact.renter, fact.channel, at)
  if (fact.type === 'objection-withdrawn') await ports.renters.withdrawObjection(fact.renter, at)
  const about = { about: fact.type, renter: fact.renter, at }
  const all = await ports.renters.all(fact.renter)
  const records = all.filter(({ client }) => clientOf(fact) === null || clientOf(fact) === client)
  if (records.length === 0) await ask(ports, id, { ...about, reason: 'unknown-renter', caseId: null })
  if (fact.type === 'redeliver' && records.length > 1)
    return ask(ports, id, { ...about, reason: 'which-client', caseId: null })
  const heard = (await Promise.all(records.map((record) => recordInCase(ports, id, record, commandOf(fact))))).filter(
    (each) => each !== null,
  )
  for (const { caseId, refused } of fact.type === 'bounce' ? heard : [])
    if (refused === null || refused === 'already-recorded')
      await ask(ports, `${caseId}-address`, { ...about, about: 'bounce', reason: 'mail-returned', caseId })
  const told = heard.filter(({ refused }) => refused === null || refused === 'already-recorded')
  if (OF_ONE_CASE.has(fact.type) && told.length > 1)
    await ask(ports, id, { ...about, reason: 'which-client', caseId: null })
  const taken = heard.find(({ refused }) => refused === null || HARMLESS.has(refused))
  if (taken && isUnknownAnswer(fact)) await ask(ports, id, { ...about, reason: 'unknown-answer', caseId: taken.caseId })
  if (taken || heard.length < records.length || fact.type === 'objection' || fact.type === 'objection-withdrawn') return
  for (const { caseId, refused } of heard.slice(0, 1))
    if (refused) await ask(ports, id, { ...about, reason: refused, caseId })
}

/**
 * What is about one case. Of a renter who owes several clients it counts in each as long as nobody says of which it is, for it
 * stops or rests something; and a person is asked. Only `redeliver`, which sends something, then does nothing.
 */
const OF_ONE_CASE: ReadonlySet<string> = new Set(['payment', 'arrangement', 'arrangement-broken', 'portal-rejection'])

const clientOf = (fact: AboutRenter): string | null => ('client' in fact ? (fact.client ?? null) : null)

/** F2: an answer that no portal has a code for is recorded like the others, and a person finds out what it means. */
const isUnknownAnswer = (fact: AboutRenter): boolean =>
  fact.type === 'answer' && fact.code !== HELP_ACCEPTED && !ANSWER_CODES.has(fact.code)

/** What the renter's newest case made of the fact; null where there never was a case. */
async function recordInCase(
  ports: FactPorts,
  cause: string,
  { caseId }: RenterRecord,
  command: Command,
): Promise<{ caseId: string; refused: Refusal | null } | null> {
  if (caseId === null) return null
  const { refused } = await changeCase(ports, caseId, command, { cause })
  return { caseId, refused }
}

function commandOf(fact: AboutRenter): Command {
  switch (fact.type) {
    case 'contact-attempt':
      return { type: fact.type, kind: fact.kind, reached: fact.reached, by: fact.by, on: fact.at.slice(0, 10) }
    case 'objection':
    case 'objection-withdrawn':
      return { type: fact.type, channel: fact.channel }
    case 'payment':
      return { type: fact.type, amountCents: fact.amountCents }
    case 'dispute':
    case 'dispute-resolved':
      return { type: fact.type, invoice: fact.invoice }
    case 'arrangement':
      return { type: fact.type, terms: fact.terms }
    case 'threat':
      return { type: fact.type, kind: fact.kind, by: fact.by }
    case 'answer':
      return { type: fact.type, code: fact.code, on: fact.on }
    case 'portal-rejection':
      return { type: fact.type, reason: fact.reason }
    case 'redeliver':
      return { type: fact.type, by: fact.by }
    case 'arrangement-broken':
    case 'bounce':
      return { type: fact.type }
  }
}

const ask = (ports: FactPorts, id: string, question: Question): Promise<void> =>
  ports.notebook.put('question', id, question)
