import { bringUpToDate, changeCase } from '../cases/change-case.ts'
import type { ReportedFact } from '../contracts/facts.ts'
import type { Person, RenterRecord } from '../contracts/renters.ts'
import { type Pair, type Renumbering, renumberingId } from '../contracts/renumbering.ts'
import type { Author } from '../domain/event.ts'
import { renterKey } from '../domain/renter-number.ts'
import { askQuestionOnce, endQuestion, questionId, questionWith } from '../questions/questions.ts'
import { randomKey } from '../runtime/random.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

// R6: a person says whether a new debtor number is that of a renter who had another one.

type SameRenter = Extract<ReportedFact, { type: 'same-renter' }>

/**
 * Records it, and has the book read again in which the new number came: then its claims go to the case that there was,
 * or the old number paid by that book and the new one gets a case of its own. Safe to run twice.
 */
export async function sayWhetherSameRenter(
  ports: FactPorts,
  { id, fact, by }: Reported<SameRenter>,
): Promise<FactOutcome> {
  const { renter, was, client } = fact
  const notes = (await ports.notebook.list('renumbering')).map(({ value }) => value)
  const records = await ports.renters.all(was)
  const clients = new Set([
    ...notes.filter((note) => isAbout(note, fact)).map((note) => note.client),
    ...records.map((record) => record.client),
  ])
  const meant = [...clients].filter((each) => client === undefined || each === client)
  const [only, ...others] = meant
  const reason = only === undefined ? 'unknown-renter' : 'which-client'
  if (only === undefined || others.length > 0) {
    const question = { about: fact.type, reason, caseId: null, renter, at: ports.now().toISOString() } as const
    await askQuestionOnce(ports, id, { ...question, ...(client !== undefined && { client }) })
    return notRecorded(reason)
  }
  const pair = { client: only, was, renter }
  const known = notes.find((note) => note.client === only && isAbout(note, fact))
  return settle(ports, known ?? { ...pair, state: 'asked', caseId: null, book: null }, { id, same: !fact.not, by })
}

const isAbout = (pair: Pair, fact: Pick<SameRenter, 'was' | 'renter'>): boolean =>
  renterKey(pair.was) === renterKey(fact.was) && renterKey(pair.renter) === renterKey(fact.renter)

/**
 * A person answers the question whether a new number is that of the renter of a case. Null when there is no such
 * question that is open.
 */
export async function answerSameRenter(
  ports: FactPorts,
  { question, answer, by }: { readonly question: string; readonly answer: string; readonly by: Author },
): Promise<FactOutcome | null> {
  const asked = await questionWith(ports.notebook, question)
  if (asked?.reason !== 'renumbered' || asked.endedAt !== null || !asked.options?.includes(answer)) return null
  const notes = (await ports.notebook.list('renumbering')).map(({ value }) => value)
  const note = notes.find((each) => each.caseId === asked.caseId && each.renter === asked.renter)
  return note ? settle(ports, note, { id: question, same: answer === 'yes', by }) : null
}

async function settle(
  ports: FactPorts,
  note: Renumbering,
  { id, same, by }: { readonly id: string; readonly same: boolean; readonly by: Author },
): Promise<FactOutcome> {
  const { client, renter, caseId, book } = note
  if (same && !(await move(ports, note, by))) {
    const question = { about: 'same-renter', reason: 'elsewhere', caseId, client, renter } as const
    await askQuestionOnce(ports, `${id}-elsewhere`, { ...question, at: ports.now().toISOString() })
    return notRecorded('elsewhere')
  }
  await ports.notebook.put('renumbering', renumberingId(note), { ...note, state: same ? 'same' : 'other' })
  if (caseId !== null)
    await endQuestion(ports, questionId.sameRenter(caseId, renter), { answeredBy: by, answer: same ? 'yes' : 'no' })
  if (book) await ports.imports.startImport(`renumbered-${id}`, book)
  return RECORDED
}

/**
 * Everything goes on under the new number: the renter's cases, the numbers of the claims with the key under which the
 * histories hash them, and the objection. The old record is emptied last, so that what breaks off is done again. False
 * when the new number has a record of its own.
 */
async function move({ renters, ...ports }: FactPorts, { client, was, renter }: Pair, by: Author): Promise<boolean> {
  const old = await renters.get(was, client)
  const isMoved = old?.movedTo !== undefined && renterKey(old.movedTo) === renterKey(renter)
  if (!old || (old.movedTo !== undefined && !isMoved) || renterKey(was) === renterKey(renter)) return false
  let record = await renters.get(renter, client)
  if (record && !isMoved && record.key !== old.key) return false
  if (!record) {
    record = movedRecord(old, renter)
    await renters.put(record)
  }
  const word = await renters.lastWord(was, client)
  if (word) await renters.reportObjection({ ...word, renter, client, id: renumberingId({ client, was, renter }) })
  if (!isMoved) await renters.put(emptied(old, renter))
  for (const caseId of record.earlierCases ?? []) await bringUpToDate(ports, caseId, { renter })
  if (record.caseId !== null)
    await changeCase(ports, record.caseId, { type: 'renumbering-settled' }, { renter, origin: { by } })
  return true
}

/** Without the book that it knew: the next one is taken over in full. */
const movedRecord = ({ book: _book, ...old }: RenterRecord, renter: string): RenterRecord => ({
  ...old,
  renter,
  version: 1,
  formerly: [...(old.formerly ?? []), old.renter],
})

const NOBODY: Person = {
  ...{ surname: '', initials: '', street: '', houseNumber: '', houseNumberAddition: '' },
  ...{ postcode: '', city: '', phone: '', email: '' },
}

const emptied = ({ renter, client, version }: RenterRecord, movedTo: string): RenterRecord => ({
  ...{ renter, client, version: version + 1, movedTo },
  key: randomKey(),
  ...{ caseId: null, person: NOBODY, claims: [], contracts: [] },
})
