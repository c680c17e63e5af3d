import { dutchDate, euros } from './format.ts'
import type { RenterLetter } from './model.ts'
import { INK, LEFT, type Page, SIZE, type Structure, WIDTH } from './print-page.ts'

const COLUMNS = [
  { title: 'Omschrijving', share: 0.38, align: 'left' },
  { title: 'Factuur', share: 0.22, align: 'left' },
  { title: 'Vervaldatum', share: 0.22, align: 'left' },
  { title: 'Nog open', share: 0.18, align: 'right' },
] as const
const GUTTER = 6
const PADDING = 3
const SMALL = SIZE - 1

/** Draws claims as a table that goes on over pages, its titles on each page; with a total if one is given (cents). */
export function drawTable(page: Page, claims: RenterLetter['apart']['disputed'], totalCents: number | null): void {
  const { doc } = page
  const table = page.group('Table')
  const titles = COLUMNS.map(({ title }) => title)
  page.need(60)
  drawRow(page, table, titles, 'bold', 'TH')
  for (const { description, invoice, dueOn, openCents } of claims) {
    const cells = [description, invoice, dutchDate(dueOn), euros(openCents)]
    const before = doc.page
    page.need(heightOf(page, cells, 'regular'))
    if (doc.page !== before) drawRow(page, table, titles, 'bold', 'TH')
    drawRow(page, table, cells, 'regular', 'TD')
  }
  if (totalCents !== null) {
    const cells = ['Totaal', '', '', euros(totalCents)]
    page.need(heightOf(page, cells, 'bold'))
    drawRow(page, table, cells, 'bold', 'TD')
  }
  table.end()
  doc.font('regular').fontSize(SIZE)
  doc.x = LEFT
  doc.y += 6
}

type Font = 'regular' | 'bold'

function heightOf({ doc }: Page, cells: readonly string[], font: Font): number {
  doc.font(font).fontSize(SMALL)
  const heights = COLUMNS.map(({ share }, column) =>
    doc.heightOfString(cells[column] ?? '', { width: share * WIDTH - GUTTER }),
  )
  return Math.max(...heights) + 2 * PADDING
}

function drawRow(page: Page, table: Structure, cells: readonly string[], font: Font, type: 'TH' | 'TD'): void {
  const { doc } = page
  doc.fillColor(INK)
  const height = heightOf(page, cells, font)
  const top = doc.y
  const row = page.group('TR', table)
  let left = LEFT
  COLUMNS.forEach(({ share, align }, column) => {
    const inset = align === 'right' ? GUTTER : 0
    const x = left + inset
    page.tag(type, () => doc.text(cells[column] ?? '', x, top + PADDING, { width: share * WIDTH - GUTTER, align }), row)
    left += share * WIDTH
  })
  row.end()
  doc.markContent('Artifact', { type: 'Layout' })
  doc
    .moveTo(LEFT, top + height)
    .lineTo(LEFT + WIDTH, top + height)
    .lineWidth(type === 'TH' ? 1 : 0.5)
    .strokeColor(type === 'TH' ? '#1d4f7c' : '#cbd2d9')
    .stroke()
  doc.endMarkedContent()
  doc.y = top + height
}
