import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import Papa from 'papaparse'

/** The values of every row of the only sheet; an empty cell is null. */
export async function readXlsx(bytes: Uint8Array): Promise<ExcelJS.CellValue[][]> {
  const sheet = await readSheet(bytes)
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_cell, column) => sheet.getCell(row + 1, column + 1).value),
  )
}

export async function readSheet(bytes: Uint8Array): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer)
  const [sheet, ...others] = workbook.worksheets
  if (sheet === undefined || others.length > 0) throw new Error('expected exactly one sheet')
  return sheet
}

/** Every part of a workbook by its name, as text. */
export async function readParts(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await JSZip.loadAsync(bytes)
  const parts = Object.values(zip.files).map(async (part) => [part.name, await part.async('string')] as const)
  return new Map(await Promise.all(parts))
}

/** The fields of every line of a CSV in UTF-8; the line end after the last line is no line of its own. */
export function readCsv(bytes: Uint8Array): string[][] {
  const { data, errors } = Papa.parse<string[]>(new TextDecoder().decode(bytes), { delimiter: ';', newline: '\r\n' })
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  const last = data.pop()
  if (last?.join('') !== '') throw new Error('expected a line end after the last line')
  return data
}
