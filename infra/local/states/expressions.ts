import jsonata from 'jsonata'
import { DefinitionError, StatesError } from './errors.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

/** The members of `$states` that a field may read. */
export type StatesField = 'input' | 'context' | 'result'

/** What the expressions of one state see. */
export type Scope = {
  variables: JsonObject
  states: { input: Json; context: Json; result?: Json }
}

export type Expression = {
  /** @throws StatesError States.QueryEvaluationError, also when the result is undefined */
  evaluate(scope: Scope): Promise<Json>
}

/**
 * The functions of JSONata that an expression may call, with the most arguments. Those that read a clock or draw by lot
 * are not among them, nor is a picture for $toMillis: it would fill in what is missing from the clock of this machine.
 */
const FUNCTIONS: Readonly<Record<string, number>> = {
  ceil: 1,
  exists: 1,
  formatNumber: 2,
  fromMillis: 1,
  max: 1,
  string: 1,
  toMillis: 1,
}

/** The parts of JSONata that make or pass on functions. */
const OF_FUNCTIONS: Readonly<Record<string, string>> = {
  apply: '~>',
  lambda: 'function',
  partial: 'a function with ? for an argument',
  transform: '|…|',
}

const OPEN = '{%'
const CLOSE = '%}'

/** Whether text is written as an expression; refuses text that is only half of one, as AWS does. */
export function isExpression(text: string): boolean {
  const opens = text.trimStart().startsWith(OPEN)
  const closes = text.trimEnd().endsWith(CLOSE)
  if (!opens && !closes) return false
  if (text.startsWith(OPEN) && text.endsWith(CLOSE) && text.length >= OPEN.length + CLOSE.length) return true
  throw new DefinitionError(`an expression starts with {% and ends with %}, without space around it: ${text}`)
}

/**
 * Compiles `{% … %}`.
 *
 * @param field names the field in errors
 * @throws DefinitionError for a syntax error, a function that this cloud does not run, and a member of `$states` that
 *   this field cannot see
 */
export function compileExpression(text: string, field: string, visible: readonly StatesField[]): Expression {
  const source = text.slice(OPEN.length, -CLOSE.length).trim()
  const expression = parse(source, field)
  checkNames(expression.ast(), field, visible)
  return {
    async evaluate(scope) {
      let value: unknown
      try {
        value = await expression.evaluate(undefined, { ...scope.variables, states: scope.states })
      } catch (error) {
        throw evaluationError(source, field, `failed: ${messageOf(error)}`)
      }
      if (value === undefined) throw evaluationError(source, field, 'returned nothing (undefined)')
      return toJson(value, source, field)
    },
  }
}

function parse(source: string, field: string): jsonata.Expression {
  try {
    return jsonata(source)
  } catch (error) {
    throw new DefinitionError(`${field}: not a JSONata expression: ${source}: ${messageOf(error)}`)
  }
}

function evaluationError(source: string, field: string, problem: string): StatesError {
  return new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${source}' specified for the field '${field}' ${problem}.`,
  )
}

function messageOf(error: unknown): string {
  return isObject(error) && typeof error.message === 'string' ? error.message : String(error)
}

/** Refuses the functions that this cloud does not run, and what AWS refuses when a machine is created. */
function checkNames(node: unknown, field: string, visible: readonly StatesField[]): void {
  if (Array.isArray(node)) {
    for (const child of node) checkNames(child, field, visible)
    return
  }
  if (!isObject(node)) return
  checkFunction(node, field)
  if (node.type === 'path' && Array.isArray(node.steps)) {
    const [first, second] = node.steps as unknown[]
    if (isObject(first) && first.type === 'variable' && first.value === 'states' && isObject(second)) {
      if (second.type === 'name' && !visible.includes(second.value as StatesField)) {
        throw new DefinitionError(`${field}: $states.${String(second.value)} is not available here`)
      }
    }
  }
  for (const child of Object.values(node)) checkNames(child, field, visible)
}

function checkFunction({ type, procedure, arguments: given }: Record<string, unknown>, field: string): void {
  const part = OF_FUNCTIONS[String(type)]
  if (part !== undefined) throw new DefinitionError(`${field}: this cloud does not run ${part}`)
  if (type !== 'function') return
  const name = isObject(procedure) && procedure.type === 'variable' ? String(procedure.value) : 'of an expression'
  const most = Object.hasOwn(FUNCTIONS, name) ? (FUNCTIONS[name] ?? 0) : 0
  if (most === 0) throw new DefinitionError(`${field}: this cloud does not run $${name}`)
  if (Array.isArray(given) && given.length > most) {
    throw new DefinitionError(`${field}: this cloud does not run $${name} with more than ${most} argument(s)`)
  }
}

/** Plain JSON of a JSONata result: without its sequences, and without functions. */
function toJson(value: unknown, source: string, field: string): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (Array.isArray(value)) return value.map((element) => toJson(element ?? null, source, field))
  if (isObject(value) && value._jsonata_function !== true && value._jsonata_lambda !== true) {
    const object: JsonObject = {}
    for (const [key, member] of Object.entries(value)) {
      if (member !== undefined) object[key] = toJson(member, source, field)
    }
    return object
  }
  throw evaluationError(source, field, 'returned a value that is not JSON')
}
