import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import type { Cell } from './cell.ts'
import type { XlsxProfile } from './profile.ts'

const NUMBER_FORMATS = { text: '@', date: '@', number: '0', money: '0.00' }

// Excel reads _x0041_ in a text as an escaped letter; the underscore itself is therefore escaped.
const escapeEscapes = (text: string) => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')

const excelValue = ({ column, value }: Cell): string | number | null => {
  if (typeof value === 'number') return column.type === 'money' ? value / 100 : value
  return value === '' ? null : escapeEscapes(value)
}

/**
 * Writes one sheet: the titles, then the rows. Amounts are euros as numbers; text stays text, also when it looks like a
 * formula or a number. The same rows give the same bytes, and the file says nothing of who made it, with what, or when.
 */
export async function writeXlsx(profile: XlsxProfile, rows: readonly (readonly Cell[])[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet(profile.sheetName)
  sheet.addRow(profile.columns.map(({ title }) => escapeEscapes(title)))
  for (const row of rows) {
    const written = sheet.addRow(row.map(excelValue))
    for (const [index, { column }] of row.entries()) {
      written.getCell(index + 1).numFmt = NUMBER_FORMATS[column.type]
    }
  }
  return withoutMetadata(await workbook.xlsx.writeBuffer())
}

const OFFICE = 'http://schemas.openxmlformats.org'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const CONTENT_TYPES =
  `${DECLARATION}<Types xmlns="${OFFICE}/package/2006/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>` +
  '<Override PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>' +
  `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>` +
  `<Override PartName="/xl/sharedStrings.xml" ContentType="${SPREADSHEET}.sharedStrings+xml"/></Types>`

const PACKAGE_RELATIONS =
  `${DECLARATION}<Relationships xmlns="${OFFICE}/package/2006/relationships">` +
  `<Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>` +
  '</Relationships>'

const KEPT_PARTS = [
  'xl/workbook.xml',
  'xl/_rels/workbook.xml.rels',
  'xl/worksheets/sheet1.xml',
  'xl/styles.xml',
  'xl/theme/theme1.xml',
  'xl/sharedStrings.xml',
]
const DROPPED_PARTS = ['[Content_Types].xml', '_rels/.rels', 'docProps/core.xml', 'docProps/app.xml']

// A part that is on neither list came with a new version of the library: look at it before it leaves.
const checkParts = (zip: JSZip) => {
  const parts = Object.values(zip.files).filter(({ dir }) => !dir)
  const unknown = parts.filter(({ name }) => !KEPT_PARTS.includes(name) && !DROPPED_PARTS.includes(name))
  if (unknown.length > 0)
    throw new Error(`a workbook with unknown parts: ${unknown.map(({ name }) => name).join(', ')}`)
}

/**
 * The document properties (author, company, program, times) are optional parts of the format, so they are left out and
 * not merely emptied. The times inside the zip are fixed to the earliest a zip can hold.
 */
async function withoutMetadata(workbook: ArrayBuffer): Promise<Uint8Array> {
  const source = await JSZip.loadAsync(workbook)
  checkParts(source)
  const target = new JSZip()
  const put = (name: string, content: string) =>
    target.file(name, content, { date: new Date('1980-01-01T00:00:00Z'), createFolders: false })
  put('[Content_Types].xml', CONTENT_TYPES)
  put('_rels/.rels', PACKAGE_RELATIONS)
  for (const name of KEPT_PARTS) {
    const content = await source.file(name)?.async('string')
    if (content === undefined) throw new Error(`a workbook without ${name}`)
    put(name, name === 'xl/workbook.xml' ? content.replace(/<fileVersion[^>]*\/>/, '') : content)
  }
  return target.generateAsync({ type: 'uint8array', compression: 'DEFLATE', platform: 'UNIX' })
}
