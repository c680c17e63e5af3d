import { DEBT_HELP_WORDS, ELEMENTS, type Element, REPORT_ELEMENTS } from './elements.ts'
import { LETTER_KINDS, type LetterKind } from './model.ts'
import { type Otherwise, specimen } from './specimen.ts'
import { type Tag, tagsOf } from './syntax.ts'
import { FORMATS, type Format, fillIn, LINK, type Templates } from './template.ts'
import { viewOf } from './view.ts'
import type { View } from './view-parts.ts'

/** First line of every text letter. */
export const SUBJECT_LINE = /^Onderwerp: *(\S.*)\n/

/** What is wrong with a set of templates, in Dutch; empty if it may be used. */
export function problemsOf(templates: Templates): string[] {
  const problems = FORMATS.flatMap((format) =>
    LETTER_KINDS.flatMap((kind) => problemsOfLetter(templates, format, kind)),
  )
  return [...new Set(problems)]
}

function problemsOfLetter(templates: Templates, format: Format, kind: LetterKind): string[] {
  const name = `${kind}.${format}`
  const broken = problemsInTags(templates, format, kind, kind, [specimenView(format, kind, { represented: true })], [])
  if (broken.length > 0) return broken.map((problem) => `template ${name}: ${problem}`)

  const view = specimenView(format, kind)
  const ofReport = REPORT_ELEMENTS[kind]
  const problems = missing(templates, format, kind, view, [...ELEMENTS[kind], ...(ofReport ?? [])])
  if (ofReport) {
    const silent = specimenView(format, kind, { debtHelp: 'own' })
    problems.push(...missing(templates, format, kind, silent, ELEMENTS[kind]))
    problems.push(...leaking(templates, format, kind, silent, ofReport))
    const business = specimenView(format, kind, { debtHelp: null })
    problems.push(...missing(templates, format, kind, business, ELEMENTS[kind]))
    const word = DEBT_HELP_WORDS.exec(seen(templates, format, kind, business))?.[0]
    if (word) problems.push(`in een zakelijke brief mag niets over schuldhulp staan, ook niet "${word}": ${WHERE_HELP}`)
  }
  const filled = seen(templates, format, kind, view)
  if (format === 'txt' && !SUBJECT_LINE.test(filled)) problems.push('de eerste regel moet "Onderwerp: …" zijn')
  const word = kind === 'reminder' ? DEBT_HELP_WORDS.exec(filled)?.[0] : undefined
  if (word) problems.push(`in de eerste herinnering mag niets over schuldhulp staan, ook niet "${word}"`)
  return [...new Set(problems)].map((problem) => `template ${name}: ${problem}`)
}

const WHERE_HELP = 'zet het tussen {{#reporting}} en {{/reporting}}, of tussen {{#ownHelp}} en {{/ownHelp}}'

const seen = (templates: Templates, format: Format, kind: LetterKind, view: View) =>
  visible(fillIn(format, templates[format].get(kind) ?? '', view, (part) => templates[format].get(part)))

/** The fields of a specimen; the one number that is law gets a value that cannot stand in a text by chance. */
function specimenView(format: Format, kind: LetterKind, otherwise: Otherwise = {}): View {
  const view = viewOf(specimen(kind, otherwise))
  return {
    ...view,
    ...(format === 'html' ? { subject: 'Onderwerpregel' } : {}),
    ...('reportAfterDays' in view ? { reportAfterDays: 87 } : {}),
  }
}

// --- tags: do they exist, and may they be used? ----------------------------------------------------------------------

function problemsInTags(
  templates: Templates,
  format: Format,
  kind: LetterKind,
  part: string,
  scopes: readonly View[],
  above: readonly string[],
): string[] {
  const where = part === kind ? '' : ` (in ${part})`
  const content = templates[format].get(part)
  if (content === undefined) return [part === kind ? 'dit bestand ontbreekt' : `onderdeel {{> ${part}}} bestaat niet`]
  if (above.includes(part)) return [`onderdeel {{> ${part}}} roept zichzelf aan`]
  try {
    return walk(tagsOf(content), scopes)
  } catch {
    return [`de tekst is niet te lezen${where}: kijk of elke {{#…}} ook een {{/…}} heeft`]
  }

  function walk(tags: readonly Tag[], inScope: readonly View[]): string[] {
    return tags.flatMap((tag): string[] => {
      switch (tag.type) {
        case 'text':
          return []
        case 'include':
          return problemsInTags(templates, format, kind, tag.name, inScope, [...above, part])
        case 'raw':
          if (format === 'html') return [`gebruik {{${tag.name}}} met twee haken${where}`]
          return find(tag.name, inScope) === undefined ? unknown(tag.name) : []
        case 'value':
          return find(tag.name, inScope) === undefined ? unknown(tag.name) : []
        default: {
          if (tag.name === LINK) return walk(tag.inside, inScope)
          const value = find(tag.name, inScope)
          if (value === undefined) return unknown(tag.name)
          const first: unknown = Array.isArray(value) ? value[0] : value
          return walk(tag.inside, tag.type === 'section' && isView(first) ? [...inScope, first] : inScope)
        }
      }
    })
  }

  function unknown(name: string): string[] {
    return [`het veld {{${name}}} bestaat niet in deze brief${where}`]
  }
}

const isView = (value: unknown): value is View => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field as mustache finds it: the innermost scope that knows the first name decides. Undefined if there is none. */
function find(name: string, scopes: readonly View[]): unknown {
  if (name === '.') return true
  const first = name.split('.')[0] ?? name
  const scope = scopes.findLast((candidate) => first in candidate)
  return scope && at(scope, name)
}

function at(view: View, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, step) => (isView(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined),
      view,
    )
}

// --- elements: are they in the letter, and only where they belong? ---------------------------------------------------

function missing(
  templates: Templates,
  format: Format,
  kind: LetterKind,
  view: View,
  elements: readonly Element[],
): string[] {
  const shows = shownBy(templates, format, kind, view)
  return elements
    .filter((element) => !shows(element))
    .map((element) => `het onderdeel "${element.called}" ontbreekt: zet ${tagFor(element)} in de tekst`)
}

function leaking(
  templates: Templates,
  format: Format,
  kind: LetterKind,
  view: View,
  elements: readonly Element[],
): string[] {
  const shows = shownBy(templates, format, kind, view)
  return elements
    .filter((element) => !('value' in element && element.value === 'municipality') && shows(element))
    .map(
      (element) =>
        `zet ${tagFor(element)} tussen {{#reporting}} en {{/reporting}}: niet van elke huurder mag gemeld worden`,
    )
}

/** Whether an element is seen in the letter with these fields: a value by itself, a part by a mark put in its place. */
function shownBy(templates: Templates, format: Format, kind: LetterKind, view: View): (element: Element) => boolean {
  const parts = templates[format]
  const mark = (part: string) => `\uE001${part}\uE001`
  const fill = (part: (name: string) => string | undefined) =>
    visible(fillIn(format, parts.get(kind) ?? '', view, part))
  const filled = fill((name) => parts.get(name))
  const marked = fill((name) => (/\p{L}/u.test(parts.get(name) ?? '') ? `${mark(name)}${parts.get(name)}` : ''))
  return (element) =>
    'part' in element ? marked.includes(mark(element.part)) : filled.includes(String(at(view, element.value)))
}

function tagFor(element: Element): string {
  return 'part' in element ? `{{> ${element.part}}}` : `{{${element.value.replaceAll(/\.\d+/g, '')}}}`
}

/** A letter without what its reader does not see. */
const visible = (filled: string) => filled.replace(/<!--.*?-->/gs, '')
