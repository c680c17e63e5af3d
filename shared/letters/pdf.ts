import { dutchDate } from './format.ts'
import { type LetterModel, type RenterLetter, renterLetterSchema } from './model.ts'
import { type Block, blocksOf, INSTEAD } from './print-blocks.ts'
import { type Fonts, INK, LEFT, MM, newPage, type Page, SIZE, UnprintableLetter, WIDTH } from './print-page.ts'
import { drawTable } from './print-table.ts'
import { renderText } from './render.ts'
import { addressee } from './renter-view.ts'
import type { Templates } from './template.ts'
import { addressLine, isOpen } from './view-parts.ts'

export { type Fonts, UnprintableLetter } from './print-page.ts'

const BLUE = '#1d4f7c'
const PARAGRAPH_GAP = 7

/**
 * A renter's letter on A4 for the post queue (C5). Folded to A5 it fits a C5 envelope with its window on the left: the
 * address begins 25 mm from the left and 50 mm from the top, and nothing else stands in the field of 20–105 mm by
 * 45–90 mm. The wording is the text template's. The same model, templates, fonts and salt give the same bytes.
 *
 * @param salt what nobody can guess of a letter that is kept; it stands among what the file says of itself
 * @throws UnprintableLetter if the fonts lack a character, or the address has no postcode or house number
 */
export async function renderPdf(
  templates: Templates,
  model: LetterModel,
  fonts: Fonts,
  salt?: string,
): Promise<Uint8Array> {
  const letter = renterLetterSchema.parse(model)
  const { postcode, houseNumber } = letter.representative ?? letter.renter
  if (!postcode || !houseNumber)
    throw new UnprintableLetter('het adres is niet volledig: postcode of huisnummer ontbreekt')
  const { subject, text } = renderText(templates, letter, INSTEAD)
  const whole = renderText(templates, letter).text + letter.renterNumber
  const page = newPage(fonts, {
    title: subject,
    author: letter.organisation.name,
    date: letter.date,
    text: whole,
    salt,
  })
  drawHead(page, letter)
  page.tag('H1', () =>
    page.doc
      .font('bold')
      .fontSize(12)
      .fillColor(INK)
      .text(subject, LEFT, 100 * MM, { width: WIDTH }),
  )
  page.doc.y += PARAGRAPH_GAP
  for (const block of blocksOf(text)) drawBlock(page, letter, block)
  return page.finish(letter.caseId)
}

function drawHead({ doc, tag }: Page, letter: RenterLetter): void {
  const { name, about, streetLine, cityLine } = addressee(letter)
  const { organisation, client } = letter
  const reference = [
    `Datum: ${dutchDate(letter.date)}`,
    `Kenmerk: ${letter.caseId}`,
    `Debiteurnummer: ${letter.renterNumber}`,
  ]
  tag('P', () => {
    doc
      .font('bold')
      .fontSize(15)
      .fillColor(BLUE)
      .text(organisation.name, LEFT, 17 * MM, { width: WIDTH })
    const from = [organisation.address && addressLine(organisation.address), `namens ${client.name}`].filter(Boolean)
    doc.font('regular').fontSize(SIZE).fillColor(INK).text(from.join('\n'), { width: WIDTH })
  })
  const to = [name, about, streetLine, cityLine].filter(Boolean)
  tag('P', () => doc.fontSize(10.5).text(to.join('\n'), LEFT, 50 * MM, { width: 78 * MM }))
  tag('P', () => doc.fontSize(SIZE).text(reference.join('\n'), 120 * MM, 50 * MM, { width: 65 * MM }))
}

function drawBlock(page: Page, letter: RenterLetter, block: Block): void {
  switch (block.kind) {
    case 'heading':
      drawHeading(page, block.text)
      return
    case 'list':
      drawList(page, block.entries)
      return
    case 'paragraph':
      drawParagraph(page, block.text)
      return
    case 'open-items':
      drawTable(page, letter.claims.filter(isOpen), letter.totalCents)
      return
    case 'apart-items':
      drawTable(page, letter.apart[block.group].filter(isOpen), null)
  }
}

function drawHeading({ doc, tag, need }: Page, text: string): void {
  // A heading stays with the first lines of what it is about.
  need(70)
  doc.y += PARAGRAPH_GAP
  tag('H2', () =>
    doc
      .font('bold')
      .fontSize(SIZE + 0.5)
      .fillColor(BLUE)
      .text(text, LEFT, doc.y, { width: WIDTH }),
  )
  doc.y += 2
}

function drawParagraph({ doc, tag, need }: Page, text: string): void {
  doc.font('regular').fontSize(SIZE).fillColor(INK)
  need(Math.min(doc.heightOfString(text, { width: WIDTH, lineGap: 2 }), 200))
  tag('P', () => doc.text(text, LEFT, doc.y, { width: WIDTH, lineGap: 2 }))
  doc.y += PARAGRAPH_GAP
}

function drawList({ doc, tag, group, need }: Page, entries: readonly string[]): void {
  doc.font('regular').fontSize(SIZE).fillColor(INK)
  const list = group('L')
  for (const entry of entries) {
    need(doc.heightOfString(entry, { width: WIDTH - 14, lineGap: 2 }))
    const item = group('LI', list)
    const top = doc.y
    tag('Lbl', () => doc.text('•', LEFT + 4, top, { lineBreak: false }), item)
    tag('LBody', () => doc.text(entry, LEFT + 14, top, { width: WIDTH - 14, lineGap: 2 }), item)
    item.end()
  }
  list.end()
  doc.y += PARAGRAPH_GAP
}

/** How many pages a letter of ours has. @throws Error for a file that `renderPdf` did not make */
export function pagesIn(pdf: Uint8Array): number {
  const [, count] = /\/Type \/Pages\n\/Count (\d+)/.exec(Buffer.from(pdf).toString('latin1')) ?? []
  if (count === undefined) throw new Error('the file is no letter')
  return Number(count)
}
