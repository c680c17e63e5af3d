import { titleOf } from './columns.ts'
import type { OpenExport } from './export.ts'
import { unreadIn } from './mapping/complete.ts'
import { mainFile } from './mapping/mapping.ts'

/** Titles of a file that nothing is read from. */
export function unreadTitles({ layout }: OpenExport): string[] {
  const titles = layout.row.cells.flatMap((cell) =>
    typeof cell === 'string' && cell.trim() !== '' ? [cell.trim()] : [],
  )
  if (layout.kind === 'known') return titles.filter((title) => titleOf(title) === undefined)
  return unreadIn(layout.mapping.files[layout.part] ?? mainFile(layout.mapping), layout.row)
}

const HOLD_OR_REPRESENTATIVE =
  /blok|geblok|stop|dunning|niet (aan)?manen|uitgesloten|on ?hold|pauze|overl(e|ij)d|decease|wsnp|sanering|schuld(regel|hulp|bemid)|bewind|curat|mentor|voogd|vertegenw|gemachtig|budgetbeheer|correspond|postadres|verzendadres|hoofdhuur|medehuur|mede-huur|postbus|faillis|surseance|betalingsregeling|incassostatus|erven/i

/** R8: of those, the ones that look like a hold or a representative, which nobody may pass over without a word. */
export const unreadHolds = (open: OpenExport): string[] =>
  unreadTitles(open).filter((title) => HOLD_OR_REPRESENTATIVE.test(title))
