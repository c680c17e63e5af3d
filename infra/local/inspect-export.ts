import { existsSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import { recordIdSchema } from '../../shared/contracts/fields.ts'
import { UnusableExport } from '../../shared/erp/faults.ts'
import { hasName } from '../../shared/erp/mapping/layout.ts'
import { type Mapping, mainFile } from '../../shared/erp/mapping/mapping.ts'
import { command, readOptions, WrongInput } from '../command.ts'
import { type Inspection, inspect, propose } from './inspect/inspect.ts'
import { mappingFilesIn, readMappingFile } from './inspect/mapping-files.ts'
import { registersFor, UNNAMED, unknownClients } from './inspect/registers.ts'
import { missing, nextStep, show } from './inspect/show.ts'

// `npm run inspect-export`: shows how an export would be read, and keeps the mapping of its source.

const USAGE =
  'gebruik: npm run inspect-export -- BESTAND… [--client NUMMER] [--on jjjj-mm-dd] [--mapping BESTAND] [--registers BESTAND] [--anew] [--confirm NAAM]'
const OPTIONS = {
  client: { type: 'string' },
  confirm: { type: 'string' },
  mapping: { type: 'string' },
  on: { type: 'string' },
  registers: { type: 'string' },
  anew: { type: 'boolean' },
} as const

async function main(): Promise<number> {
  const { values, paths } = given()
  const client = values.client ?? null
  if (client !== null && !recordIdSchema.safeParse(client).success)
    throw new WrongInput(`--client ${client}: dit is geen nummer van een opdrachtgever`)
  const on =
    values.on ?? /^\d{4}-\d{2}-\d{2}/.exec(basename(paths[0] ?? ''))?.[0] ?? new Date().toISOString().slice(0, 10)
  if (!z.iso.date().safeParse(on).success)
    throw new WrongInput(`--on ${on}: schrijf een bestaande datum als jjjj-mm-dd`)

  for (const path of paths)
    if (!/^\d{4}-\d{2}-\d{2}/.test(basename(path)))
      say(
        `${basename(path)}: laat de naam beginnen met de peildatum, zoals ${on}-${basename(path)}. Anders wordt het niet ingelezen.`,
      )
  const folder = dirname(resolve(paths[0] ?? ''))
  const registers = registersFor(values.registers, folder)
  const known = await readAsKnown(paths, on)
  if (known) {
    say(show(known))
    const unknown = unknownClients(known, null, registers)
    if (unknown !== null) say(unknown)
    return unknown !== null || hasErrors(known) ? 1 : 0
  }
  const kept = values.anew ? null : keptMapping(values.mapping, folder, paths)
  const proposed = kept?.mapping ?? (await propose(paths, client))
  const named = proposed.files.some(({ columns }) => columns.Opdrachtgever !== undefined)
  const chosen =
    client === null || named ? proposed : { ...proposed, constants: { ...proposed.constants, Opdrachtgever: client } }
  const path = kept?.path ?? resolve(values.mapping ?? join(folder, `${chosen.source}.mapping.json`))
  const inspection = await inspectWithGaps(paths, chosen, on)
  const read = inspection ? readAs(chosen, inspection) : chosen
  const gaps = missing(read)
  const unknown = unknownClients(inspection, client, registers)
  const held = values.confirm === undefined || gaps.length > 0 || unknown !== null
  const mapping: Mapping = held ? chosen : { ...read, confirmedBy: values.confirm ?? null }
  writeFileSync(path, `${JSON.stringify(mapping, null, 2)}\n`)
  if (inspection) say(show(inspection))
  if (unknown !== null) say(unknown)
  const typed = `npm run inspect-export -- ${paths.map(quoted).join(' ')}`
  say(nextStep({ ...read, confirmedBy: mapping.confirmedBy }, relative(process.cwd(), path), typed, inspection))
  return gaps.length > 0 || unknown !== null || hasErrors(inspection) ? 1 : 0
}

/** Null where what a mapping still lacks keeps the files from being read. */
async function inspectWithGaps(paths: readonly string[], mapping: Mapping, on: string): Promise<Inspection | null> {
  try {
    return await inspect(paths, { ...mapping, constants: { Opdrachtgever: UNNAMED, ...mapping.constants } }, on)
  } catch (error) {
    if (error instanceof UnusableExport && missing(mapping).length > 0) return null
    throw error
  }
}

/** The mapping as the import completes it from the titles of these files. */
const readAs = (mapping: Mapping, { mapping: read, files }: Inspection): Mapping =>
  read === null || files.length > 1 || mainFile(mapping).months
    ? mapping
    : { ...mapping, due: read.due, files: read.files }

function given() {
  const { values, positionals: paths } = readOptions(USAGE, { options: OPTIONS, allowPositionals: true })
  if (paths.length === 0) throw new WrongInput('noem een export, of de bestanden die bij elkaar horen')
  const missing = paths.find((path) => !existsSync(path) || !statSync(path).isFile())
  if (missing !== undefined) throw new WrongInput(`${missing}: dit bestand is er niet`)
  return { values, paths }
}

/** The export read by the known layout; null when it has another. */
async function readAsKnown(paths: readonly string[], on: string) {
  if (paths.length > 1) return null
  try {
    return await inspect(paths, null, on)
  } catch (error) {
    if (error instanceof UnusableExport && (error.waits || error.field !== null || error.row !== null)) return null
    throw error
  }
}

/** The mapping that is kept for these files, as a person may have changed it. */
function keptMapping(given: string | undefined, folder: string, paths: readonly string[]) {
  if (given !== undefined) {
    const path = resolve(given)
    return existsSync(path) ? { path, mapping: readMappingFile(path) } : null
  }
  const named = ({ mapping }: { mapping: Mapping }) =>
    mapping.files.length === paths.length &&
    mapping.files.every((file) => file.name !== null && paths.some((path) => hasName(basename(path), file)))
  return mappingFilesIn(folder).find(named) ?? null
}

const hasErrors = (inspection: Inspection | null): boolean =>
  inspection?.items.some(({ kind }) => kind === 'error') ?? false

const quoted = (path: string): string => (/\s/.test(path) ? `"${path}"` : path)

const say = (text: string) => process.stdout.write(`${text}\n`)

await command(main, { wrong: [UnusableExport] })
