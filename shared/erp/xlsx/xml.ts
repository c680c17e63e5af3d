import { SaxesParser } from 'saxes'
import { FileFault } from '../faults.ts'
import { damaged } from './zip.ts'

/** The attributes of an element, by their names as written. */
export type Attributes = Readonly<Record<string, string>>

/** Names come without a prefix: some writers put `x:` before every element. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void
  text(text: string): void
  close(name: string): void
}

/** Characters between two tags. A cell holds at most 32,767. */
const MAX_TEXT_LENGTH = 1_048_576
/** Elements inside each other; a workbook needs fewer than twenty. */
const MAX_DEPTH = 64

/**
 * Reads XML as it comes, and gives after each chunk what the handler collected from it. Nothing outside the part is
 * ever fetched, and entities of its own are not expanded.
 *
 * @throws FileFault for XML that is not well-formed
 */
export async function* readXml<T>(
  chunks: AsyncIterable<Uint8Array>,
  handlerFor: (collect: (item: T) => void) => XmlHandler,
): AsyncGenerator<readonly T[]> {
  let items: T[] = []
  let sinceEvent = 0
  let depth = 0
  const handler = handlerFor((item) => items.push(item))
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('doctype', () => {
    throw damaged()
  })
  parser.on('opentag', (tag) => {
    sinceEvent = 0
    depth += 1
    if (depth > MAX_DEPTH) throw damaged()
    handler.open(localName(tag.name), tag.attributes)
  })
  parser.on('text', (text) => handler.text(text))
  parser.on('cdata', (text) => handler.text(text))
  parser.on('closetag', (tag) => {
    sinceEvent = 0
    depth -= 1
    handler.close(localName(tag.name))
  })

  const write = (text: string): readonly T[] => {
    sinceEvent += text.length
    parse(() => parser.write(text))
    if (sinceEvent > MAX_TEXT_LENGTH) throw damaged()
    const collected = items
    items = []
    return collected
  }

  let decoder: InstanceType<typeof TextDecoder> | null = null
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    yield write(decoder.decode(chunk, { stream: true }))
  }
  if (decoder) yield write(decoder.decode())
  parse(() => parser.close())
}

/** XML is UTF-8, or UTF-16 with a mark or with a zero beside its first sign. */
function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = start
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c) ? 'utf-16be' : 'utf-8'
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function parse(step: () => void): void {
  try {
    step()
  } catch (error) {
    throw error instanceof FileFault ? error : damaged()
  }
}
