import { RecordMovedOn } from '../contracts/renters.ts'
import type { Author } from '../domain/event.ts'
import { renterKey } from '../domain/renter-number.ts'
import { endQuestion } from '../questions/questions.ts'
import { type FactOutcome, RECORDED } from './outcome.ts'
import type { FactPorts } from './report-fact.ts'

/** An import may write the same record at the same time. */
const ATTEMPTS = 5

/**
 * A person says which of some co-renters is the main tenant: that one goes first from now on (G10). Safe to run twice.
 * Null when there is no such question that is open, or the renter is none of its options.
 */
export async function answerMainTenant(
  ports: FactPorts,
  { question, renter, by }: { readonly question: string; readonly renter: string; readonly by: Author },
): Promise<FactOutcome | null> {
  const asked = await ports.notebook.get('question', question)
  if (asked?.reason !== 'main-tenant' || asked.endedAt !== null || asked.client === null) return null
  const options = asked.options ?? []
  if (!options.some((option) => renterKey(option) === renterKey(renter))) return null
  for (const option of options)
    await setMainTenant(ports, option, asked.client, renterKey(option) === renterKey(renter))
  await endQuestion(ports, question, { answeredBy: by })
  return RECORDED
}

async function setMainTenant(
  { renters }: Pick<FactPorts, 'renters'>,
  renter: string,
  client: string,
  mainTenant: boolean,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const record = await renters.get(renter, client)
    if (!record || record.mainTenant === mainTenant) return
    try {
      return await renters.put({ ...record, version: record.version + 1, mainTenant })
    } catch (error) {
      if (!(error instanceof RecordMovedOn) || attempt === ATTEMPTS) throw error
    }
  }
}
