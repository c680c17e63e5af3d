import { dateOf, type IsoInstant } from '../../domain/calendar.ts'
import { dutchDate } from '../../letters/format.ts'
import type { Names } from './course-list.ts'
import { type Dot, type DrawnLane, type Label, layoutOf, type Stroke, TOP, WIDTH } from './layout.ts'
import { type Course, marksOf } from './marks.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

/** So many sentences a dot tells; of the others it says how many there are. */
const TOLD = 6

/**
 * The course of a case as a picture: an SVG of classes alone, without styles or scripts, so that it stands on a page
 * under a strict CSP. What was is filled, what comes is open.
 */
export function courseSvg(course: Course, names: Pick<Names, 'claim'>): string {
  const { events, now } = course
  const { height, bottom, today, ticks, lanes, from, until } = layoutOf(
    marksOf(course, names),
    events[0]?.at ?? now,
    now,
  )
  const line = (name: string, x1: number, x2: number, y1: number, y2: number) =>
    `<line class="${name}" x1="${x1}" x2="${x2}" y1="${y1}" y2="${y2}"/>`
  const right = WIDTH - 20
  return [
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="group" aria-label="${escaped(titleOf(from, until))}">`,
    ...ticks.map(({ x, label }) => line('tick', x, x, TOP, bottom) + text('month', x + 6, 20, label)),
    ...lanes.map(({ lane, y }) => text('lane', 0, y + 4, lane) + line('base', 104, right, y, y)),
    ...lanes.flatMap(({ y, strokes }) => strokes.map((stroke) => strokeOf(stroke, y))),
    line('today', today, today, TOP, bottom),
    todayOf(now, today, bottom + 14),
    ...lanes.flatMap((lane) => lane.dots.map((dot) => dotOf(dot, lane))),
    '</svg>',
  ].join('')
}

const titleOf = (from: IsoInstant, until: IsoInstant): string =>
  `Het verloop van dit dossier van ${dutchDate(dateOf(from))} tot ${dutchDate(dateOf(until))}, met wat nog komt`

const text = (name: string, x: number, y: number, words: string): string =>
  words === '' ? '' : `<text class="${name}" x="${x}" y="${y}">${escaped(words)}</text>`

const words = (label: Label | null, name: string): string => (label ? text(name, label.x, label.y, label.text) : '')

const titled = (titles: readonly string[]): string => {
  const rest = titles.length - TOLD
  const shown = rest > 0 ? [...titles.slice(0, TOLD), `En nog ${rest}.`] : titles
  return `<title>${escaped(shown.join('\n'))}</title>`
}

function strokeOf({ x, width, kind, title, label }: Stroke, y: number): string {
  const shape =
    kind === 'band'
      ? `<rect class="band" x="${x}" y="${y - 13}" width="${width}" height="26" rx="4">${titled([title])}</rect>`
      : `<line class="wait" x1="${x}" x2="${x + width}" y1="${y}" y2="${y}">${titled([title])}</line>`
  return shape + words(label, 'word')
}

function dotOf({ x, kind, titles, label }: Dot, { y }: DrawnLane): string {
  const named = kind === 'future' || kind === 'deadline' ? 'word to-come' : 'word'
  const shape =
    kind === 'deadline'
      ? `<path class="dot deadline" d="M${x} ${y - 8}l8 8l-8 8l-8 -8z">${titled(titles)}</path>`
      : `<circle class="dot${kind === 'done' ? '' : ` ${kind}`}" cx="${x}" cy="${y}" r="7">${titled(titles)}</circle>`
  return shape + words(label, named)
}

/** The word stands on the side of the line where there is room. */
function todayOf(now: IsoInstant, x: number, y: number): string {
  const day = `vandaag, ${dutchDate(dateOf(now)).replace(/ \d{4}$/, '')}`
  const isLeft = x > WIDTH - 160
  return `<text class="todayword" x="${isLeft ? x - 5 : x + 5}" y="${y}"${isLeft ? ' text-anchor="end"' : ''}>${day}</text>`
}
