import { crc32 } from 'node:zlib'
import { type Line, line, titles } from './make-export.ts'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function inlineCell(value: unknown): string {
  return `<c t="inlineStr"><is><t>${escapeXml(String(value))}</t></is></c>`
}

export const titleCells = titles.map(inlineCell).join('')

export function valueCells(row: Line): string {
  return titles.map((title) => inlineCell(row[title])).join('')
}

/** The cells of a good line, with one of them written by hand. */
export function cellsWith(title: string, cell: string): string {
  return titles.map((name) => (name === title ? cell : inlineCell(line()[name]))).join('')
}

/** A sheet in the least that the standard asks for: no references, no shared texts. */
export function sheetXml(rows: readonly string[]): string {
  return `<worksheet xmlns="${main}"><sheetData>${rows.map((cells) => `<row>${cells}</row>`).join('')}</sheetData></worksheet>`
}

/** The parts of the smallest workbook around one sheet. */
export function workbookParts(sheet: string, workbookProperties = ''): Map<string, string> {
  return new Map([
    [
      '_rels/.rels',
      `<Relationships xmlns="${packages}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}">${workbookProperties}<sheets><sheet name="Posten" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packages}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    ['xl/worksheets/sheet1.xml', sheet],
  ])
}

/** A zip whose sizes stand in the zip64 fields alone, as some Java writers make them, small as the file may be. */
export function zip64Of(parts: Iterable<readonly [string, string | Buffer]>): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [name, content] of parts) {
    const data = typeof content === 'string' ? Buffer.from(content) : content
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const extra = Buffer.alloc(28)
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(24, 2)
    for (const [index, value] of [data.length, data.length, offset].entries())
      extra.writeBigUInt64LE(BigInt(value), 4 + index * 8)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt32LE(crc32(data), 16)
    for (const at of [20, 24, 42]) entry.writeUInt32LE(0xffffffff, at)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt16LE(extra.length, 30)
    locals.push(local, Buffer.from(name), data)
    entries.push(entry, Buffer.from(name), extra)
    offset += local.length + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length / 3, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...entries, end])
}
