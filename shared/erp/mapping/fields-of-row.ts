import type { Cell, SheetRow } from '../cell.ts'
import type { Title } from '../columns.ts'
import type { Field } from './fields.ts'
import { cellIn, keyText, type SideTable } from './join.ts'
import type { MappedLayout } from './layout.ts'
import { type Mapping, mainFile } from './mapping.ts'
import type { CellOf } from './sums.ts'

/**
 * The cells of a row by field: its own, and where it has none those of the joined files.
 * @param cellLength characters that a cell may hold; longer ones are faulty
 */
export function cellsOf(
  row: SheetRow,
  { mapping, columns }: MappedLayout,
  sides: readonly SideTable[],
  cellLength: number,
): CellOf {
  const main = mainFile(mapping)
  const own = (field: Field): Cell | undefined => {
    const cell = cellIn(row.cells, columns, main.columns[field])
    return typeof cell === 'string' && cell.length > cellLength
      ? { kind: 'fault', reason: `Deze tekst is langer dan ${cellLength} tekens.` }
      : cell
  }
  const contract = keyText(own('Contractnummer'))
  // Claims that name the contract alone: the file of renters knows whose it is.
  const owner = sides.find((side) => side.has('Debiteurnummer') && side.has('Contractnummer'))
  const numbered = own('Debiteurnummer') ?? (contract === '' ? undefined : owner?.cell('Debiteurnummer', '', contract))
  const renter = keyText(numbered)
  return (field) => {
    if (field === 'Debiteurnummer') return numbered
    const cell = own(field)
    if (cell !== undefined && cell !== '') return cell
    const side = sides.find((each) => each.has(field))
    return side ? side.cell(field, renter, contract) : cell
  }
}

/** From which of the file's columns each title of the known layout is made, the likeliest first. */
const MADE_FROM: Partial<Record<Title, readonly Field[]>> = {
  Achternaam: ['Achternaam', 'Naam'],
  Voorletters: ['Voorletters', 'Naam'],
  Straatnaam: ['Straatnaam', 'Adres'],
  Huisnummer: ['Huisnummer', 'Huisnummer met toevoeging', 'Adres'],
  'Huisnummer toevoeging': ['Huisnummer toevoeging', 'Huisnummer met toevoeging', 'Adres'],
  Postcode: ['Postcode', 'Postcode en plaats'],
  Woonplaats: ['Woonplaats', 'Postcode en plaats'],
  Vervaldatum: ['Vervaldatum', 'Periode', 'Factuurdatum'],
  Factuurnummer: ['Factuurnummer', 'Factuurdatum'],
  Openstaand: ['Openstaand', 'Achterstand', 'Saldo', 'Debet', 'Bedrag'],
  Bedrag: ['Bedrag', 'Openstaand', 'Achterstand', 'Saldo', 'Debet'],
}

/**
 * The file's own title for a title of the known layout, by which a person finds the cell; null when the file has none.
 */
export function ownTitle(title: Title, mapping: Mapping): string | null {
  const byDue =
    mapping.due.rule === 'column' ? 'Vervaldatum' : mapping.due.rule === 'period' ? 'Periode' : 'Factuurdatum'
  const fields: readonly Field[] = title === 'Vervaldatum' ? [byDue, 'Factuurdatum'] : (MADE_FROM[title] ?? [title])
  for (const field of fields)
    for (const { columns } of mapping.files) {
      const found = columns[field]
      if (found !== undefined) return found
    }
  return title === 'Openstaand' ? (mainFile(mapping).ageing[0]?.column ?? null) : null
}
