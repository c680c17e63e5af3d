import { readXml } from './xml.ts'
import type { Zip, ZipPart } from './zip.ts'
import { type Budget, unpack } from './zip.ts'

/** What the format of a cell tells of its number. */
export interface Style {
  /** The number is a day of Excel's calendar. */
  readonly date: boolean
  /** The number is shown with at least so many digits. */
  readonly width: number
  /** The text is crossed out. */
  readonly struck: boolean
}

export const PLAIN_STYLE: Style = { date: false, width: 0, struck: false }

/** The formats that Excel knows by number and does not write out, as far as they show a day, month or year. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
}

/** The styles of a workbook's cells, in the order in which cells refer to them. */
export async function readStyles(zip: Zip, part: ZipPart | undefined, budget: Budget): Promise<readonly Style[]> {
  if (!part) return []
  const formats = new Map<number, string>()
  const struckFonts: boolean[] = []
  const used: { format: number; font: number }[] = []
  let inCellStyles = false
  let inFonts = false
  const batches = readXml<never>(unpack(zip, part, budget), () => ({
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'cellXfs') inCellStyles = true
      if (name === 'fonts') inFonts = true
      if (name === 'font' && inFonts) struckFonts.push(false)
      if (name === 'strike' && inFonts && !/^(0|false)$/.test(attributes.val ?? '')) struckFonts.splice(-1, 1, true)
      if (name === 'xf' && inCellStyles)
        used.push({ format: Number(attributes.numFmtId ?? 0), font: Number(attributes.fontId ?? 0) })
    },
    text() {},
    close(name) {
      if (name === 'cellXfs') inCellStyles = false
      if (name === 'fonts') inFonts = false
    },
  }))
  for await (const _ of batches);
  return used.map(({ format, font }) => styleOf(format, formats.get(format), struckFonts[font] === true))
}

function styleOf(id: number, format: string | undefined, struck: boolean): Style {
  if (format === undefined) return { date: isBuiltInDate(id), width: 0, struck }
  const symbols = (format.split(';')[0] ?? '').replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  return { date: /[dy]/i.test(symbols), width: /^00+$/.test(symbols) ? symbols.length : 0, struck }
}
