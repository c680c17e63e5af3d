import type { z } from 'zod'

/**
 * Input from outside that cannot be used. The message is one line of Dutch (B1) that names file, line and field; it
 * never repeats the value itself, since that may be about a person. Caller: show the message and stop (exit code 2).
 */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly file: string
  /** 1-based line in the file as it was given. */
  readonly line: number
  /** Path of the field, as in `clients[0].mandate.from`; empty when the file as a whole is wrong. */
  readonly field: string

  constructor(file: string, line: number, field: string, problem: string) {
    super(`${file}, regel ${line}${field === '' ? '' : `, ${field}`}: ${problem}`)
    this.file = file
    this.line = line
    this.field = field
  }
}

/** Reads one JSON document and holds it against `schema`. @throws InputError at the first wrong place in the text */
export function parseJsonFile<S extends z.ZodType>(fileName: string, text: string, schema: S): z.output<S> {
  return parseDocument(fileName, 1, text.replace(/^\uFEFF/, ''), schema)
}

/**
 * Reads one JSON document a line; empty lines are skipped. Each value keeps its 1-based line, for errors found later.
 *
 * @throws InputError at the first wrong line
 */
export function parseJsonLines<S extends z.ZodType>(
  fileName: string,
  text: string,
  schema: S,
): { line: number; value: z.output<S> }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({ content, line: index + 1 }))
    .filter(({ content }) => content.trim() !== '')
    .map(({ content, line }) => ({ line, value: parseDocument(fileName, line, content, schema) }))
}

function parseDocument<S extends z.ZodType>(fileName: string, firstLine: number, text: string, schema: S): z.output<S> {
  const lineAt = (offset: number) => firstLine + (text.slice(0, offset).match(/\n/g)?.length ?? 0)
  const fail = (offset: number, path: Path, problem: string) =>
    new InputError(fileName, lineAt(offset), formatPath(path), problem)

  const scan = findPlaces(text)
  if ('wrongAt' in scan) {
    const column = scan.wrongAt - text.lastIndexOf('\n', scan.wrongAt - 1)
    const problem = scan.problem === 'syntax' ? `kolom ${column}: de JSON klopt hier niet` : PROBLEMS[scan.problem]
    throw fail(scan.wrongAt, scan.path, problem)
  }
  const result = schema.safeParse(JSON.parse(text), { error: inDutch })
  if (result.success) return result.data

  const [first, ...others] = result.error.issues
    .flatMap(onePerKey)
    .map((issue) => ({ ...issue, offset: offsetOf(scan, issue.path) }))
    .sort((a, b) => a.offset - b.offset)
  if (!first) throw fail(0, [], PROBLEMS.unknown)
  const more = others.length === 0 ? '' : ` (en nog ${others.length} ${others.length === 1 ? 'fout' : 'fouten'})`
  throw fail(first.offset, first.path, first.message + more)
}

const PROBLEMS = {
  'duplicate-key': 'deze sleutel staat er twee keer',
  empty: 'hier staat niets',
  'too-deep': 'er staan te veel haken in elkaar',
  unknown: 'deze waarde is niet goed',
}

// --- zod's issues, in Dutch ------------------------------------------------------------------------------------------

const TYPES: Record<string, string> = {
  string: 'tekst tussen aanhalingstekens',
  number: 'een getal',
  int: 'een geheel getal',
  boolean: 'true of false',
  array: 'een lijst [ … ]',
  object: 'een object { … }',
}

const FORMATS: Record<string, string> = {
  date: 'dit is geen bestaande datum (schrijf jjjj-mm-dd)',
  email: 'dit is geen geldig e-mailadres',
  url: 'dit is geen webadres (het begint met https://)',
}

