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
  if (state.type === 'Choice') {
    const targets = state.rules.map((rule) => rule.next)
    return state.default === undefined ? targets : [...targets, state.default]
  }
  return 'catch' in state ? [state.next, ...state.catch.map((catcher) => catcher.next)] : [state.next]
}

/**
 * Refuses a branch or an iteration that assigns a variable of the scope around it: it may only read those. The
 * children of a distributed Map see nothing of their parent, so they may use any name.
 */
export function checkScopes(
  machine: string,
  block: Block,
  states: ReadonlyMap<string, State>,
  outer: ReadonlySet<string> = new Set(),
): void {
  const visible = new Set(outer)
  for (const name of block.names) {
    for (const variable of assignedBy(states.get(name))) {
      if (outer.has(variable)) {
        throw new DefinitionError(
          `${machine}: state ${JSON.stringify(name)}: Assign: $${variable} belongs to the scope around it`,
        )
      }
      visible.add(variable)
    }
  }
  for (const name of block.names) {
    const state = states.get(name)
    if (state?.type === 'Parallel') {
      for (const branch of state.branches) checkScopes(machine, branch, states, visible)
    }
    if (state?.type === 'Map') {
      checkScopes(machine, state.processor, states, state.distributed === undefined ? visible : new Set())
    }
  }
}

function assignedBy(state: State | undefined): string[] {
  if (state === undefined || state.type === 'Fail') return []
  const exits = [state, ...(state.type === 'Choice' ? state.rules : []), ...('catch' in state ? state.catch : [])]
  return exits.flatMap((exit) => [...exit.assign.keys()])
}
