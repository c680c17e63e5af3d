import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { InputError, parseJsonFile } from '../../../shared/contracts/json-errors.ts'
import { type Mapping, mappingSchema } from '../../../shared/erp/mapping/mapping.ts'
import { WrongInput } from '../../command.ts'

export const isMappingFile = (name: string): boolean => /\.mapping\.json$/i.test(name)

/** No mapping that people write comes near this size, in bytes. */
const MAX_BYTES = 256 * 1024

/** Reads one mapping. @throws WrongInput naming the file and the field */
export function readMappingFile(path: string): Mapping {
  if (statSync(path).size > MAX_BYTES)
    throw new WrongInput(`${basename(path)}: dit bestand is te groot voor een koppeling`)
  try {
    return parseJsonFile(basename(path), readFileSync(path, 'utf8'), mappingSchema)
  } catch (error) {
    if (error instanceof InputError) throw new WrongInput(error.message)
    throw error
  }
}

/** The mappings in a folder, by the path of their file. @throws WrongInput */
export function mappingFilesIn(folder: string): { path: string; mapping: Mapping }[] {
  if (!existsSync(folder)) return []
  const paths = readdirSync(folder)
    .filter(isMappingFile)
    .sort()
    .map((name) => join(folder, name))
  const found = paths.map((path) => ({ path, mapping: readMappingFile(path) }))
  const double = found.find(
    ({ mapping }, at) => found.findIndex((each) => each.mapping.source === mapping.source) !== at,
  )
  if (double)
    throw new WrongInput(`${basename(double.path)}: er is nog een koppeling met source ${double.mapping.source}`)
  return found
}
