import type { Workflow } from '../../../shared/contracts/ports.ts'

/** A workflow in memory, in which nothing happens by itself: it tells a test what it was asked. */
export function aWorkflow() {
  const cases = new Set<string>()
  const woken: string[] = []
  const rounds = new Set<string>()
  const imports = new Map<string, { key: string; confirmed: boolean }>()
  /** The executions of imports that run, which a test says. */
  const importing = new Set<string>()
  return {
    async startCase(caseId) {
      cases.add(caseId)
    },
    async wake(token) {
      woken.push(token)
    },
    async startRound(name) {
      rounds.add(name)
    },
    async startImport(name, input) {
      if (!imports.has(name)) imports.set(name, input)
    },
    isRunning: async (caseId) => cases.has(caseId),
    async running() {
      const now = new Set(cases)
      return (caseId) => now.has(caseId)
    },
    isImportRunning: async (name) => importing.has(name),
    woken,
    rounds,
    imports,
    importing,
  } satisfies Workflow & Record<string, unknown>
}
