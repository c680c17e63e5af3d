import risMatching from '../bundled/ris-matching.mapping.json' with { type: 'json' }
import type { SheetRow } from '../cell.ts'
import type { Field } from './fields.ts'
import { titleKey } from './fields.ts'
import { columnsOf } from './layout.ts'
import { type MappedFile, type Mapping, mainFile, mappingSchema } from './mapping.ts'

/** Columns that an export may lack (work instruction, step 3: optional). */
const OPTIONAL: readonly Field[] = [
  ...(['Voorletters', 'Straatnaam', 'Huisnummer toevoeging', 'Woonplaats', 'Telefoonnummer', 'E-mailadres'] as const),
]

/** Mappings of sources whose columns are publicly documented; where that stands, the README of this folder says. */
export const BUNDLED: readonly Mapping[] = [risMatching].map((mapping) => mappingSchema.parse(mapping))

/** The bundled mapping of a file with these titles, without the optional columns that it lacks; null for none. */
export function bundledFor(header: SheetRow): Mapping | null {
  const there = columnsOf(header.cells)
  for (const mapping of BUNDLED) {
    const main = mainFile(mapping)
    const has = ([, title]: [string, string]) => there.has(titleKey(title))
    const columns = Object.entries(main.columns)
    if (!columns.every((column) => has(column) || OPTIONAL.includes(column[0] as Field))) continue
    const file: MappedFile = { ...main, columns: Object.fromEntries(columns.filter(has)) }
    return { ...mapping, files: [file] }
  }
  return null
}
