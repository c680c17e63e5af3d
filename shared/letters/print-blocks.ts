/** What a printed letter is made of, read from the rendered text of a template. */
export type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly entries: readonly string[] }
  | { readonly kind: 'open-items' | 'disputed-items' }

/**
 * Stand in the text where the tables go; characters for private use, which no name and no description holds by chance.
 */
const MARKS = { '\uE000': 'open-items', '\uE001': 'disputed-items' } as const

/** What to put in place of the parts that print draws itself: the head of the letter, and the tables. */
export const INSTEAD = { top: '', 'open-items': '\uE000\n', 'disputed-items': '\uE001\n' } as const

/**
 * Blocks are parted by an empty line. A line underlined with dashes is a heading, lines that begin with `- ` are a
 * list, anything else is a paragraph that keeps its line ends.
 */
export function blocksOf(text: string): Block[] {
  return text
    .split(/\n{2,}/)
    .map((chunk) => chunk.split('\n').filter((line) => line.trim() !== ''))
    .flatMap(toBlocks)
}

function toBlocks(lines: readonly string[]): Block[] {
  const [first, second, ...rest] = lines
  if (first === undefined) return []
  if (second !== undefined && /^-{3,}$/.test(second)) return [{ kind: 'heading', text: first }, ...toBlocks(rest)]
  if (lines.every((line) => line.startsWith('- ')))
    return [{ kind: 'list', entries: lines.map((line) => line.slice(2)) }]
  if (first === '\uE000' || first === '\uE001') return [{ kind: MARKS[first] }, ...toBlocks(lines.slice(1))]
  return [{ kind: 'paragraph', text: lines.join('\n') }]
}
