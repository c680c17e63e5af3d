import type { Cell, SheetRow } from './cell.ts'
import { clean } from './text.ts'

/**
 * What a row of a book is: a line of it, the titles once more, a sum, or a text in between.
 */
export type RowKind = 'line' | 'titles' | 'total' | 'text'

export const isEmptyCell = (cell: Cell | undefined): boolean =>
  cell === undefined || (typeof cell === 'string' && clean(cell) === '')

const TOTAL = /^((eind|sub|generaal |algemeen )?totaal|totalen|total|grand total|som|sum)\b/i

/** A cell of the row begins with a word for a sum. */
export const saysTotal = ({ cells }: SheetRow): boolean =>
  cells.some((cell) => typeof cell === 'string' && TOTAL.test(clean(cell)))

const FOOTER =
  /^(afgedrukt|geprint|afdruk|print(ed|datum)?|gemaakt|aangemaakt|gegenereerd|generated|opgesteld|ge[eë]xporteerd|export|datum|tijd|pagina|page|blad|einde|end of|aantal|number of|\d+ (regels?|rijen|records?|posten|facturen|huurders)|bron|source|selectie|filter|peildatum|rapport|overzicht|vertrouwelijk|gebruiker|\*+|-{2,}|={2,}|_{2,}|©)(?!\p{L})/iu

/** Under a report stands when and by whom it was made, its page, its number of lines. */
export const isFooter = (text: string): boolean => FOOTER.test(clean(text))

export const SKIPPED = 'Deze rij is overgeslagen: zonder huurder en zonder bedrag.'
export const UNREAD_TOTAL = 'Het totaal in deze rij is niet te lezen, en dus niet nagerekend.'
const NOT_THE_SUM =
  'Het totaal in deze rij is niet de som van de regels erboven. Controleer of het bestand volledig is.'

/** Adds up what the lines say is open, and compares it with the sums that the file itself gives. */
export function createTotalCheck(openOf: (row: SheetRow) => number | null) {
  let all = 0
  let sinceSum = 0
  return {
    /** In cents, with the sign of the file. A line that cannot be read is an error of its own. */
    line(row: SheetRow): void {
      const cents = openOf(row)
      if (cents === null) return
      all += cents
      sinceSum += cents
    },
    /**
     * What is wrong with a row of sums, in Dutch: that it is another sum, for which the whole file waits, or (a note)
     * that it cannot be read.
     */
    total(row: SheetRow): { readonly kind: 'error' | 'note'; readonly message: string; readonly whole?: true } | null {
      const cents = openOf(row)
      const right = cents === null || cents === all || cents === sinceSum
      sinceSum = 0
      if (!right) return { kind: 'error', message: NOT_THE_SUM, whole: true }
      const unread = cents === null && row.cells.some((cell) => typeof cell === 'object' && cell.kind === 'fault')
      return unread ? { kind: 'note', message: UNREAD_TOTAL } : null
    },
  }
}
