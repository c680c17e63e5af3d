import { type CodePage, codePageOf, fromCp850 } from './code-pages.ts'
import { FileFault } from './faults.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | CodePage

/**
 * The encoding of a text file, from all of its bytes: a mark at the start decides; else text that is UTF-8 to the last
 * byte is UTF-8; else it is windows-1252, in which every byte means something, or the code page that the letters show.
 *
 * A file that is mostly good UTF-8 with a few bad bytes is damaged or cut through a character. Read as windows-1252 its
 * names would reach letters as `JosÃ©`, so it is refused, naming the line.
 *
 * @throws FileFault for what is no text, or damaged
 */
export function encodingOf(chunks: readonly Uint8Array[]): Encoding {
  const mark = markOf(chunks)
  if (mark === 'utf-16le' || mark === 'utf-16be') return mark
  if (chunks.some((chunk) => chunk.includes(0)))
    throw new FileFault('Dit is geen tekstbestand. Lever een CSV (UTF-8) of XLSX aan.')
  if (isUtf8(chunks)) return 'utf-8'
  const { damaged, special, line } = countDamage(chunks)
  if (mark === 'utf-8' || special > damaged)
    throw new FileFault('Hier staat een teken dat niet leesbaar is. Het bestand is beschadigd of niet compleet.', {
      row: line,
    })
  return codePageOf(chunks)
}

function markOf(chunks: readonly Uint8Array[]): Encoding | null {
  const start = Buffer.concat(chunks.slice(0, 3)).subarray(0, 3)
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 'utf-8' : null
}

function isUtf8(chunks: readonly Uint8Array[]): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (const piece of pieces(chunks)) decoder.decode(piece, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** Bad bytes against good characters beyond ASCII, and the line of the first bad one. */
function countDamage(chunks: readonly Uint8Array[]): { damaged: number; special: number; line: number } {
  let damaged = 0
  let special = 0
  let line = 1
  for (const text of decode(chunks, 'utf-8')) {
    if (damaged === 0) line += linesBefore(text, text.indexOf('\ufffd'))
    damaged += text.match(/\ufffd/g)?.length ?? 0
    special += text.match(/[\u0080-\ufffc\ufffe-\u{10ffff}]/gu)?.length ?? 0
  }
  return { damaged, special, line }
}

function linesBefore(text: string, end: number): number {
  const part = end === -1 ? text : text.slice(0, end)
  return part.split('\n').length - 1
}

/** The text of the chunks; characters that lie across two chunks come whole, a mark at the start is left out. */
export function* decode(chunks: Iterable<Uint8Array>, encoding: Encoding): Generator<string> {
  if (encoding === 'cp850') {
    for (const piece of pieces(chunks)) yield fromCp850(piece)
    return
  }
  const decoder = new TextDecoder(encoding)
  for (const piece of pieces(chunks)) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

const PIECE_SIZE = 262_144

/** A file that comes as one chunk must not become one string. */
function* pieces(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of chunks)
    for (let start = 0; start < chunk.length; start += PIECE_SIZE) yield chunk.subarray(start, start + PIECE_SIZE)
}
