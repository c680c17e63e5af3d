import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Html } from './layout.ts'
import { ownPath } from './own-path.ts'

/** Under which name an address carries the list from which somebody came: with its filters, to go back to. */
export const FROM = 'uit'

/** Under which name it says that somebody goes on with that list afterwards, and not with the case. */
export const THEN = 'daarna'

const LISTS: readonly (readonly [path: string, word: string])[] = [
  ['/dossiers', 'Dossiers'],
  ['/rondes', 'Rondes'],
  ['/', 'Vandaag'],
]

/** The whole list of cases: where nothing else is said. */
const ALL = '/dossiers'

/** The list from which somebody came: the whole list of cases, unless the address says another. */
export function cameFrom({ req }: Context): string {
  const given = req.query(FROM)
  return given === undefined ? ALL : ownPath(given)
}

/** The way back to that list. */
export function wayBack(context: Context): Html {
  const href = cameFrom(context)
  const word = LISTS.find(([path]) => href.startsWith(path))?.[1] ?? 'Terug'
  return html`<a href="${href}">${word}</a>`
}

/** The address of a page about a case, which leads back to this list. */
export const withWayBack = (path: string, list: string): string =>
  list === ALL ? path : `${path}${path.includes('?') ? '&' : '?'}${FROM}=${encodeURIComponent(list)}`
