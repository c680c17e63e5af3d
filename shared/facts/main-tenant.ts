import type { Author } from '../domain/event.ts'
import { renterKey } from '../domain/renter-number.ts'
import { endQuestion, questionWith } from '../questions/questions.ts'
import { changeRecord } from './change-record.ts'
import { type FactOutcome, RECORDED } from './outcome.ts'
import type { FactPorts } from './report-fact.ts'

/**
 * A person says which of some co-renters is the main tenant: that one goes first from now on (G10). Safe to run twice.
 * Null when there is no such question that is open, or the renter is none of its options.
 */
export async function answerMainTenant(
  ports: FactPorts,
  { question, answer, by }: { readonly question: string; readonly answer: string; readonly by: Author },
): Promise<FactOutcome | null> {
  const asked = await questionWith(ports.notebook, question)
  if (asked?.reason !== 'main-tenant' || asked.endedAt !== null || asked.client === null) return null
  const { client, options } = asked
  const said = options?.find((renter) => renterKey(renter) === renterKey(answer))
  if (said === undefined) return null
  for (const renter of options ?? [])
    await changeRecord(ports.renters, { renter, client }, (known) => ({ ...known, mainTenant: renter === said }))
  await endQuestion(ports, question, { answeredBy: by, answer: said })
  return RECORDED
}
