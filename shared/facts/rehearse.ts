import type { ReportedFact } from '../contracts/facts.ts'
import type { GivenNotes, NoteKind, Notes } from '../contracts/notes.ts'
import { NOTES } from '../contracts/notes.ts'
import type { CaseLog, CaseSummary, Conditions, LoadedCase } from '../contracts/ports.ts'
import { keptQuestionSchema } from '../contracts/question.ts'
import type { LastWord, ObjectionReport, RenterRecord, RenterStore } from '../contracts/renters.ts'
import type { StoredEvent } from '../domain/event.ts'
import { evolve } from '../domain/evolve.ts'
import { hashOf, nextAfter } from '../domain/history.ts'
import { sha256 } from '../runtime/sha256.ts'
import type { FactOutcome } from './outcome.ts'
import { type FactPorts, reportFact } from './report-fact.ts'

/** A case as a fact would change it. */
export interface RehearsedCase {
  readonly before: LoadedCase
  /** With the events that would be appended, the newest last. */
  readonly after: LoadedCase
  readonly appended: readonly StoredEvent[]
  /** What the registers say of it now. */
  readonly conditions: Conditions
}

/** What would happen if a fact were reported now. */
export interface Rehearsal {
  readonly outcome: FactOutcome
  /** Each case that it is about, also one in which nothing would change. */
  readonly cases: readonly RehearsedCase[]
  /** Why people would be asked something. */
  readonly asked: readonly string[]
  /** The renters as they would be known. */
  readonly renters: Pick<RenterStore, 'get' | 'lastWord'>
  /** An import or a round would start. */
  readonly starts: readonly ('import' | 'round')[]
}

/**
 * Reports a fact to nobody: the same use case decides, on what stands now, and whatever it writes is kept from every
 * store. What a person sees before an action is what the action then does, as long as nothing comes in between.
 */
export async function rehearseFact(real: FactPorts, fact: ReportedFact): Promise<Rehearsal> {
  const cases = new Map<string, LoadedCase>()
  const read = new Map<string, LoadedCase>()
  const conditions = new Map<string, Conditions>()
  const starts = new Set<'import' | 'round'>()

  const log: FactPorts['log'] = {
    ...rehearsedLog(real.log, read, cases),
    openOf: (client) => real.log.openOf(client),
  }
  const { notebook, asked } = rehearsedNotebook(real.notebook)
  const renters = rehearsedRenters(real.renters)
  const outcome = await reportFact(
    {
      now: real.now,
      log,
      notebook,
      registers: {
        clients: () => real.registers.clients(),
        colleagues: () => real.registers.colleagues(),
        conditions: async (client, gemeentecode) => {
          const found = await real.registers.conditions(client, gemeentecode)
          conditions.set(`${client} ${gemeentecode}`, found)
          return found
        },
        addColleague: async (colleague) => colleague,
        noteBook: nothing,
        ...{ setAgreement: yes, setClient: yes, setMandate: yes },
      },
      renters,
      objects: { ...readsOf(real.objects), put: nothing, putNew: yes },
      workflow: { wake: nothing },
      imports: { startImport: async () => void starts.add('import') },
      rounds: { startRound: async () => void starts.add('round') },
    },
    { id: 'rehearsal', fact },
  )
  return {
    outcome,
    cases: [...cases.values()].flatMap((after) => {
      const before = read.get(after.caseId)
      const known = conditions.get(`${after.state.client} ${after.state.gemeentecode}`)
      if (!before || !known) return []
      return { before, after, appended: after.events.slice(before.events.length), conditions: known }
    }),
    asked: [...asked],
    renters,
    starts: [...starts],
  }
}

const nothing = async (): Promise<void> => {}
const yes = async (): Promise<boolean> => true

const readsOf = (objects: FactPorts['objects']) => ({
  get: (...args: Parameters<FactPorts['objects']['get']>) => objects.get(...args),
  list: (...args: Parameters<FactPorts['objects']['list']>) => objects.list(...args),
})

/**
 * A log that keeps what is appended to itself, for whoever only looks.
 *
 * @param read each case as it stands
 * @param now each case as it would stand
 */
export function rehearsedLog(
  real: Pick<CaseLog, 'load'>,
  read: Map<string, LoadedCase> = new Map(),
  now: Map<string, LoadedCase> = new Map(),
): Pick<CaseLog, 'load' | 'append' | 'summarise'> {
  const load = async (caseId: string) => {
    const known = now.get(caseId)
    if (known) return known
    const found = await real.load(caseId)
    if (!found) return null
    read.set(caseId, found)
    now.set(caseId, found)
    return found
  }
  return {
    load,
    async append(caseId, after, event, at) {
      const stored = nextAfter(after, event, at)
      const found = await load(caseId)
      // The first event of a case is no person's to write.
      if (found) {
        const { events, state } = found
        const next = evolve(state, stored, hashOf(stored, sha256))
        now.set(caseId, { ...found, events: [...events, stored], state: next })
      }
      return stored
    },
    async summarise(summary: CaseSummary) {
      const found = now.get(summary.caseId)
      if (found) now.set(summary.caseId, { ...found, summary })
    },
  }
}

function rehearsedNotebook(real: FactPorts['notebook']): {
  readonly notebook: FactPorts['notebook']
  readonly asked: ReadonlySet<string>
} {
  const written = new Map<string, Notes[NoteKind]>()
  const asked = new Set<string>()
  const keep = <Kind extends NoteKind>(kind: Kind, id: string, given: GivenNotes[Kind]): Notes[Kind] => {
    const value = NOTES[kind].parse(given)
    written.set(`${kind} ${id}`, value)
    if (kind === 'question') {
      const { reason, endedAt } = keptQuestionSchema.parse(value)
      if (endedAt === null) asked.add(reason)
    }
    return value
  }
  const keptOf = <Kind extends NoteKind>(kind: Kind, id: string): Notes[Kind] | undefined => {
    const value = written.get(`${kind} ${id}`)
    return value === undefined ? undefined : NOTES[kind].parse(value)
  }
  return {
    asked,
    notebook: {
      get: async (kind, id) => keptOf(kind, id) ?? real.get(kind, id),
      list: (kind) => real.list(kind),
      put: async (kind, id, value) => void keep(kind, id, value),
      reserve: async (kind, id, value) => keptOf(kind, id) ?? (await real.get(kind, id)) ?? keep(kind, id, value),
    },
  }
}

function rehearsedRenters(real: FactPorts['renters']): FactPorts['renters'] {
  const written = new Map<string, RenterRecord>()
  const said: ObjectionReport[] = []
  const keyOf = (renter: string, client: string) => JSON.stringify([renter, client])
  const asWritten = (record: RenterRecord) => written.get(keyOf(record.renter, record.client)) ?? record
  return {
    get: async (renter, client) => written.get(keyOf(renter, client)) ?? real.get(renter, client),
    all: async (renter) => (await real.all(renter)).map(asWritten),
    async lastWord(renter, client): Promise<LastWord | null> {
      const before = await real.lastWord(renter, client)
      const now = said.findLast((each) => each.renter === renter && (each.client === null || each.client === client))
      return now && now.moment >= (before?.moment ?? '') ? now : before
    },
    put: async (record) => void written.set(keyOf(record.renter, record.client), record),
    reportObjection: async (report) => void said.push(report),
    ...{ keepPendingObjection: nothing, settlePendingObjection: nothing },
  }
}
