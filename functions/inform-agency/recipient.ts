import type { CasePorts, Outcome } from '../../shared/cases/change-case.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { Client } from '../../shared/contracts/registers.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import type { AgencyMessage } from '../../shared/domain/event.ts'
import { askQuestion, questionId } from '../../shared/questions/questions.ts'

export type Agency = NonNullable<Client['collectionAgency']>

/** An agency has the case, and nobody kept which, nor does the client have one today: a person must look. */
export class AgencyUnknown extends Error {
  override readonly name = 'AgencyUnknown'
}

interface RecipientPorts extends Pick<CasePorts, 'log' | 'now'> {
  readonly notebook: Pick<NotebookFor<'question read' | 'question put' | 'agency read' | 'agency put'>, 'get' | 'put'>
}

/**
 * Who gets a message: the client's agency of today for a hand-over, and whoever got that for all that follows, also
 * when the client has another agency since, or none. Kept as a note by the reservation of the hand-over, before it
 * leaves; the history, which is never erased, holds no mailbox, since a person's name may be in it (K2, invariant 6).
 *
 * @throws AgencyUnknown after a question for people
 */
export async function recipient(
  ports: RecipientPorts,
  { caseId, conditions }: Outcome,
  message: AgencyMessage,
  reservation: string,
): Promise<Agency> {
  const ofToday = conditions.client.collectionAgency
  if (message === 'handover' && ofToday) await ports.notebook.put('agency', reservation, ofToday)
  const agency = message === 'handover' ? ofToday : ((await whoGotIt(ports, caseId)) ?? ofToday)
  if (agency) return agency
  const at = ports.now().toISOString()
  const question: Question = { about: 'agency', reason: 'unknown', caseId, client: conditions.client.id, at }
  await askQuestion(ports, questionId.agency(caseId), question)
  throw new AgencyUnknown(caseId)
}

/** Null for a hand-over from before it was kept. */
async function whoGotIt(ports: RecipientPorts, caseId: string): Promise<Agency | null> {
  const events = (await ports.log.load(caseId))?.events ?? []
  for (const event of events)
    if (event.type === 'AgencyInformed' && event.message === 'handover')
      return ports.notebook.get('agency', event.reservation)
  return null
}
