import type { SheetRow } from '../cell.ts'
import { LayoutFault } from '../faults.ts'
import { type Field, fieldOf, isOriginal, titleText } from './fields.ts'
import { type MappedFile, type Mapping, mainFile } from './mapping.ts'

export interface Completed {
  readonly mapping: Mapping
  /** What is read otherwise than the mapping says, in Dutch, by the title of the column. */
  readonly remarks: readonly { readonly field: string; readonly message: string }[]
}

/** Titles of a file that its mapping reads nothing from. */
export const unreadIn = (file: MappedFile, { cells }: SheetRow): string[] => {
  const used = [...Object.values(file.columns), ...file.ageing.map(({ column }) => column)]
  return cells.map(titleText).filter((title) => title !== '' && !used.includes(title))
}

/**
 * What a mapping derives gives way to a column that says it: the due date, and what is open where the mapping would
 * take the whole amount of a claim for it. A choice that a person must have made (`days-after`) stands.
 */
export function completed(mapping: Mapping, part: number, row: SheetRow): Completed {
  const main = mainFile(mapping)
  if (part > 0) return { mapping, remarks: [] }
  const only = (...fields: Field[]) => {
    const found = unreadIn(main, row).filter((title) => fields.includes(fieldOf(title) ?? 'Periode'))
    return found.length === 1 ? found[0] : undefined
  }
  const open = takesWhole(main) ? only('Openstaand', 'Achterstand', 'Saldo') : undefined
  const derived = mapping.due.rule === 'first-of-month' || mapping.due.rule === 'period'
  const due = mapping.shape === 'claims' && derived ? only('Vervaldatum') : undefined
  // What a claim is for says whether it is rent (C12).
  const about = mapping.shape === 'claims' && main.columns.Omschrijving === undefined ? only('Omschrijving') : undefined
  if (open === undefined && due === undefined && about === undefined) return { mapping, remarks: [] }
  const columns = {
    ...main.columns,
    ...(open === undefined ? {} : { Openstaand: open }),
    ...(due === undefined ? {} : { Vervaldatum: due }),
    ...(about === undefined ? {} : { Omschrijving: about }),
  }
  const message = (what: string) => `De koppeling leest deze kolom niet. ${what} Verbeter de koppeling.`
  return {
    mapping: {
      ...mapping,
      ...(due === undefined ? {} : { due: { rule: 'column' as const } }),
      files: [{ ...main, columns }, ...mapping.files.slice(1)],
    },
    remarks: [
      ...(open === undefined
        ? []
        : [{ field: open, message: message('Zij zegt wat er openstaat, en wordt zo gelezen.') }]),
      ...(about === undefined
        ? []
        : [{ field: about, message: message('Zij zegt waar de vordering over gaat, en wordt zo gelezen.') }]),
      ...(due === undefined ? [] : [{ field: due, message: message('Zij zegt de vervaldatum, en wordt zo gelezen.') }]),
    ],
  }
}

/** No column says what is open, and nothing is deducted: the whole amount of a claim would be taken for it. */
const takesWhole = ({ columns, ageing, months }: MappedFile): boolean =>
  ageing.length === 0 &&
  months === undefined &&
  (['Openstaand', 'Achterstand', 'Saldo', 'Debet', 'Credit', 'Betaald'] as const).every(
    (field) => columns[field] === undefined,
  )

/** Why a file does not tell what is open, in Dutch: its only amount is what the claim once was. Null when it does. */
export function originalOnly(file: MappedFile): string | null {
  const whole = file.columns.Bedrag
  if (!takesWhole(file) || whole === undefined || !isOriginal(whole)) return null
  return `Geen kolom zegt wat er openstaat: "${whole}" is wat er eerst was. Lever een kolom met het openstaande bedrag mee.`
}

/** @throws LayoutFault for a file that does not tell what is open */
export function refuseOriginal(mapping: Mapping, part: number, row: number): void {
  const reason = part === 0 ? originalOnly(mainFile(mapping)) : null
  if (reason !== null) throw new LayoutFault(reason, { row })
}
