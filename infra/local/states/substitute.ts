import { DefinitionError } from './errors.ts'

/**
 * Fills the `${Placeholder}`s of a definition, as CDK's `definitionSubstitutions` does. Values are put into JSON
 * strings, escaped.
 *
 * @throws DefinitionError when a placeholder has no value, or a value has no placeholder
 */
export function substitute(aslText: string, values: Record<string, string>): string {
  const missing = new Set<string>()
  const unused = new Set(Object.keys(values))
  const filled = aslText.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) {
      missing.add(name)
      return placeholder
    }
    unused.delete(name)
    return JSON.stringify(value).slice(1, -1)
  })
  if (missing.size > 0) throw new DefinitionError(`no value for ${list(missing)}`)
  if (unused.size > 0) throw new DefinitionError(`no placeholder for ${list(unused)}`)
  return filled
}

function list(names: Set<string>): string {
  return [...names].map((name) => `\${${name}}`).join(', ')
}
