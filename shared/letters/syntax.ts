import Mustache from 'mustache'

/** One tag of a template, or the text between tags. */
export type Tag =
  | { readonly type: 'text' }
  | { readonly type: 'value' | 'raw' | 'include'; readonly name: string }
  | { readonly type: 'section' | 'inverted'; readonly name: string; readonly inside: readonly Tag[] }

/** The tags of a template; throws what mustache throws when it cannot be read. */
export function tagsOf(template: string): Tag[] {
  const tokens: unknown = Mustache.parse(template)
  return toTags(tokens)
}

const TYPES = { name: 'value', '&': 'raw', '{': 'raw', '>': 'include', '#': 'section', '^': 'inverted' } as const

function toTags(tokens: unknown): Tag[] {
  if (!Array.isArray(tokens)) return []
  return tokens.map((token: unknown): Tag => {
    const [mark, name, , , inside]: unknown[] = Array.isArray(token) ? token : []
    const type = typeof mark === 'string' && mark in TYPES ? TYPES[mark as keyof typeof TYPES] : undefined
    if (type === undefined || typeof name !== 'string') return { type: 'text' }
    return type === 'section' || type === 'inverted' ? { type, name, inside: toTags(inside) } : { type, name }
  })
}

/** Names of the parts that a template includes; none if it cannot be read, which `problemsOf` reports. */
export function includedParts(template: string): string[] {
  const included = (tags: readonly Tag[]): string[] =>
    tags.flatMap((tag) => (tag.type === 'include' ? [tag.name] : 'inside' in tag ? included(tag.inside) : []))
  try {
    return included(tagsOf(template))
  } catch {
    return []
  }
}
