import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { PROJECT } from '../../build/project.ts'
import { WrongInput } from '../../command.ts'

export interface SimulationArguments {
  readonly registers: string
  readonly exports: string
  readonly events: string | null
  readonly from: string
  readonly until: string
  readonly out: string
  /** Folder with the property manager's own letter templates. */
  readonly templates: string | null
  /** Folder with files of portals, each in the folder of its profile: `vps-answers/2026-03-04.csv`. */
  readonly answers: string | null
}

const SAMPLE = join(PROJECT, 'infra/local/sample')
const TEXT = { type: 'string' } as const
const OPTIONS = {
  registers: TEXT,
  exports: TEXT,
  events: TEXT,
  from: TEXT,
  until: TEXT,
  out: TEXT,
  templates: TEXT,
  answers: TEXT,
} as const

/**
 * The options of `npm run simulate`; without any, the bundled sample. Paths are relative to where npm was called.
 *
 * @throws WrongInput
 */
export function readArguments(argv: readonly string[]): SimulationArguments {
  const given = parse(argv)
  const path = (name: string, value: string, kind: 'file' | 'folder'): string => existing(`--${name}`, value, kind)
  const required = (name: 'registers' | 'exports' | 'from' | 'until', fallback: string) => {
    if (given[name] !== undefined) return given[name]
    if (usesSample(given)) return fallback
    throw new WrongInput(`--${name} ontbreekt`)
  }
  const events = given.events ?? (usesSample(given) ? join(SAMPLE, 'events.jsonl') : undefined)
  const from = day('--from', required('from', '2026-01-01'))
  const until = day('--until', required('until', '2026-05-31'))
  if (until < from) throw new WrongInput(`--until ${until} ligt voor --from ${from}`)
  return {
    registers: path('registers', required('registers', join(SAMPLE, 'registers.json')), 'file'),
    exports: path('exports', required('exports', join(SAMPLE, 'exports')), 'folder'),
    events: events === undefined ? null : path('events', events, 'file'),
    from,
    until,
    out: resolve(given.out ?? 'out'),
    templates: given.templates === undefined ? null : path('templates', given.templates, 'folder'),
    answers: given.answers === undefined ? null : path('answers', given.answers, 'folder'),
  }
}

type Given = { readonly [name in keyof typeof OPTIONS]?: string | undefined }

const usesSample = (given: Given) =>
  given.registers === undefined && given.exports === undefined && given.events === undefined

function parse(argv: readonly string[]): Given {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: false }).values
  } catch {
    const known = Object.keys(OPTIONS).map((name) => `--${name}`)
    const wrong = argv.find(
      (arg, index) => !known.includes(arg.split('=')[0] ?? '') && !known.includes(argv[index - 1] ?? ''),
    )
    throw new WrongInput(
      wrong === undefined
        ? 'bij een optie ontbreekt de waarde'
        : `onbekende optie ${wrong}; er zijn ${known.join(', ')}`,
    )
  }
}

function existing(option: string, value: string, kind: 'file' | 'folder'): string {
  const path = resolve(value)
  if (!existsSync(path)) throw new WrongInput(`${option} ${value}: bestaat niet`)
  if (statSync(path).isDirectory() !== (kind === 'folder'))
    throw new WrongInput(`${option} ${value}: dit is ${kind === 'folder' ? 'geen map' : 'een map, geen bestand'}`)
  return path
}

function day(option: string, value: string): string {
  if (!z.iso.date().safeParse(value).success)
    throw new WrongInput(`${option} ${value}: schrijf een bestaande datum als jjjj-mm-dd`)
  return value
}
