import { APART, type Apart } from './model.ts'

/** What a printed letter is made of, read from the rendered text of a template. */
export type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly entries: readonly string[] }
  | { readonly kind: 'open-items' }
  | { readonly kind: 'apart-items'; readonly group: Apart }

/**
 * Stands in the text where a table goes; characters for private use, which no name and no description holds by
 * chance.
 */
const OPEN_ITEMS = '\uE000'
const APART_ITEMS = '\uE001'

/** What to put in place of the parts that print draws itself: the head of the letter, and the tables. */
export const INSTEAD = {
  top: '',
  'open-items': `${OPEN_ITEMS}\n`,
  'apart-items': `${APART.map((group) => `{{#${group}}}${APART_ITEMS}${group}{{/${group}}}`).join('')}\n`,
} as const

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
  if (first === OPEN_ITEMS) return [{ kind: 'open-items' }, ...toBlocks(lines.slice(1))]
  const group = APART.find((each) => first === `${APART_ITEMS}${each}`)
  if (group) return [{ kind: 'apart-items', group }, ...toBlocks(lines.slice(1))]
  return [{ kind: 'paragraph', text: lines.join('\n') }]
}
