import type { State } from './compile.ts'
import type { Block } from './definition.ts'
import { DefinitionError } from './errors.ts'

/** Refuses a block with a transition to nowhere, a state that nothing leads to, or no end. */
export function checkTransitions(machine: string, block: Block, states: ReadonlyMap<string, State>): void {
  const own = new Set(block.names)
  if (!own.has(block.startAt)) throw new DefinitionError(`${machine}: StartAt names no state: "${block.startAt}"`)
  const reached = new Set<string>()
  const ahead = [block.startAt]
  let ends = false
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    const state = states.get(name)
    if (state === undefined) continue
    const targets = targetsOf(state)
    ends ||= targets.length === 0 || targets.includes(null)
    for (const target of targets) {
      if (target === null) continue
      if (!own.has(target)) {
        throw new DefinitionError(`${machine}: state ${JSON.stringify(name)}: leads to no state here: "${target}"`)
      }
      ahead.push(target)
    }
  }
  const unreachable = block.names.find((name) => !reached.has(name))
  if (unreachable !== undefined) {
    throw new DefinitionError(`${machine}: state ${JSON.stringify(unreachable)}: no state leads to it`)
  }
  if (!ends) throw new DefinitionError(`${machine}: state ${JSON.stringify(block.startAt)}: no way leads to an end`)
}

function targetsOf(state: State): (string | null)[] {
  if (state.type === 'Fail') return []
  if (state.type === 'Choice') return [...state.rules.map((rule) => rule.next), state.default]
  return 'catch' in state ? [state.next, ...state.catch.map((catcher) => catcher.Next)] : [state.next]
}

/**
 * Refuses an iteration of an inline Map that assigns a variable of the machine: it may only read those. The children
 * of a distributed Map see nothing of their parent, so they may use any name.
 */
export function checkScopes(machine: string, block: Block, states: ReadonlyMap<string, State>): void {
  const outer = new Set(block.names.flatMap((name) => assignedBy(states.get(name))))
  for (const name of block.names) {
    const map = states.get(name)
    if (map?.type !== 'Map' || map.distributed) continue
    for (const inner of map.processor.names) {
      const variable = assignedBy(states.get(inner)).find((assigned) => outer.has(assigned))
      if (variable === undefined) continue
      const where = `${machine}: state ${JSON.stringify(inner)}`
      throw new DefinitionError(`${where}: Assign: $${variable} belongs to the scope around it`)
    }
  }
}

function assignedBy(state: State | undefined): string[] {
  return state?.type === 'Task' ? [...state.assign.keys()] : []
}
