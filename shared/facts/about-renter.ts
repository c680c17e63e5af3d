import { changeCase } from '../cases/change-case.ts'
import type { Question } from '../contracts/question.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { Refusal } from '../domain/command.ts'
import { askQuestion, askQuestionOnce, endQuestion, questionId } from '../questions/questions.ts'
import { keyedHash } from '../runtime/keyed-hash.ts'
import { sha256 } from '../runtime/sha256.ts'
import { answerCode, commandOf, type FactAboutRenter, rejectionCode } from './command-of.ts'
import { ANSWERED_AT_ONCE, type FactOutcome, HARMLESS, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

/**
 * What is about one case. Of a renter who owes several clients it counts in each as long as nobody says of which it is,
 * for it stops or rests something; and a person is asked. Only `redeliver`, which sends something, then does nothing.
 */
const OF_ONE_CASE: ReadonlySet<string> = new Set(['payment', 'arrangement', 'arrangement-broken', 'portal-rejection'])

/**
 * Records a fact in the newest case of the renter at each client, or at the one that it names.
 */
export async function recordAboutRenter(ports: FactPorts, reported: Reported<FactAboutRenter>): Promise<FactOutcome> {
  const { id, fact } = reported
  const { client } = fact
  const at = ports.now().toISOString()
  if (isObjection(fact)) await keepObjection(ports, { ...reported, fact })
  const all = await ports.renters.all(fact.renter)
  const records = all.filter((record) => client === undefined || record.client === client)
  const ask = (reason: Question['reason'], heard?: InCase) =>
    askQuestionOnce(ports, questionOf(id, fact), { ...about(fact, heard, client), reason, at })
  if (records.length === 0) {
    await ask('unknown-renter')
    return notRecorded('unknown-renter')
  }
  if (fact.type === 'answer' && answerCode(fact.code) === null) {
    await ask('unknown-answer', theOnly(records))
    return notRecorded('unknown-answer')
  }
  if (fact.type === 'redeliver' && records.length > 1) {
    await ask('which-client')
    return notRecorded('which-client')
  }
  const heard = (await Promise.all(records.map((record) => recordInCase(ports, record, reported)))).filter(
    (each) => each !== null,
  )
  if (fact.type === 'bounce') await askForAddress(ports, fact, heard, at)
  const told = heard.filter(isTold)
  // That an arrangement is broken is kept for one that may still be reported, and concerns no other case.
  const concerned = fact.type === 'arrangement-broken' ? told.filter(({ arranged }) => arranged) : told
  if (OF_ONE_CASE.has(fact.type) && concerned.length > 1) await ask('which-client')
  if (told.length > 0 && concerned.length === 0) await ask('no-arrangement', told[0])
  const taken = heard.find(({ refused }) => refused === null || HARMLESS.has(refused))
  if (taken && fact.type === 'portal-rejection')
    await ask(isOtherRejection(fact) ? 'unknown-rejection' : 'rejected', taken)
  if (fact.type === 'withdrawn-by-hand')
    for (const { caseId } of told) await endQuestion(ports, questionId.withdrawal(caseId), { answeredBy: reported.by })
  // An objection belongs to the renter, whatever the case makes of it (C7).
  if (isObjection(fact) || told.length > 0) return RECORDED
  if (taken) return notRecorded('nothing-new')
  const first = heard.find(({ refused }) => refused && !ANSWERED_AT_ONCE.has(refused)) ?? heard[0]
  if (!first?.refused) return notRecorded('unknown-renter')
  if (heard.length === records.length && !ANSWERED_AT_ONCE.has(first.refused)) await ask(first.refused, first)
  return notRecorded(first.refused)
}

type Objection = Extract<FactAboutRenter, { type: 'objection' | 'objection-withdrawn' }>
const isObjection = (fact: FactAboutRenter): fact is Objection =>
  fact.type === 'objection' || fact.type === 'objection-withdrawn'

/** With the renter, where it outlives every case (C7). */
const keepObjection = (ports: FactPorts, { identity, fact, moment }: Reported<Objection>): Promise<void> =>
  ports.renters.reportObjection({
    renter: fact.renter,
    client: fact.client ?? null,
    objects: fact.type === 'objection',
    channel: fact.channel,
    moment,
    id: sha256(identity).slice(0, 32),
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
  { identity, fact, by, moment }: Reported<FactAboutRenter>,
): Promise<Heard | null> {
  const { caseId, client } = record
  if (caseId === null) return null
  if (isObjection(fact)) await tellLaterWord(ports, caseId, client, fact.renter, moment)
  const { refused, state } = await changeCase(ports, caseId, commandOf(fact, record, moment), {
    origin: { by, moment, cause: keyedHash(record.key, identity) },
  })
  return { caseId, client, refused, emailBounced: state.emailBounced, arranged: state.reports.arranged }
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
const questionOf = (id: string, { type, renter, client }: FactAboutRenter): string =>
  `${id}-${sha256(JSON.stringify([id, type, renter, client ?? null])).slice(0, 8)}`
