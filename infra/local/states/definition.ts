import { createHash } from 'node:crypto'
import { checkScopes, checkTransitions } from './checks.ts'
import { compileState, type State } from './compile.ts'
import { DefinitionError } from './errors.ts'
import { type MachineSource, parseMachine, parseState } from './schema.ts'

/** A list of states with one start: the machine itself, or the processor of a Map. */
export type Block = { startAt: string; names: string[] }

export type Machine = {
  name: string
  hash: string
  startAt: string
  /** All states, also those inside Maps: names are unique in a machine. */
  states: Map<string, State>
}

/**
 * Loads a state machine: refuses whatever this runner does not implement, and compiles every expression.
 *
 * @throws DefinitionError naming the machine and the state
 */
export function loadMachine(name: string, asl: unknown): Machine {
  const source = parseMachine(asl)
  if (!source.success) throw new DefinitionError(`${name}: ${source.problem}`)
  const states = new Map<string, State>()
  const block = loadBlock(name, source.data, states)
  checkScopes(name, block, states)
  return {
    name,
    hash: createHash('sha256').update(JSON.stringify(asl)).digest('hex'),
    startAt: block.startAt,
    states,
  }
}

type BlockSource = Pick<MachineSource, 'StartAt' | 'States'>

function loadBlock(machine: string, source: BlockSource, states: Map<string, State>, inMap = false): Block {
  const names = Object.keys(source.States)
  const block = { startAt: source.StartAt, names }
  for (const name of names) {
    const where = `${machine}: state ${JSON.stringify(name)}`
    if (states.has(name)) throw new DefinitionError(`${where}: the name is used twice`)
    if (name.length > 80) throw new DefinitionError(`${where}: the name is longer than 80 characters`)
    const parsed = parseState(source.States[name])
    if (!parsed.success) throw new DefinitionError(`${where}: ${parsed.problem}`)
    if (inMap && parsed.data.Type === 'Map') {
      throw new DefinitionError(`${where}: this cloud does not run a Map inside a Map`)
    }
    const state = naming(machine, where, () =>
      compileState(name, parsed.data, (inner) => loadBlock(machine, inner, states, true)),
    )
    states.set(name, state)
  }
  checkTransitions(machine, block, states)
  return block
}

/** Puts machine and state before the message of a refusal; one from an inner block has them already. */
function naming<T>(machine: string, where: string, load: () => T): T {
  try {
    return load()
  } catch (error) {
    const located = [`${machine}: state "`, `${machine}: StartAt `]
    if (error instanceof DefinitionError && !located.some((start) => error.message.startsWith(start))) {
      throw new DefinitionError(`${where}: ${error.message}`)
    }
    throw error
  }
}
