import jsonata from 'jsonata'

/** What Step Functions adds to JSONata's own functions. */
const OF_STEP_FUNCTIONS = new Set(['partition', 'range', 'hash', 'random', 'uuid', 'parse'])

/** The text inside every `{% … %}` of a piece of a definition, however deep. */
export function expressionsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^\{%[\s\S]*%\}$/.test(value) ? [value.slice(2, -2).trim()] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : []
}

type Node = Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** The variables that an expression reads from outside itself. @throws when it does not compile */
export async function variablesOf(source: string): Promise<string[]> {
  const names = new Set<string>()
  const visit = (node: unknown, bound: ReadonlySet<string>): void => {
    if (!isNode(node)) return
    if (node.type === 'variable' && typeof node.value === 'string' && !bound.has(node.value)) names.add(node.value)
    const own = node.type === 'lambda' || node.type === 'block' ? new Set([...bound, ...bindingsOf(node)]) : bound
    for (const child of Object.values(node)) visit(child, own)
  }
  visit(jsonata(source).ast(), new Set())
  const free = await Promise.all([...names].map(async (name) => ((await isBuiltIn(name)) ? [] : [name])))
  return free.flat()
}

/** The parameters of a lambda, and what a block binds with `:=`. */
function bindingsOf(node: Node): string[] {
  const parameters = Array.isArray(node.arguments) ? node.arguments : []
  const bound = (Array.isArray(node.expressions) ? node.expressions : [])
    .filter((each) => isNode(each) && each.type === 'bind')
    .map((each: Node) => each.lhs)
  return [...parameters, ...bound].flatMap((each) => (isNode(each) && typeof each.value === 'string' ? each.value : []))
}

/** `$`, `$$`, `$states`, and every function that there is. */
async function isBuiltIn(name: string): Promise<boolean> {
  if (name === '' || name === '$' || name === 'states' || OF_STEP_FUNCTIONS.has(name)) return true
  return (await jsonata(`$${name}`).evaluate(null)) !== undefined
}
