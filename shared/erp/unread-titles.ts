import { titleOf } from './columns.ts'
import type { OpenExport } from './export.ts'
import { mainFile } from './mapping/mapping.ts'

/** Titles of a file that nothing is read from. */
export function unreadTitles({ layout }: OpenExport): string[] {
  const titles = layout.row.cells.flatMap((cell) =>
    typeof cell === 'string' && cell.trim() !== '' ? [cell.trim()] : [],
  )
  if (layout.kind === 'known') return titles.filter((title) => titleOf(title) === undefined)
  const file = layout.mapping.files[layout.part] ?? mainFile(layout.mapping)
  const used = [...Object.values(file.columns), ...file.ageing.map(({ column }) => column)]
  return titles.filter((title) => !used.includes(title.replaceAll('*', '').trim()))
}

const HOLD_OR_REPRESENTATIVE =
  /blok|aanmaanstop|incassostop|maanstop|dunning|overl(e|ij)d|decease|wsnp|sanering|schuld(regel|hulp|bemid)|bewind|curat|mentor|voogd|vertegenw|gemachtig|budgetbeheer|correspond|postadres|verzendadres|hoofdhuur|medehuur/i

/** R8: of those, the ones that look like a hold or a representative, which nobody may pass over without a word. */
export const unreadHolds = (open: OpenExport): string[] =>
  unreadTitles(open).filter((title) => HOLD_OR_REPRESENTATIVE.test(title))
