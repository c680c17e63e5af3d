import { z } from 'zod'
import { type Casework, handle } from '../../shared/casework/handle.ts'
import type { ReportedFact } from '../../shared/contracts/facts.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import type { Notebook, RenterRecord, RenterStore, Workflow } from '../../shared/contracts/ports.ts'
import type { Command, Refusal } from '../../shared/domain/decide.ts'

/** A fact as the event bus delivers it; `id` is the bus's own, the same for every delivery of one fact. */
export const recordFactInput = z.object({ id: z.string().min(1), detail: reportedFactSchema })

export interface FactWork extends Casework {
  readonly renters: RenterStore
  readonly notebook: Notebook
  readonly imports: Pick<Workflow, 'startImport'>
}

/** Something that a person must look at: a fact that fits no case. Without personal data; the fact's id leads to the rest. */
export interface Question {
  readonly about: string
  readonly reason: Refusal | 'unknown-renter' | 'unknown-client' | 'unknown-municipality'
  readonly caseId: string | null
  readonly at: string
}

/** Refusals that need nobody: the fact was known, or changes nothing. */
const HARMLESS: ReadonlySet<Refusal> = new Set(['nothing-new', 'already-recorded'])

/** Records what people, municipalities and portals report, once, in every case that it concerns (contract.md, events). */
export async function recordFact(work: FactWork, { id, detail }: z.infer<typeof recordFactInput>): Promise<void> {
  const at = work.now().toISOString()
  switch (detail.type) {
    case 'mandate':
      if (!(await work.registers.setMandate(detail.client, { from: detail.from, until: detail.until }, at)))
        await ask(work, id, { about: detail.type, reason: 'unknown-client', caseId: null, at })
      return
    case 'agreement': {
      const { gemeentecode, status, from, until } = detail
      if (!(await work.registers.setAgreement(gemeentecode, { status, from, until }, at)))
        await ask(work, id, { about: detail.type, reason: 'unknown-municipality', caseId: null, at })
      return
    }
    case 'import-confirmed':
      await work.imports.startImport(`confirmed-${id}`, { key: detail.file, confirmed: true })
      return
    case 'crash':
      return
    default:
      await recordAboutRenter(work, id, detail, at)
  }
}

type AboutRenter = Extract<ReportedFact, { renter: string }>

async function recordAboutRenter(work: FactWork, id: string, fact: AboutRenter, at: string): Promise<void> {
  if (fact.type === 'objection') await work.renters.lodgeObjection(fact.renter, fact.channel, at)
  if (fact.type === 'objection-withdrawn') await work.renters.withdrawObjection(fact.renter, at)
  const records = await work.renters.all(fact.renter)
  if (records.length === 0) await ask(work, id, { about: fact.type, reason: 'unknown-renter', caseId: null, at })
  const refusals = await Promise.all(records.map((record) => recordInCase(work, id, record, commandOf(fact))))
  const taken = refusals.some((refusal) => refusal === null || HARMLESS.has(refusal.reason))
  const objection = fact.type === 'objection' || fact.type === 'objection-withdrawn'
  if (taken || objection) return
  for (const refusal of refusals.slice(0, 1))
    if (refusal) await ask(work, id, { about: fact.type, reason: refusal.reason, caseId: refusal.caseId, at })
}

/** Null when the fact found its place in the renter's newest case. */
async function recordInCase(
  work: FactWork,
  cause: string,
  { caseId }: RenterRecord,
  command: Command,
): Promise<{ caseId: string; reason: Refusal } | null> {
  if (caseId === null) return null
  const { refused } = await handle(work, caseId, command, { cause })
  return refused && { caseId, reason: refused }
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
    case 'arrangement-broken':
    case 'bounce':
      return { type: fact.type }
  }
}

const ask = (work: FactWork, id: string, question: Question): Promise<void> =>
  work.notebook.put('question', id, question)
