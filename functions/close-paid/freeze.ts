import { type CasePortsOutside, changeCase } from '../../shared/cases/change-case.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { type Pair, type Renumbering, renumberingId } from '../../shared/contracts/renumbering.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { askQuestion, endQuestion, questionId } from '../../shared/questions/questions.ts'

// R6: what a book brings about in the case of a renter who seems to have another number in it.

interface FreezingPorts extends CasePortsOutside {
  readonly notebook: Pick<NotebookFor<`${'question' | 'renumbering'} ${'read' | 'put'}`>, 'get' | 'list' | 'put'>
}

/**
 * The case is neither paid nor goes on, and a person is asked. The hold comes first: nothing leaves meanwhile. What was
 * answered since the book was read stays.
 */
export async function freeze(
  ports: FreezingPorts,
  { caseId }: Pick<CaseSummary, 'caseId'>,
  pair: Pair,
  book: NonNullable<Renumbering['book']>,
): Promise<void> {
  const before = await ports.notebook.get('renumbering', renumberingId(pair))
  if (before?.state === 'same' || before?.state === 'other') return
  await changeCase(ports, caseId, { type: 'renumbering-suspected' })
  await ports.notebook.put('renumbering', renumberingId(pair), { ...pair, state: 'asked', caseId, book })
  await askQuestion(ports, questionId.sameRenter(caseId, pair.renter), {
    ...{ about: 'same-renter', reason: 'renumbered', caseId, client: pair.client, renter: pair.renter },
    options: ['yes', 'no'],
    at: ports.now().toISOString(),
  })
}

/** What a later book of these clients settles by itself: the old number is there again, or the new one is gone too. */
export async function release(ports: FreezingPorts, clients: readonly string[], pairs: readonly Pair[]): Promise<void> {
  const still = new Set(pairs.map(renumberingId))
  for (const { id, value } of await ports.notebook.list('renumbering')) {
    const { client, renter, caseId, state } = value
    if (state !== 'asked' || caseId === null || !clients.includes(client) || still.has(id)) continue
    await changeCase(ports, caseId, { type: 'renumbering-settled' })
    await endQuestion(ports, questionId.sameRenter(caseId, renter))
    await ports.notebook.put('renumbering', id, { ...value, state: 'over' })
  }
}
