import { reportedFactSchema } from '../contracts/facts.ts'
import type { KeptFact } from '../contracts/question.ts'
import type { Person, RenterRecord, RenterStore } from '../contracts/renters.ts'
import type { Author } from '../domain/event.ts'
import { HELP_ACCEPTED } from '../domain/event.ts'
import { endQuestion, questionWith } from '../questions/questions.ts'
import { asNow, recordAboutRenter } from './about-renter.ts'
import { changeRecord } from './change-record.ts'
import { type FactAboutRenter, isWordOfRenter, rejectionCode } from './command-of.ts'
import type { FactOutcome } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

// R6: a debtor number belongs to one client. What is said of a number that exists at several, without naming one.

/**
 * Whether a fact that names no client counts at each of several: an objection or an acceptance of help, where name and
 * address say that it is one person.
 */
export const countsForEach = (fact: FactAboutRenter, records: readonly RenterRecord[]): boolean =>
  (fact.type === 'objection' || (fact.type === 'answer' && fact.code === HELP_ACCEPTED)) &&
  new Set(records.map(({ person }) => nameAndAddress(person))).size === 1

/** A person's name and address without what two administrations write differently: capitals, spaces and signs. */
const nameAndAddress = ({ surname, initials, postcode, houseNumber, houseNumberAddition }: Person): string =>
  JSON.stringify([surname, initials, postcode, houseNumber, houseNumberAddition].map(bare))

const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '')

/** A fact as a question keeps it until a person says whose it is. */
export const keptFact = ({ id, by, moment, fact }: Reported<FactAboutRenter>): KeptFact => ({
  id,
  by,
  moment,
  said: asWritten(fact),
})

/** A fact as `events.jsonl` says it, without who signed it, its own id, and words that stand on no list. */
function asWritten({ by: _by, id: _id, ...fact }: FactAboutRenter): KeptFact['said'] {
  switch (fact.type) {
    case 'payment': {
      const { amountCents, ...rest } = fact
      return { ...rest, amount: amountCents === 'all' ? amountCents : amountCents / 100 }
    }
    case 'arrangement':
      return { ...fact, terms: fact.terms.map(({ date, amountCents }) => ({ date, amount: amountCents / 100 })) }
    case 'answer': {
      const { code, on, ...rest } = fact
      return code === HELP_ACCEPTED ? { ...rest, accepted: true, on } : { ...rest, code }
    }
    case 'representative': {
      const { representative, ...rest } = fact
      return representative ? { ...rest, ...representative } : { ...rest, none: true }
    }
    case 'portal-rejection':
      return { ...fact, reason: rejectionCode(fact.reason) }
    default:
      return fact
  }
}

/**
 * A person says of which client a fact is: it is recorded there, and blocks nobody else any more (R6). Safe to run
 * twice. Null when there is no such question that is open, or the client is none of its options.
 */
export async function answerWhichClient(
  ports: FactPorts,
  { question, answer: client, by }: { readonly question: string; readonly answer: string; readonly by: Author },
): Promise<FactOutcome | null> {
  const asked = await questionWith(ports.notebook, question)
  if (asked?.reason !== 'which-client' || asked.endedAt !== null || !asked.fact) return null
  const options = asked.options ?? []
  const { said, ...reported } = asked.fact
  const fact = reportedFactSchema.parse(said)
  if (!options.includes(client) || !('renter' in fact) || fact.type === 'same-renter' || isWordOfRenter(fact))
    return null
  const outcome = await recordAboutRenter(ports, { ...reported, fact: { ...fact, client } })
  for (const each of options)
    await ports.renters.settlePendingObjection({ renter: fact.renter, client: each, id: question })
  for (const each of await ports.renters.all(fact.renter))
    await asksWhose(ports.renters, await asNow(ports.renters, each), question, false)
  await endQuestion(ports, question, { answeredBy: by, answer: client })
  return outcome
}

/** Notes with a renter that a person is asked whose a report is, or no longer (F3). */
export const asksWhose = (
  renters: Pick<RenterStore, 'get' | 'put'>,
  record: RenterRecord,
  question: string,
  isOpen: boolean,
): Promise<void> =>
  changeRecord(renters, record, ({ whoseAsked = [], ...rest }) => {
    if (whoseAsked.includes(question) === isOpen) return null
    const now = isOpen ? [...whoseAsked, question] : whoseAsked.filter((each) => each !== question)
    return { ...rest, ...(now.length > 0 && { whoseAsked: now }) }
  })
