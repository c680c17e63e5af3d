import type { z } from 'zod'
import { type Cell, cellsOf, type PortalRow } from './cell.ts'
import { SIGNAL_COLUMNS } from './columns.ts'
import { writeCsv } from './csv.ts'
import { PortalFileError } from './portal-file-error.ts'
import type { FormatProfile } from './profile.ts'
import { writeXlsx } from './xlsx.ts'

const titleOf = (field: unknown) => SIGNAL_COLUMNS.find((column) => column.field === field)?.title ?? 'onbekend veld'

/**
 * Checks every row against its schema, lays it out as the profile says and writes the file. `on` is `YYYY-MM-DD`.
 *
 * @throws PortalFileError for a row that cannot be sent
 * @throws RangeError for no rows at all or a profile of another kind
 */
export async function writeFile(
  profile: FormatProfile,
  kind: FormatProfile['kind'],
  schema: z.ZodType<PortalRow>,
  rows: readonly unknown[],
  on: string,
): Promise<Uint8Array> {
  if (profile.kind !== kind) throw new RangeError(`profile ${profile.name} is not for ${kind}`)
  if (rows.length === 0) throw new RangeError('a portal file needs at least one row')
  const cells: Cell[][] = rows.map((row, index) => {
    const result = schema.safeParse(row)
    if (result.success) return cellsOf(profile, result.data, on)
    throw new PortalFileError(index, titleOf(result.error.issues[0]?.path[0]), 'dit gegeven ontbreekt of klopt niet')
  })
  return profile.fileType === 'xlsx' ? writeXlsx(profile, cells) : writeCsv(profile, cells)
}
