import { problemsOf } from './check.ts'
import { LETTER_KINDS } from './model.ts'
import { includedParts } from './syntax.ts'
import { FORMATS, type Format, type Templates } from './template.ts'

/** Reads one template file by name (`demand.html.mustache`); null if there is none. */
export type ReadTemplate = (fileName: string) => Promise<string | null>

/**
 * Templates that must not be used. The message is Dutch, one line a problem, and names template and field. Caller: show
 * it.
 */
export class TemplateRefused extends Error {
  override readonly name = 'TemplateRefused'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/**
 * Loads every letter and the parts it includes. A file from `override` goes before the bundled file of the same name.
 * A part `{{> items}}` of an HTML letter is `items.html.mustache`, or else `items.mustache`, which both formats share.
 *
 * @throws TemplateRefused if any letter lacks an element that the law or the process asks for (tekst 1 and 2, C6, C9),
 * names an unknown field, or cannot be read: no letter goes out with half a text
 */
export async function loadTemplates(
  bundled: ReadTemplate,
  override: ReadTemplate = async () => null,
): Promise<Templates> {
  const read: ReadTemplate = async (fileName) => (await override(fileName)) ?? (await bundled(fileName))
  const [txt, html] = await Promise.all(FORMATS.map((format) => loadParts(read, format)))
  const templates: Templates = { txt: txt ?? new Map(), html: html ?? new Map() }
  const problems = problemsOf(templates)
  if (problems.length > 0) throw new TemplateRefused(problems)
  return templates
}

/**
 * A mail to staff tells that own templates are refused, so it cannot wait for them (I4, H1).
 *
 * @returns the own templates, or the bundled ones where they are refused
 */
export async function unlessRefused(own: Promise<Templates>, bundled: ReadTemplate): Promise<Templates> {
  try {
    return await own
  } catch (error) {
    if (!(error instanceof TemplateRefused)) throw error
    return loadTemplates(bundled)
  }
}

async function loadParts(read: ReadTemplate, format: Format): Promise<Map<string, string>> {
  const parts = new Map<string, string>()
  let wanted: string[] = [...LETTER_KINDS]
  while (wanted.length > 0) {
    const found = await Promise.all(
      wanted.map(async (name) => {
        const content = (await read(`${name}.${format}.mustache`)) ?? (await read(`${name}.mustache`))
        return [name, content?.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')] as const
      }),
    )
    for (const [name, content] of found) if (content !== undefined) parts.set(name, content)
    const included = found.flatMap(([, content]) => (content === undefined ? [] : includedParts(content)))
    const asked = new Set(found.map(([name]) => name))
    wanted = [...new Set(included)].filter((name) => !parts.has(name) && !asked.has(name))
  }
  return parts
}
