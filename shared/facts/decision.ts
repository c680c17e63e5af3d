import { bringUpToDate, changeCase } from '../cases/change-case.ts'
import { dateOf } from '../domain/calendar.ts'
import { isPrescribed } from '../domain/claims.ts'
import type { Command } from '../domain/command.ts'
import type { Author } from '../domain/event.ts'
import { type Decided, isDecided } from '../questions/decisions.ts'
import { endQuestion, questionWith } from '../questions/questions.ts'
import { type FactOutcome, RECORDED } from './outcome.ts'
import type { FactPorts } from './report-fact.ts'

/**
 * A person decides what happens to a case that the rules alone bring no further: dated and signed in its history (H1).
 * Safe to run twice. Null when there is no such question that is open, or it does not offer the answer.
 */
export async function answerDecision(
  ports: FactPorts,
  { question, answer, by }: { readonly question: string; readonly answer: string; readonly by: Author },
): Promise<FactOutcome | null> {
  const asked = await questionWith(ports.notebook, question)
  if (asked?.about !== 'decision' || asked.endedAt !== null || asked.caseId === null) return null
  const { caseId, reason, options } = asked
  if (!isDecided(reason) || !options?.includes(answer)) return null
  for (const command of await commandsFor(ports, caseId, reason, answer))
    await changeCase(ports, caseId, command, { origin: { by } })
  await endQuestion(ports, question, { answeredBy: by, answer })
  return RECORDED
}

async function commandsFor(ports: FactPorts, caseId: string, task: Decided, answer: string): Promise<Command[]> {
  switch (task) {
    case 'hand-over':
      if (answer === 'hand-over') return [{ type: 'hand-over' }]
      return answer === 'close' ? [{ type: 'close', reason: 'other' }] : [{ type: 'hand-over-postponed' }]
    case 'represented':
      return [{ type: answer === 'report' ? 'reporting-allowed' : 'hand-over-postponed' }]
    case 'prescribed': {
      const { state } = await bringUpToDate(ports, caseId)
      const today = dateOf(ports.now().toISOString())
      return state.claims
        .filter((claim) => isPrescribed(state, claim, today))
        .map(({ number }) => ({ type: 'prescription', claim: number, collect: answer === 'collect' }))
    }
  }
}
