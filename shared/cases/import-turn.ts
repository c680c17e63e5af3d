import type { Workflow } from '../contracts/ports.ts'
import type { NotebookFor } from '../contracts/rights.ts'

// I3: of all imports one at a time works on the cases. The turn names the import that has it; each step of an import
// looks first whether it still does, so that a step that comes late, or comes again, changes nothing.

type Notes<Use extends 'read' | 'put'> = NotebookFor<`import ${Use}`>

const KIND = 'import'
const TURN = 'turn'
/** Of a turn that nobody has. */
const FREE = ''

export interface TurnPorts {
  readonly notebook: Pick<Notes<'read' | 'put'>, 'reserve' | 'replace'>
  readonly workflow: Pick<Workflow, 'isImportRunning'>
}

/**
 * Takes the turn for an import, which may have it already. One that broke off has no turn any more: nothing stays
 * behind that a person must take away.
 *
 * @returns false while another import has it
 */
export async function takeTurn({ notebook, workflow }: TurnPorts, importId: string): Promise<boolean> {
  const holder = await notebook.reserve(KIND, TURN, importId)
  if (holder === importId) return true
  if (holder !== FREE && (await workflow.isImportRunning(holder))) return false
  return notebook.replace(KIND, TURN, holder, importId)
}

export const hasTurn = async (notebook: Pick<Notes<'read'>, 'get'>, importId: string): Promise<boolean> =>
  (await notebook.get(KIND, TURN)) === importId

/** The import is over; harmless when another one has the turn by now. */
export async function leaveTurn(notebook: Pick<Notes<'put'>, 'replace'>, importId: string): Promise<void> {
  await notebook.replace(KIND, TURN, importId, FREE)
}
