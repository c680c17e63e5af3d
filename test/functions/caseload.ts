import { bringUpToDate } from '../../shared/cases/change-case.ts'
import { PORTALS_KEY } from '../../shared/contracts/object-keys.ts'
import type { CaseLog } from '../../shared/contracts/ports.ts'
import type { Person } from '../../shared/contracts/renters.ts'
import { type Worklist, type WorklistRef, worklistKey } from '../../shared/contracts/round.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { person } from '../portals/rows.ts'
import { at, type CaseBuilder, CONTRACTS, KEY, namedClaims } from '../support/case-builder.ts'
import { aWorld } from '../support/in-memory/world.ts'

/** The number of the renter of a case. */
export const renterOf = (caseId: string): string => `100${caseId.slice(2)}`

/** The same log on a machine that stops right before it appends an event of a type. */
export const breakingOffAt = (type: StoredEvent['type'], log: CaseLog): CaseLog => ({
  ...log,
  async append(caseId, after, event, moment) {
    if (event.type === type) throw new Error('the machine stopped')
    return log.append(caseId, after, event, moment)
  },
})

/**
 * Cases in the log as they were told, each with a renter of its own, at ten past nine on Monday 20 April 2026 or when a
 * test says. Their executions are no part of it.
 *
 * @param portals what stands in `portals.json`
 */
export async function aCaseload(portals: object = {}) {
  let now = at('2026-04-20T09:10')
  const ports = await aWorld(() => new Date(now))
  const { log, renters, objects, notebook } = ports
  await objects.put('work', PORTALS_KEY, JSON.stringify(portals), 'application/json')

  const eventsOf = async (caseId: string): Promise<readonly StoredEvent[]> => (await log.load(caseId))?.events ?? []
  return {
    /** What use cases ask of the world. */
    ports,
    isAt(when: string): void {
      now = at(when)
    },
    /** A case, in the lists too. */
    async has(caseId: string, told: CaseBuilder, known: Partial<Person> = {}): Promise<void> {
      for (const { seq, at: moment, prev, ...event } of told.history)
        await log.append(caseId, { seq: seq - 1, hash: prev }, event, moment)
      const renter = renterOf(caseId)
      await renters.put({
        renter,
        client: told.state.client,
        key: KEY,
        claims: namedClaims(),
        contracts: CONTRACTS,
        version: 1,
        caseId,
        person: { ...person, ...known },
      })
      await bringUpToDate({ ...ports, workflow: null }, caseId, { renter })
    },
    /** From now on the renter is known so. */
    async renterChanges(caseId: string, known: Partial<Person>): Promise<void> {
      const [before] = await renters.all(renterOf(caseId))
      if (before) await renters.put({ ...before, version: before.version + 1, person: { ...before.person, ...known } })
    },
    eventsOf,
    /** The types of what happened in a case since an event of a type. */
    async since(type: StoredEvent['type'], caseId: string): Promise<string[]> {
      const types = (await eventsOf(caseId)).map((event) => event.type)
      return types.slice(types.lastIndexOf(type) + 1)
    },
    summaryOf: async (caseId: string) => (await log.load(caseId))?.summary ?? null,
    /** The worklist of one file: by default of signals, as CSV, that a person uploads at RIS. */
    async worklist(caseIds: readonly string[], change: Partial<Worklist> = {}): Promise<WorklistRef> {
      const file = change.file ?? 'a-file.csv'
      const list: Worklist = {
        ...{ kind: 'signals', file, on: '2026-04-20', portal: 'RIS', channel: 'upload', format: 'csv' },
        ...change,
        caseIds: [...caseIds],
      }
      const key = worklistKey(file)
      await objects.put('work', key, JSON.stringify(list), 'application/json')
      return { kind: list.kind, key }
    },
    questions: async () => allQuestions(notebook),
  }
}
