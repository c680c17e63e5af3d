import type { NotebookFor } from '../../shared/contracts/rights.ts'
import type { IsoDate } from '../../shared/domain/calendar.ts'

/** A shorter id or name says nothing: the files of a set are often called a, b and c. */
const TELLING = 3

interface Registered {
  readonly id: string
  readonly name: string
}

/**
 * Of a file that cannot be read, the clients whose newer book it may be: those that its name names, else everybody of
 * whom a book counted. Until they have one that can be read, no letter or signal rests on the book before it (C13).
 */
export async function whoseBook(
  notebook: Pick<NotebookFor<'book read'>, 'list'>,
  registered: readonly Registered[],
  key: string,
  on: IsoDate,
): Promise<string[]> {
  const words = wordsOf(key.slice(on.length))
  const isNamed = (text: string) => text.length >= TELLING && words.includes(wordsOf(text))
  const named = registered.filter(({ id, name }) => isNamed(id) || isNamed(name))
  return named.length > 0 ? named.map(({ id }) => id) : (await notebook.list('book')).map(({ id }) => id)
}

/** `-belegger-a-boek-`: whole words, whatever stands between them. */
const wordsOf = (text: string): string =>
  `-${text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')}-`
