import { changeCase } from '../cases/change-case.ts'
import { ANSWER_CODES, HELP_ACCEPTED } from '../contracts/facts.ts'
import type { RenterRecord } from '../contracts/ports.ts'
import type { Question } from '../contracts/question.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { Refusal } from '../domain/decide.ts'
import { askQuestion, askQuestionOnce, questionId } from '../questions/questions.ts'
import { keyedHash } from '../runtime/keyed-hash.ts'
import { commandOf, type FactAboutRenter } from './command-of.ts'
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
  const ask = (reason: Question['reason'], heard?: Heard) =>
    askQuestionOnce(ports, id, { ...about(fact, heard, client), reason, at })
  if (records.length === 0) {
    await ask('unknown-renter')
    return notRecorded('unknown-renter')
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
  if (taken && isUnknownAnswer(fact)) await ask('unknown-answer', taken)
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
    id: identity,
  })

/** What a case made of the fact. */
interface Heard {
  readonly caseId: string
  readonly client: string
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
  { caseId, client, key }: RenterRecord,
  { identity, fact, by, moment }: Reported<FactAboutRenter>,
): Promise<Heard | null> {
  if (caseId === null) return null
  if (isObjection(fact)) await tellLaterWord(ports, caseId, client, fact.renter, moment)
  const { refused, state } = await changeCase(ports, caseId, commandOf(fact, moment), {
    origin: { by, moment, cause: keyedHash(key, identity) },
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

/** F2: an answer that no portal has a code for is recorded like the others, and a person finds out what it means. */
const isUnknownAnswer = (fact: FactAboutRenter): boolean =>
  fact.type === 'answer' && fact.code !== HELP_ACCEPTED && !ANSWER_CODES.has(fact.code)

const about = (fact: FactAboutRenter, heard?: Heard, client = heard?.client) => ({
  about: fact.type,
  renter: fact.renter,
  caseId: heard?.caseId ?? null,
  ...(client !== undefined && { client }),
})
