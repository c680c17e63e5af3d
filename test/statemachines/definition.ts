import { z } from 'zod'
import { machines } from '../../statemachines/machines.ts'
import { expressionsIn, variablesOf } from './expressions.ts'

const assignSchema = z.record(z.string(), z.unknown()).default({})
const stateSchema = z.looseObject({
  Type: z.string(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Resource: z.string().default(''),
  TimeoutSeconds: z.unknown().optional(),
  Arguments: z.record(z.string(), z.unknown()).default({}),
  Assign: assignSchema,
  Retry: z
    .array(
      z.object({
        ErrorEquals: z.array(z.string()),
        MaxAttempts: z.int().default(3),
        MaxDelaySeconds: z.int().optional(),
        JitterStrategy: z.string().default('NONE'),
      }),
    )
    .default([]),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string(), Assign: assignSchema })).default([]),
  Choices: z.array(z.object({ Condition: z.unknown(), Next: z.string(), Assign: assignSchema })).default([]),
  ItemSelector: z.record(z.string(), z.unknown()).default({}),
  ItemProcessor: z.looseObject({ ProcessorConfig: z.object({ Mode: z.string() }) }).optional(),
})
const blockSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), stateSchema) })
export type State = z.infer<typeof stateSchema>
export type Block = z.infer<typeof blockSchema>

export interface Definition {
  readonly name: string
  /** As it is deployed, with its placeholders. */
  readonly text: string
  readonly machine: Block
  /** All states by name, also those of maps. */
  readonly states: ReadonlyMap<string, State>
}

/** @throws ZodError for what is no state machine */
export function definitionOf(name: string, asl: unknown): Definition {
  const machine = blockSchema.parse(asl)
  const states = new Map(blocksOf(machine).flatMap((of) => Object.entries(of.States)))
  return { name, text: JSON.stringify(asl), machine, states }
}

export const definitions: Definition[] = Object.entries(machines).map(([name, machine]) => definitionOf(name, machine))

function processorOf({ ItemProcessor }: State): Block[] {
  return ItemProcessor ? [blockSchema.parse(ItemProcessor)] : []
}

/** The machine itself, and the block of every map in it. */
function blocksOf(of: Block): Block[] {
  return [of, ...Object.values(of.States).flatMap(processorOf).flatMap(blocksOf)]
}

export const tasksOf = ({ states }: Definition) => [...states].filter(([, { Type }]) => Type === 'Task')
export const waitsOf = (definition: Definition) =>
  tasksOf(definition).filter(([, { Resource }]) => Resource.endsWith('.waitForTaskToken'))

/** The placeholders that the deployment fills in. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)),
]

/** Where a state can lead to, with the variables that this way assigns. */
function exitsOf({ Next, Default, Assign, Catch, Choices }: State): { to: string; assigns: string[] }[] {
  const on = [Next, Default].filter((to) => to !== undefined).map((to) => ({ to, assigns: Object.keys(Assign) }))
  return [...on, ...[...Catch, ...Choices].map((exit) => ({ to: exit.Next, assigns: Object.keys(exit.Assign) }))]
}

/** For each state that can be reached, the variables that every way to it has assigned. */
function assignedBefore(of: Block, outer: readonly string[]): Map<string, ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>([[of.StartAt, new Set(outer)]])
  const ahead = [of.StartAt]
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const from = of.States[name]
    if (!from) throw new Error(`no state ${name}`)
    for (const { to, assigns } of exitsOf(from)) {
      const here = new Set([...(known.get(name) ?? []), ...assigns])
      const before = known.get(to)
      const common = before === undefined ? here : new Set([...before].filter((variable) => here.has(variable)))
      if (before?.size === common.size) continue
      known.set(to, common)
      ahead.push(to)
    }
  }
  return known
}

/** States that no way leads to. */
export const unreachableIn = (machine: Block): string[] =>
  blocksOf(machine).flatMap((of) => {
    const reached = assignedBefore(of, [])
    return Object.keys(of.States).filter((name) => !reached.has(name))
  })

/** Tasks and maps whose failure nothing catches: they do not themselves, nor does the map that they are in. */
export const uncaughtIn = (of: Block): string[] =>
  Object.entries(of.States).flatMap(([name, each]) => {
    if (each.Catch.at(-1)?.ErrorEquals[0] === 'States.ALL') return []
    return [...(['Task', 'Map'].includes(each.Type) ? [name] : []), ...processorOf(each).flatMap(uncaughtIn)]
  })

/** Variables that are read where some way has not assigned them, as `state: $variable`. */
export async function undeclaredIn(of: Block, outer: readonly string[] = []): Promise<string[]> {
  const problems: string[] = []
  for (const [name, before] of assignedBefore(of, outer)) {
    const { ItemProcessor, ...own } = of.States[name] ?? stateSchema.parse({ Type: '' })
    for (const source of expressionsIn(own))
      for (const variable of await variablesOf(source))
        if (!before.has(variable)) problems.push(`${name}: $${variable}`)
    // The executions of a distributed map see nothing of their parent.
    const inside = ItemProcessor?.ProcessorConfig.Mode === 'DISTRIBUTED' ? [] : [...before]
    for (const inner of processorOf({ ...own, ItemProcessor })) problems.push(...(await undeclaredIn(inner, inside)))
  }
  return problems
}
