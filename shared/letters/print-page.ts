import PDFDocument from 'pdfkit'

/** The bytes of two TrueType fonts. They are embedded, so that ş, ł and ğ print as they are. */
export interface Fonts {
  readonly regular: Uint8Array
  readonly bold: Uint8Array
}

/** A letter that cannot go by post as it is. The message holds no personal data. Caller: ask a person. */
export class UnprintableLetter extends Error {
  override readonly name = 'UnprintableLetter'
}

/** Points in a millimetre. */
export const MM = 72 / 25.4
export const LEFT = 25 * MM
export const WIDTH = 160 * MM
export const SIZE = 9.5
export const INK = '#1f2933'
const TOP = 25 * MM
const BOTTOM = 27 * MM
const FOOT = 280 * MM

export type Structure = PDFKit.PDFStructureElement

/** An A4 letter under way. Everything drawn is tagged, so that a screen reader can read the copy that is kept. */
export interface Page {
  readonly doc: PDFKit.PDFDocument
  /** Draws something as one element (`P`, `H2`, `TD`) under `parent`; without one, under the letter itself. */
  readonly tag: (type: string, draw: () => void, parent?: Structure) => void
  /** An element that holds others, such as `Table`; `end` it when the last is in. */
  readonly group: (type: string, parent?: Structure) => Structure
  /** Starts a new page unless this many points are left on this one. */
  readonly need: (points: number) => void
  /** Numbers the pages and gives the finished file. */
  readonly finish: (reference: string) => Promise<Uint8Array>
}

/** What pdfkit keeps of the font in use; it has no public way to ask whether a font has a character. */
interface FontInUse {
  readonly font: { readonly hasGlyphForCodePoint: (codePoint: number) => boolean }
}

/** @throws UnprintableLetter if the text holds a character that would print as an empty box */
function refuseUnknownCharacters(doc: PDFKit.PDFDocument, text: string): void {
  const { font }: FontInUse = Reflect.get(doc, '_font')
  const codePoints = [...new Set(text.replace(/\s/g, ''))].map((char) => char.codePointAt(0) ?? 0)
  const missing = codePoints.filter((codePoint) => !font.hasGlyphForCodePoint(codePoint))
  if (missing.length === 0) return
  const names = missing.map((codePoint) => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`)
  throw new UnprintableLetter(`het lettertype van de brief mist deze tekens: ${names.join(', ')}`)
}

interface About {
  readonly title: string
  readonly author: string
  readonly date: string
  readonly text: string
  readonly salt: string | undefined
}

/**
 * A new letter that will show `text`. `date` is the only date in the file, so that the same letter always has the same
 * bytes.
 */
export function newPage(fonts: Fonts, about: About): Page {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: TOP, bottom: BOTTOM, left: LEFT, right: 210 * MM - LEFT - WIDTH },
    bufferPages: true,
    // An empty name keeps pdfkit from loading its own Helvetica, which has western letters only.
    font: '',
    lang: 'nl-NL',
    tagged: true,
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: about.title,
      Author: about.author,
      CreationDate: new Date(`${about.date}T00:00:00Z`),
      ...(about.salt !== undefined && { Salt: about.salt }),
    },
  })
  doc.registerFont('regular', fonts.regular)
  doc.registerFont('bold', fonts.bold)
  doc.font('regular').fontSize(SIZE)
  refuseUnknownCharacters(doc, about.title + about.text)

  const root = doc.struct('Document')
  doc.addStructure(root)

  return {
    doc,
    tag: (type, draw, parent = root) => {
      parent.add(doc.struct(type, {}, draw))
    },
    group: (type, parent = root) => {
      const element = doc.struct(type)
      parent.add(element)
      return element
    },
    need: (points) => {
      if (doc.y + points > doc.page.height - BOTTOM) doc.addPage()
    },
    finish: (reference) => {
      root.end()
      numberPages(doc, reference)
      return bytesOf(doc)
    },
  }
}

function numberPages(doc: PDFKit.PDFDocument, reference: string): void {
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page)
    // Text below the bottom margin would otherwise start a new page.
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination' })
    doc.font('regular').fontSize(8).fillColor('#52606d')
    doc.text(`Kenmerk ${reference}`, LEFT, FOOT, { width: WIDTH / 2, lineBreak: false })
    doc.text(`Pagina ${page + 1} van ${count}`, LEFT + WIDTH / 2, FOOT, {
      width: WIDTH / 2,
      align: 'right',
      lineBreak: false,
    })
    doc.endMarkedContent()
  }
}

function bytesOf(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    doc.on('error', reject)
    doc.end()
  })
}
