// A text file that is no Unicode does not say in which code page it was written. What tells is the letters: read in the
// wrong one, signs that are in no name stand beside them.

/** The characters of code page 850 from 0x80 on: what DOS programs, and exports that are as old, write. */
const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

/** In the order in which they are believed: of two that fit as well, the first. */
export const CODE_PAGES = ['windows-1252', 'windows-1254', 'windows-1250', 'cp850', 'macintosh'] as const
export type CodePage = (typeof CODE_PAGES)[number]

/** What people call them. */
const NAMES: Readonly<Record<CodePage, string>> = {
  'windows-1252': 'West-Europees (windows-1252)',
  'windows-1254': 'Turks (windows-1254)',
  'windows-1250': 'Midden-Europees (windows-1250)',
  cp850: 'DOS (codetabel 850)',
  macintosh: 'Mac OS Roman',
}

export const codePageRemark = (page: CodePage): string =>
  `Dit bestand is geen UTF-8. Aan de letters in de namen is het gelezen als ${NAMES[page]}: controleer de namen, of lever het aan als UTF-8 of XLSX.`

/** The 128 characters of a code page from 0x80 on. */
function upperHalf(page: CodePage): string[] {
  if (page === 'cp850') return [...CP850]
  const decoder = new TextDecoder(page)
  return Array.from({ length: 128 }, (_, index) => decoder.decode(Uint8Array.of(0x80 + index)))
}

const CHARACTERS = new Map(CODE_PAGES.map((page) => [page, upperHalf(page)]))

const characterOf = (page: CodePage, byte: number): string =>
  byte < 0x80 ? String.fromCharCode(byte) : (CHARACTERS.get(page)?.[byte - 0x80] ?? '')

/** The text of bytes in code page 850, which TextDecoder does not know. */
export const fromCp850 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => characterOf('cp850', byte)).join('')

/** Each byte beyond ASCII with the two beside it, and how often: names repeat, so that they are few. */
function surroundings(chunks: readonly Uint8Array[]): Map<number, number> {
  const found = new Map<number, number>()
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (byte < 0x80) continue
      const key = ((chunk[at - 1] ?? 0x20) << 16) | (byte << 8) | (chunk[at + 1] ?? 0x20)
      found.set(key, (found.get(key) ?? 0) + 1)
    }
  return found
}

/** A code page is left for another only where that one explains a sign that the first cannot. */
const MARGIN = 0.9

/** The code page in which the fewest signs stand where none belongs; windows-1252 unless another is clearly better. */
export function codePageOf(chunks: readonly Uint8Array[]): CodePage {
  const seen = surroundings(chunks)
  const scored = CODE_PAGES.map((page) => {
    let oddity = 0
    for (const [key, count] of seen) {
      const [before, byte, behind] = [key >> 16, (key >> 8) & 0xff, key & 0xff].map((each) => characterOf(page, each))
      oddity += count * oddityOf(before ?? '', byte ?? '', behind ?? '')
    }
    return { page, oddity }
  })
  const [usual] = scored
  const best = scored.reduce((a, b) => (b.oddity < a.oddity ? b : a))
  return usual && best.oddity <= usual.oddity - MARGIN ? best.page : 'windows-1252'
}

const isLetter = (text: string): boolean => /^[\p{L}\p{M}]$/u.test(text) && !/^[ªº]$/.test(text)
const isLower = (text: string): boolean => /^\p{Ll}$/u.test(text)
const isUpper = (text: string): boolean => /^\p{Lu}$/u.test(text)

/** How strange a character is between two others; 0 for what names, addresses and amounts hold. */
function oddityOf(before: string, sign: string, behind: string): number {
  const beside = isLetter(before) || isLetter(behind)
  const inside = isLetter(before) && isLetter(behind)
  if (/^\p{Cc}$/u.test(sign)) return 2
  if (isLetter(sign)) {
    if (/^[Þþðƒ]$/.test(sign) || (sign === 'Ð' && beside)) return 1
    if (isUpper(sign) && isLower(before)) return 1
    if (/^[ŢţăĂŕŔĺĹ]$/.test(sign)) return 0.4
    if (sign === 'œ') return /^[uUiI]$/.test(behind) ? 0 : 1
    if ((sign === 'ý' || sign === 'æ') && inside) return 0.5
    return isLower(sign) && isUpper(behind) && /^[A-Z]$/.test(behind) ? 0.5 : 0
  }
  if (/^[’´`\u00a0–—°½¼¾®©™…\u00ad]$/.test(sign)) return 0
  if (/^[“”‘«»„ªº]$/.test(sign)) return inside ? 1 : 0
  if (/^[²³]$/.test(sign)) return isLetter(before) && before.toLowerCase() !== 'm' ? 1 : 0
  return beside ? 1 : 0
}
