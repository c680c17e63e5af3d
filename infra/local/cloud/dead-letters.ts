import { z } from 'zod'
import { reportedFactSchema } from '../../../shared/contracts/facts.ts'
import { ANSWERS, RECEIPTS } from '../../../shared/contracts/object-keys.ts'
import type { Notebook } from '../../../shared/contracts/ports.ts'
import type { Question } from '../../../shared/contracts/question.ts'
import { localTime } from '../../../shared/domain/calendar.ts'
import { askQuestion } from '../../../shared/questions/questions.ts'
import { aboutInWords } from '../../../shared/questions/wording.ts'
import type { DeadLetter, EventBus } from './event-bus.ts'

const deliveredSchema = z.object({ key: z.string() })
const reportedSchema = z.object({ detail: reportedFactSchema })

interface Telling {
  readonly bus: Pick<EventBus, 'untold' | 'told'>
  readonly notebook: Pick<Notebook, 'get' | 'put'>
  readonly now: () => number
  /** A line for who watches. */
  readonly say: (line: string) => void
}

/**
 * Tells of what failed three times: on AWS an alarm rings for the operators, and here nobody but the people at this
 * machine can hear of it. Each is a question, at the top of the morning mail, until somebody says that it is done. Safe
 * to break off: one of which nobody was told is told by the next call.
 */
export async function tellDeadLetters({ bus, notebook, now, say }: Telling): Promise<void> {
  for (const letter of bus.untold()) {
    const at = new Date(now()).toISOString()
    const question = { ...whatFailed(letter), reason: 'broken-off', caseId: null, urgent: true, at } as const
    await askQuestion({ notebook }, `dead-letter-${letter.id}`, question)
    bus.told(letter.id)
    const what = aboutInWords({ about: question.about, file: question.file ?? null })
    say(
      `${localTime(at).slice(0, 16).replace('T', ' ')}  Niet gelukt na drie keer: ${what}. Het staat bij de vragen en in de ochtendmail.`,
    )
  }
}

/** What somebody reported or delivered, in the words of questions; else the name of the function. */
function whatFailed({ function: name, event }: DeadLetter): Pick<Question, 'about' | 'file' | 'renter' | 'client'> {
  const input: unknown = JSON.parse(event)
  const fact = reportedSchema.safeParse(input).data?.detail
  if (fact && fact.type !== 'import-confirmed') {
    const { renter, client } = { renter: undefined, client: undefined, ...fact }
    return { about: fact.type, ...(renter !== undefined && { renter }), ...(client !== undefined && { client }) }
  }
  const key = deliveredSchema.safeParse(input).data?.key
  if (key?.startsWith(ANSWERS)) return { about: 'answer', file: nameIn(key) }
  if (key?.startsWith(RECEIPTS)) return { about: 'portal-receipt', file: nameIn(key) }
  return { about: 'broken-off', file: key === undefined ? name : nameIn(key) }
}

const nameIn = (key: string): string => key.slice(key.lastIndexOf('/') + 1)
