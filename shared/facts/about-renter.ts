import { changeCase } from '../cases/change-case.ts'
import type { Question } from '../contracts/question.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { Command, Refusal } from '../domain/command.ts'
import { isUrgent } from '../domain/state.ts'
import { askQuestion, askQuestionOnce, endQuestionsAbout, questionId, questionWith } from '../questions/questions.ts'
import { keyedHash } from '../runtime/keyed-hash.ts'
import { sha256 } from '../runtime/sha256.ts'
import { changeRecord } from './change-record.ts'
import { answerCode, commandsOf, type FactAboutRenter, rejectionCode, type WordOfRenter } from './command-of.ts'
import { ANSWERED_AT_ONCE, type FactOutcome, HARMLESS, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'
import { askForBookAtOnce } from './urgent-book.ts'
import { asksWhose, countsForEach, keptFact } from './which-client.ts'

/**
 * Records a fact in the renter's newest case at the client that it names. Without one it is about the only client at
 * which the number exists; where there are several, a person is asked, unless it counts for each (R6).
 */
export async function recordAboutRenter(ports: FactPorts, reported: Reported<FactAboutRenter>): Promise<FactOutcome> {
  const { id, fact } = reported
  const { client } = fact
  const at = ports.now().toISOString()
  const all = await Promise.all((await ports.renters.all(fact.renter)).map((record) => asNow(ports.renters, record)))
  const records = all.filter((record) => client === undefined || record.client === client)
  const renter = records[0]?.renter ?? fact.renter
  const ask = (reason: Question['reason'], heard?: InCase) =>
    askQuestionOnce(ports, questionOf(id, fact), { ...about(fact, heard, client), renter, reason, at })
  if (records.length === 0) {
    // It may be known before the book in which the renter appears (C7).
    if (isObjection(fact))
      await keepObjection(ports, { ...reported, fact }, { renter: fact.renter, client: client ?? null })
    await ask('unknown-renter')
    return notRecorded('unknown-renter')
  }
  if (fact.type === 'answer' && answerCode(fact.code) === null) {
    await ask('unknown-answer', theOnly(records))
    return notRecorded('unknown-answer')
  }
  if (records.length > 1 && !countsForEach(fact, records)) return askWhichClient(ports, reported, records, at)
  if (isObjection(fact)) for (const each of records) await keepObjection(ports, { ...reported, fact }, each)
  const heard = (await Promise.all(records.map((record) => recordInCase(ports, record, reported)))).filter(
    (each) => each !== null,
  )
  if (fact.type === 'bounce') await askForAddress(ports, fact, heard, at)
  const told = heard.filter(isTold)
  // That an arrangement is broken is kept for one that may still be reported.
  if (fact.type === 'arrangement-broken' && told.length > 0 && !told.some(({ arranged }) => arranged))
    await ask('no-arrangement', told[0])
  const taken = heard.find(({ refused }) => refused === null || HARMLESS.has(refused))
  if (taken && fact.type === 'portal-rejection')
    await ask(isOtherRejection(fact) ? 'unknown-rejection' : 'rejected', taken)
  if (fact.type === 'withdrawn-by-hand')
    for (const { caseId } of told) await endQuestionsAbout(ports, 'withdrawal', caseId, reported.by)
  // An objection belongs to the renter, whatever the case makes of it (C7).
  if (isObjection(fact) || told.length > 0) return RECORDED
  if (taken) return notRecorded('nothing-new')
  const first = heard.find(({ refused }) => refused && !ANSWERED_AT_ONCE.has(refused)) ?? heard[0]
  if (!first?.refused) return notRecorded('unknown-renter')
  if (heard.length === records.length && !ANSWERED_AT_ONCE.has(first.refused)) await ask(first.refused, first)
  return notRecorded(first.refused)
}

/** What is said of a number that the renter has no more is said of the one since (R6). */
export const asNow = async (renters: FactPorts['renters'], record: RenterRecord): Promise<RenterRecord> =>
  record.movedTo === undefined ? record : ((await renters.get(record.movedTo, record.client)) ?? record)

/** It counts for nobody until a person says of which client it is; an objection blocks all of them till then (R6). */
async function askWhichClient(
  ports: FactPorts,
  reported: Reported<FactAboutRenter>,
  records: readonly RenterRecord[],
  at: string,
): Promise<FactOutcome> {
  const { id, fact } = reported
  const question = questionOf(id, fact)
  const options = records.map(({ client }) => client).toSorted()
  if ((await questionWith(ports.notebook, question))?.endedAt) return notRecorded('which-client')
  // First, so that a crash in between leaves no signal that may go.
  if (fact.type === 'objection')
    for (const client of options)
      await ports.renters.keepPendingObjection({ renter: fact.renter, client, id: question })
  for (const record of records) await asksWhose(ports.renters, record, question, true)
  await askQuestionOnce(ports, question, {
    ...about(fact),
    reason: 'which-client',
    options,
    fact: keptFact(reported),
    at,
  })
  return notRecorded('which-client')
}

type Objection = Extract<FactAboutRenter, { type: 'objection' | 'objection-withdrawn' }>
const isObjection = (fact: FactAboutRenter): fact is Objection =>
  fact.type === 'objection' || fact.type === 'objection-withdrawn'

/** With the renter, where it outlives every case (C7); at no client in particular while nobody knows the number. */
const keepObjection = (
  ports: FactPorts,
  { id, fact, moment }: Reported<Objection>,
  { renter, client }: { readonly renter: string; readonly client: string | null },
): Promise<void> =>
  ports.renters.reportObjection({
    renter,
    client,
    objects: fact.type === 'objection',
    channel: fact.channel,
    moment,
    id: sha256(id).slice(0, 32),
  })

interface InCase {
  readonly caseId: string
  readonly client: string
}

/** Of a renter of one client, the case that is meant. */
function theOnly(records: readonly RenterRecord[]): InCase | undefined {
  const [record, ...others] = records
  return record && record.caseId !== null && others.length === 0
    ? { caseId: record.caseId, client: record.client }
    : undefined
}

/** What a case made of the fact. */
interface Heard extends InCase {
  readonly refused: Refusal | null
  readonly emailBounced: boolean
  /** Whether there ever was an arrangement. */
  readonly arranged: boolean
}

/** Whether the case holds the fact, from now or from an earlier delivery. */
const isTold = ({ refused }: Heard): boolean => refused === null || refused === 'already-recorded'

/** What the renter's newest case made of the fact; null where there never was a case. */
async function recordInCase(
  ports: FactPorts,
  record: RenterRecord,
  { id, fact, by, moment }: Reported<FactAboutRenter>,
): Promise<Heard | null> {
  const { caseId, client } = record
  if (caseId === null) return null
  if (isObjection(fact)) await tellLaterWord(ports, caseId, client, record.renter, moment)
  const [first, ...others] = commandsOf(fact, record, moment)
  // Of several claims each has a cause of its own, or the second would count as told already.
  const tell = (command: Command, place: number) =>
    changeCase(ports, caseId, command, {
      origin: { by, moment, cause: keyedHash(record.key, place === 0 ? id : `${id} ${place}`) },
    })
  let { refused, state, standing } = await tell(first, 0)
  for (const [index, command] of others.entries()) {
    const next = await tell(command, index + 1)
    refused = next.refused === null ? null : refused
    ;({ state, standing } = next)
  }
  if (standing.step === 'book' && isUrgent(state)) await askForBookAtOnce(ports, client)
  if (fact.type === 'representative' && state.reports.representative === moment)
    await changeRecord(ports.renters, record, (now) => represented(now, fact))
  return { caseId, client, refused, emailBounced: state.emailBounced, arranged: state.reports.arranged }
}

/** The names and the address are the record's alone (invariant 6). Null where it says so already. */
function represented(
  { representative: before, ...rest }: RenterRecord,
  { representative }: Extract<FactAboutRenter, { type: 'representative' }>,
): RenterRecord | null {
  if (representative === null) return before ? rest : null
  const now = { ...representative, source: 'report' as const }
  return JSON.stringify(before) === JSON.stringify(now) ? null : { ...rest, representative: now }
}

/**
 * A case that began after the renter's last word does not know it. A report of before that word must not come into
 * force there, so the case hears the word first (E1, C7).
 */
async function tellLaterWord(
  { renters, ...ports }: FactPorts,
  caseId: string,
  client: string,
  renter: string,
  moment: IsoInstant,
): Promise<void> {
  const word = await renters.lastWord(renter, client)
  if (word && word.moment > moment)
    await changeCase(
      ports,
      caseId,
      { type: word.objects ? 'objection' : 'objection-withdrawn', channel: 'earlier' },
      { origin: { moment: word.moment } },
    )
}

/**
 * C5: the letters go by post until the ERP has another mailbox. Not once that has changed, when the fact only comes
 * again.
 */
async function askForAddress(
  ports: FactPorts,
  fact: FactAboutRenter,
  heard: readonly Heard[],
  at: string,
): Promise<void> {
  for (const each of heard)
    if (isTold(each) && each.emailBounced)
      await askQuestion(ports, questionId.address(each.caseId), { ...about(fact, each), reason: 'mail-returned', at })
}

/** S5: the words of a refusal do not enter the history; what our list has no code for, a person reads. */
const isOtherRejection = (fact: FactAboutRenter): boolean =>
  fact.type === 'portal-rejection' && fact.reason !== 'other' && rejectionCode(fact.reason) === 'other'

const about = (fact: FactAboutRenter, heard?: InCase, client = heard?.client) => ({
  about: fact.type,
  renter: fact.renter,
  caseId: heard?.caseId ?? null,
  ...(client !== undefined && { client }),
})

/** Under which a question about a fact is asked once; an id that two renters' facts carry is not one fact. */
export const questionOf = (
  id: string,
  { type, renter, client }: Pick<FactAboutRenter | WordOfRenter, 'type' | 'renter' | 'client'>,
): string => `${id}-${sha256(JSON.stringify([id, type, renter, client ?? null])).slice(0, 8)}`
