import { DefinitionError, StatesError } from './errors.ts'
import { compileExpression, isExpression, type Scope, type StatesField } from './expressions.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

/** A value of the definition in which any text may be an expression. */
export type Template = { evaluate(scope: Scope): Promise<Json> }

/**
 * Compiles a value of the definition.
 *
 * @throws DefinitionError see compileExpression
 */
export function compileTemplate(value: unknown, field: string, visible: readonly StatesField[]): Template {
  if (typeof value === 'string') {
    return isExpression(value) ? compileExpression(value, field, visible) : constant(value)
  }
  if (Array.isArray(value)) {
    const elements = value.map((element, index) => compileTemplate(element, `${field}[${index}]`, visible))
    if (elements.every(isConstant)) return constant(value as Json[])
    return {
      async evaluate(scope) {
        const result: Json[] = []
        for (const element of elements) result.push(await element.evaluate(scope))
        return result
      },
    }
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]) => {
      if (key.endsWith('.$')) throw new DefinitionError(`${field}/${key}: a key that ends in .$ is JSONPath`)
      return [key, compileTemplate(member, `${field}/${key}`, visible)] as const
    })
    if (members.every(([, member]) => isConstant(member))) return constant(value as JsonObject)
    return {
      async evaluate(scope) {
        const result: JsonObject = {}
        for (const [key, member] of members) result[key] = await member.evaluate(scope)
        return result
      },
    }
  }
  return constant(value as Json)
}

const constants = new WeakSet<Template>()

function constant(value: Json): Template {
  const template = { evaluate: async () => value }
  constants.add(template)
  return template
}

function isConstant(template: Template): boolean {
  return constants.has(template)
}

/** The error of a field whose expression gave the wrong kind of value. */
export function wrongResult(field: string, wanted: string, value: Json): StatesError {
  return new StatesError(
    'States.QueryEvaluationError',
    `The field '${field}' must be ${wanted}, not ${JSON.stringify(value).slice(0, 100)}.`,
  )
}
