import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { InputError, parseJsonFile, parseJsonLines } from '../../../shared/contracts/json-errors.ts'
import { ANSWERS } from '../../../shared/contracts/object-keys.ts'
import { type Registers, registersSchema } from '../../../shared/contracts/registers.ts'
import { instantAt } from '../../../shared/domain/calendar.ts'
import { deliveredName } from '../../../shared/erp/file-name.ts'
import type { Mapping } from '../../../shared/erp/mapping/mapping.ts'
import { type PortalSettings, portalSettingsSchema } from '../../../shared/portals/settings.ts'
import { WrongInput } from '../../command.ts'
import type { Happening } from '../cloud/timeline.ts'
import { isMappingFile, mappingFilesIn } from '../inspect/mapping-files.ts'
import type { SimulationArguments } from './arguments.ts'
import { eventSchema } from './events.ts'

/** Exports are delivered at this local time of their date. */
const DELIVERY = '06:00'

export interface Moment {
  /** Epoch milliseconds. */
  readonly due: number
  readonly what: Happening
}

export interface Plan {
  readonly registers: Registers
  readonly addressesFile: string | null
  readonly portals: PortalSettings
  /** How the exports of each source are read: `*.mapping.json` beside them. */
  readonly mappings: readonly Mapping[]
  readonly moments: readonly Moment[]
  /** Files in the exports folder that are not named as an export. */
  readonly ignored: readonly string[]
}

/** Reads everything that a simulation is given, before anything is started. @throws WrongInput */
export function readPlan(given: SimulationArguments): Plan {
  const { moments, ignored } = deliveriesIn(given.exports, given, '')
  return {
    ...readRegisters(given.registers),
    mappings: mappingFilesIn(given.exports).map(({ mapping }) => mapping),
    moments: [...moments, ...answersIn(given), ...facts(given)],
    ignored,
  }
}

/**
 * The registers, with the path of the table of addresses and what is set up for the portals, as they name them. @throws
 * WrongInput
 */
export function readRegisters(path: string): Pick<Plan, 'registers' | 'addressesFile' | 'portals'> {
  const registers = read(path, (name, text) => parseJsonFile(name, text, registersSchema))
  const addressesFile = registers.addressesFile && resolve(dirname(path), registers.addressesFile)
  if (addressesFile && !existsSync(addressesFile))
    throw new WrongInput(`${basename(path)}: addressesFile ${registers.addressesFile} bestaat niet`)
  if (addressesFile && !statSync(addressesFile).isFile())
    throw new WrongInput(`${basename(path)}: addressesFile ${registers.addressesFile} is geen bestand`)
  return { registers, addressesFile, portals: readPortals(path, registers.portalsFile) }
}

function readPortals(registers: string, name: string | null): PortalSettings {
  if (name === null) return portalSettingsSchema.parse({})
  const path = resolve(dirname(registers), name)
  if (!existsSync(path)) throw new WrongInput(`${basename(registers)}: portalsFile ${name} bestaat niet`)
  return read(path, (file, text) => parseJsonFile(file, text, portalSettingsSchema))
}

function read<T>(path: string, parse: (name: string, text: string) => T): T {
  try {
    return parse(basename(path), readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof InputError) throw new WrongInput(error.message)
    throw new WrongInput(`${path}: dit bestand is niet te lezen`)
  }
}

/** Files of portals, delivered on their dates as the exports are. */
const answersIn = (given: SimulationArguments): Moment[] =>
  given.answers === null
    ? []
    : readdirSync(given.answers).flatMap((profile) => {
        const folder = join(given.answers ?? '', profile)
        return statSync(folder).isDirectory() ? deliveriesIn(folder, given, `${ANSWERS}${profile}/`).moments : []
      })

/** @param before in front of a file's name in the inbox */
function deliveriesIn(
  folder: string,
  { from, until }: SimulationArguments,
  before: string,
): { moments: Moment[]; ignored: string[] } {
  const moments: Moment[] = []
  const ignored: string[] = []
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry
    if (isMappingFile(name)) continue
    const date = name.slice(0, 10)
    const isExport = /\.(csv|xlsx)$/i.test(name) && z.iso.date().safeParse(date).success
    const path = join(folder, name)
    // A name that is no text cannot be opened by it; the import says so.
    const there = existsSync(path)
    if (!isExport || (there && !statSync(path).isFile())) ignored.push(name)
    else if (date >= from && date <= until)
      moments.push({
        due: Date.parse(instantAt(date, DELIVERY)),
        what: { kind: 'export', path: there ? path : null, key: before + deliveredName(name) },
      })
  }
  return { moments, ignored }
}

/** The facts as they were written: the function that records them reads them again, as it would on AWS. */
function facts({ events, from, until }: SimulationArguments): Moment[] {
  if (events === null) return []
  const raw = z.unknown()
  const checked = read(events, (name, text) => parseJsonLines(name, text, eventSchema))
  const written = read(events, (name, text) => parseJsonLines(name, text, raw))
  return checked.flatMap(({ line, value }, index) => {
    const date = value.at.slice(0, 10)
    if (date < from || date > until) return []
    const due = momentOf(value.at)
    const what: Happening =
      value.type === 'crash'
        ? { kind: 'crash', until: value.until === undefined ? undefined : momentOf(value.until) }
        : { kind: 'fact', id: `fact-${line}`, fact: written[index]?.value }
    return [{ due, what }]
  })
}

/** A local date and time in epoch milliseconds. */
const momentOf = (local: string): number => Date.parse(instantAt(local.slice(0, 10), local.slice(11)))
