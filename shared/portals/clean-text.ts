/**
 * The same text on one line: composed characters (NFC), control characters and line ends as one space, no space around
 * it. What a spreadsheet or a CSV reader would trip over is gone; everything that can be part of a name or an address
 * stays.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\uFFFE\uFFFF]+/gu, ' ')
    .trim()
}
