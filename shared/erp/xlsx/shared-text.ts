import { FileFault } from '../faults.ts'
import { readXml, type XmlHandler } from './xml.ts'
import { type Budget, damaged, unpack, type Zip, type ZipPart } from './zip.ts'

/** Joins the texts of one item: rich text comes in pieces, and the reading aid of East Asian text is none of it. */
export interface TextCollector {
  open(name: string): void
  text(text: string): void
  close(name: string): void
  take(): string
}

export function textCollector(): TextCollector {
  let text = ''
  let inText = false
  let inReadingAid = false
  return {
    open(name) {
      if (name === 'rPh') inReadingAid = true
      if (name === 't') inText = !inReadingAid
    },
    text(part) {
      if (inText) text += part
    },
    close(name) {
      if (name === 'rPh') inReadingAid = false
      if (name === 't') inText = false
    },
    take() {
      const taken = unescapeText(text)
      text = ''
      return taken
    },
  }
}

/** Excel writes characters that XML does not allow as `_x000D_`. */
export function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}

/** The texts that cells refer to by number. */
export interface SharedText {
  at(index: number): string | undefined
}

/** Reads the shared texts of a workbook. @throws FileFault when they take more than the limit, in bytes */
export async function readSharedText(
  zip: Zip,
  part: ZipPart | undefined,
  budget: Budget,
  limit: number,
): Promise<SharedText> {
  if (!part) return { at: () => undefined }
  if (part.size > limit)
    throw new FileFault('Dit Excel-bestand bevat te veel tekst. Lever het aan als CSV, of in delen, per opdrachtgever.')
  const store = createStore(part.size)
  for await (const batch of readXml<string>(unpack(zip, part, budget), sharedTextHandler))
    for (const text of batch) store.add(text)
  return store
}

/**
 * Holds the texts as bytes, one after the other: as strings, a million of them take three times the memory.
 * @param size of the part they come from, in bytes, which they cannot exceed
 */
function createStore(size: number): SharedText & { add(text: string): void } {
  const bytes = Buffer.allocUnsafe(size)
  const ends: number[] = []
  let end = 0
  return {
    add(text) {
      if (end + Buffer.byteLength(text) > size) throw damaged()
      end += bytes.write(text, end)
      ends.push(end)
    },
    at: (index) => (index < ends.length ? bytes.toString('utf8', ends[index - 1] ?? 0, ends[index]) : undefined),
  }
}

function sharedTextHandler(collect: (text: string) => void): XmlHandler {
  const collector = textCollector()
  return {
    open: (name) => collector.open(name),
    text: (part) => collector.text(part),
    close(name) {
      collector.close(name)
      if (name === 'si') collect(collector.take())
    },
  }
}