/** The words for what zod finds itself; a message written at a schema goes before these. */
export function inDutch(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'dit veld ontbreekt' : `hier hoort ${TYPES[issue.expected] ?? 'iets anders'}`
    case 'unrecognized_keys':
      return 'deze sleutel is niet bekend'
    case 'invalid_value':
      return issue.input === undefined ? 'dit veld ontbreekt' : `kies uit: ${issue.values.map(String).join(', ')}`
    case 'invalid_union':
      return Array.isArray(issue.options) ? `kies uit: ${issue.options.map(String).join(', ')}` : PROBLEMS.unknown
    case 'invalid_format':
      return FORMATS[issue.format] ?? PROBLEMS.unknown
    case 'too_small':
      if (issue.origin === 'string') return 'dit veld is leeg'
      return issue.origin === 'array'
        ? `hier hoort minstens ${issue.minimum}`
        : `dit is te laag: minstens ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string'
        ? `dit is te lang: hoogstens ${issue.maximum} tekens`
        : `dit is te hoog: hoogstens ${issue.maximum}`
    default:
      return PROBLEMS.unknown
  }
}

function onePerKey(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }))
}

type Path = readonly PropertyKey[]

function formatPath(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step).replace(/\s+/g, ' ').slice(0, 60)}`))
    .join('')
    .replace(/^\./, '')
}

// --- where things are in the text ------------------------------------------------------------------------------------
// JSON.parse forgets where a value stood, names no position for some mistakes, and lets the last of two equal keys win.

/** A value's place: the offset of its key (in an object) or of the value itself, and the places inside it. */
interface Place {
  offset: number
  inside: Map<PropertyKey, Place>
}

interface WrongPlace {
  wrongAt: number
  path: Path
  problem: 'syntax' | 'duplicate-key' | 'empty' | 'too-deep'
}

const MAX_DEPTH = 100
const SPACE = /[ \t\r\n]*/y
const STRING = /"(?:[ !#-[\]-\u{10FFFF}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/** The place of every value in a JSON text (RFC 8259), or the first place where it is no JSON. */
function findPlaces(text: string): Place | WrongPlace {
  let at = 0
  let wrong: WrongPlace | undefined

  const stop = (problem: WrongPlace['problem'], offset: number, path: Path) => {
    wrong ??= { wrongAt: offset, path: problem === 'syntax' ? [] : path, problem }
    return undefined
  }
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }
  const takeMark = (mark: string): boolean => {
    take(SPACE)
    if (text[at] !== mark) return false
    at += 1
    return true
  }

  function value(offset: number, path: Path): Place | undefined {
    const place: Place = { offset, inside: new Map() }
    if (path.length > MAX_DEPTH) return stop('too-deep', at, [])
    if (takeMark('{')) return members(place, path, '}', key)
    if (takeMark('[')) return members(place, path, ']', () => place.inside.size)
    return (take(STRING) ?? take(SCALAR)) === undefined ? stop('syntax', at, path) : place
  }

  function members(place: Place, path: Path, end: string, nextStep: () => PropertyKey | undefined): Place | undefined {
    if (takeMark(end)) return place
    do {
      take(SPACE)
      const offset = at
      const step = nextStep()
      if (step === undefined) return stop('syntax', at, path)
      if (place.inside.has(step)) return stop('duplicate-key', offset, [...path, step])
      const child = value(offset, [...path, step])
      if (!child) return undefined
      place.inside.set(step, child)
    } while (takeMark(','))
    return takeMark(end) ? place : stop('syntax', at, path)
  }

  function key(): string | undefined {
    const quoted = take(STRING)
    if (quoted === undefined || !takeMark(':')) return undefined
    return String(JSON.parse(quoted))
  }

  take(SPACE)
  if (at === text.length) return { wrongAt: 0, path: [], problem: 'empty' }
  const root = value(at, [])
  take(SPACE)
  if (root && at < text.length) stop('syntax', at, [])
  return wrong ?? root ?? { wrongAt: at, path: [], problem: 'syntax' }
}

/** Where `path` stands; for something that is missing, the place of what it is missing from. */
function offsetOf(root: Place, path: Path): number {
  let place = root
  for (const step of path) {
    const next = place.inside.get(step)
    if (!next) break
    place = next
  }
  return place.offset
}
