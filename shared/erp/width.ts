import type { SheetRow } from './cell.ts'

/**
 * Between separators a cell too many or too few shifts all that follows into a wrong column. @param width of the titles
 */
export function widthFault(row: SheetRow, width: number): string | undefined {
  const filled = row.cells.findLastIndex((cell) => cell !== '') + 1
  if (filled <= width && row.cells.length >= width) return undefined
  const found = filled > width ? filled : row.cells.length
  return `Deze rij heeft ${found} cellen, de titelrij heeft er ${width}. Misschien staat er een scheidingsteken in een tekst.`
}
