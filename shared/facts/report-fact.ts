import type { CasePortsOutside } from '../cases/change-case.ts'
import type { ReportedFact } from '../contracts/facts.ts'
import type { CaseLog, RegisterStore, Workflow } from '../contracts/ports.ts'
import type { RenterStore } from '../contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { Author } from '../domain/event.ts'
import { sha256 } from '../runtime/sha256.ts'
import { confirmBook } from './about-books.ts'
import { confirmImport, confirmReceipt, confirmUpload, rejectRow } from './about-files.ts'
import { changeAgreement, changeClient, changeMandate } from './about-registers.ts'
import { recordAboutRenter } from './about-renter.ts'
import { approveRound } from './about-rounds.ts'
import { answer, keepWordOfRenter } from './about-words.ts'
import { isWordOfRenter } from './command-of.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import { momentOfFact } from './range.ts'
import { sayWhetherSameRenter } from './same-renter.ts'
import { signedBy } from './signature.ts'

type RegisterCall =
  | 'addColleague'
  | 'clients'
  | 'colleagues'
  | 'conditions'
  | 'noteBook'
  | 'setAgreement'
  | 'setClient'
  | 'setMandate'
type NoteRight = `${'book' | 'delivery' | 'fact' | 'question' | 'renumbering'} ${'read' | 'put'}` | 'approval put'

export interface FactPorts extends CasePortsOutside {
  readonly log: CasePortsOutside['log'] & Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, RegisterCall>
  readonly renters: Pick<
    RenterStore,
    'all' | 'get' | 'keepPendingObjection' | 'lastWord' | 'put' | 'reportObjection' | 'settlePendingObjection'
  >
  readonly notebook: Pick<NotebookFor<NoteRight>, 'get' | 'list' | 'put' | 'reserve'>
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'list' | 'put' | 'putNew'>
  readonly imports: Pick<Workflow, 'startImport'>
  readonly rounds: Pick<Workflow, 'startRound'>
}

/** A fact as it counts (E1). */
export interface Reported<F extends ReportedFact = ReportedFact> {
  /**
   * Under which it counts once: that of the door through which it came, or made from the fact's own id, since names and
   * keys may not tell what somebody wrote as an id.
   */
  readonly id: string
  readonly fact: F
  readonly by: Author
  readonly moment: IsoInstant
}

/** What comes through the doors for people and programs is the system's when nobody signed it. */
const DOOR: Author = 'system'

/**
 * Records what people, municipalities and portals report, once, in every case that it concerns, and answers
 * what became of it. What nobody but a person can settle is a question too. Safe to run twice.
 *
 * @param id of this delivery: what has no id of its own counts once for each
 */
export async function reportFact(
  ports: FactPorts,
  { id, fact }: { readonly id: string; readonly fact: ReportedFact },
): Promise<FactOutcome> {
  const now = ports.now().toISOString()
  const when = momentOfFact(fact, now)
  if ('refused' in when) return notRecorded(when.refused)
  const by = fact.by === undefined ? DOOR : await signedBy(ports.registers, fact.by, now)
  const reported = { id: fact.id === undefined ? id : nameOf(fact.id), by, moment: when.moment }
  if (fact.type === 'same-renter') return sayWhetherSameRenter(ports, { ...reported, fact })
  if ('renter' in fact)
    return isWordOfRenter(fact)
      ? keepWordOfRenter(ports, { ...reported, fact })
      : recordAboutRenter(ports, { ...reported, fact })
  return once(ports, reported.id, () => recordAboutOthers(ports, { ...reported, fact }))
}

/** Under which a fact counts that carries an id of its own. */
export const nameOf = (id: string): string => `fact-${sha256(id).slice(0, 32)}`

type FactAboutOthers = Exclude<ReportedFact, { renter: string }>

function recordAboutOthers(ports: FactPorts, { fact, ...own }: Reported<FactAboutOthers>): Promise<FactOutcome> {
  switch (fact.type) {
    case 'mandate':
      return changeMandate(ports, { ...own, fact })
    case 'client':
      return changeClient(ports, { ...own, fact })
    case 'agreement':
      return changeAgreement(ports, { ...own, fact })
    case 'import-confirmed':
      return confirmImport(ports, { ...own, fact })
    case 'upload-confirmed':
      return confirmUpload(ports, { ...own, fact })
    case 'round-approved':
      return approveRound(ports, { ...own, fact })
    case 'portal-rejection':
      return rejectRow(ports, { ...own, fact })
    case 'portal-receipt':
      return confirmReceipt(ports, { ...own, fact })
    case 'book-confirmed':
      return confirmBook(ports, { ...own, fact })
    case 'question-answered':
      return answer(ports, { ...own, fact })
  }
}

/** A register has no history in which a fact that comes again is found: then it would undo what was changed since. */
async function once(ports: FactPorts, id: string, record: () => Promise<FactOutcome>): Promise<FactOutcome> {
  if ((await ports.notebook.get('fact', id)) !== null) return RECORDED
  const outcome = await record()
  if (outcome.recorded) await ports.notebook.put('fact', id, ports.now().toISOString())
  return outcome
}
