import { dateOf, dayOfMonth, type IsoInstant, instantAt, monthOf, plusDays } from '../../domain/calendar.ts'
import { LANES, type Lane } from './lanes.ts'
import type { CourseMarks, Mark } from './marks.ts'
import type { Stretch } from './stretches.ts'

// Where everything of a course stands in its picture; in pixels of a view box that is 960 wide.

export const WIDTH = 960
const LEFT = 104
const RIGHT = 936
/** Where the months stop, and the first lane is. */
export const TOP = 26
const FIRST_LANE = 62
const LANE_HEIGHT = 60
/** Of the widest system font at 12 pixels; a label is hardly ever wider than this says. */
const PER_CHARACTER = 7.7
/** Dots that are nearer to each other are one; of the same that comes again and again sooner. */
const NEAR = 16
const NEAR_SAME = 40
/** Labels keep so much room between them. */
const GAP = 8

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Label {
  readonly text: string
  /** Where the text begins, and its baseline. */
  readonly x: number
  readonly y: number
  readonly box: Box
}

export interface Dot {
  readonly x: number
  readonly kind: Mark['kind']
  readonly titles: readonly string[]
  /** Null where there is no room for one. */
  readonly label: Label | null
}

export interface Stroke {
  readonly x: number
  readonly width: number
  readonly kind: Stretch['kind']
  readonly title: string
  readonly label: Label | null
}

export interface DrawnLane {
  readonly lane: Lane
  readonly y: number
  readonly dots: readonly Dot[]
  readonly strokes: readonly Stroke[]
}

export interface Tick {
  readonly x: number
  readonly label: string
}

export interface Layout {
  readonly height: number
  readonly bottom: number
  readonly from: IsoInstant
  readonly until: IsoInstant
  readonly today: number
  readonly ticks: readonly Tick[]
  readonly lanes: readonly DrawnLane[]
}

type Scale = (at: IsoInstant) => number

const isToCome = ({ kind }: Mark): boolean => kind === 'future' || kind === 'deadline'

/** Where everything stands: only lanes in which there is something, and no label that touches another of its lane. */
export function layoutOf({ marks, stretches }: CourseMarks, opened: IsoInstant, now: IsoInstant): Layout {
  const moments = [now, opened, ...marks.map(({ at }) => at), ...stretches.flatMap(({ from, until }) => [from, until])]
  const first = moments.reduce((a, b) => (a < b ? a : b))
  const from = instantAt(`${dateOf(first).slice(0, 8)}01`, '00:00')
  const last = moments.reduce((a, b) => (a > b ? a : b))
  const days = Math.max(SHORTEST_DAYS, Math.ceil((Date.parse(last) - Date.parse(from)) / 86_400_000))
  // Some room after what comes last, for its words.
  const until = instantAt(plusDays(dateOf(from), Math.ceil(days * 1.04) + 1), '00:00')
  const scale = scaleOf(from, until)
  const used = LANES.filter((lane) => [...marks, ...stretches].some((each) => each.lane === lane))
  const lanes = used.map((lane, index) => {
    const y = FIRST_LANE + index * LANE_HEIGHT
    const of = <T extends { readonly lane: Lane }>(all: readonly T[]) => all.filter((each) => each.lane === lane)
    return drawn(lane, y, of(marks), of(stretches), scale, scale(now))
  })
  const bottom = FIRST_LANE + (used.length - 1) * LANE_HEIGHT + 28
  return { height: bottom + 22, bottom, from, until, today: scale(now), ticks: ticksOf(from, until, scale), lanes }
}

/** A case of a few days has a picture of two months. */
const SHORTEST_DAYS = 60

function scaleOf(from: IsoInstant, until: IsoInstant): Scale {
  const begin = Date.parse(from)
  const perMillisecond = (RIGHT - LEFT) / (Date.parse(until) - begin)
  return (at) => rounded(LEFT + (Date.parse(at) - begin) * perMillisecond)
}

const rounded = (pixels: number): number => Math.round(pixels * 10) / 10

const widthOf = (text: string): number => text.length * PER_CHARACTER

/** The first of each month; of each second, third, sixth or twelfth where they would be too near to each other. */
function ticksOf(from: IsoInstant, until: IsoInstant, scale: Scale): Tick[] {
  const begin = dateOf(from)
  const oneMonth = scale(instantAt(dayOfMonth(begin, 1, 1), '00:00')) - scale(from)
  const widest = widthOf('september 2026')
  const every = [1, 2, 3, 6, 12].find((count) => count * oneMonth >= widest) ?? 24
  const ticks: Tick[] = []
  for (let months = 0; ; months += every) {
    const day = dayOfMonth(begin, months, 1)
    const at = instantAt(day, '00:00')
    if (at >= until) return ticks
    const isNewYear = months === 0 || day.slice(0, 4) !== dayOfMonth(begin, months - every, 1).slice(0, 4)
    const label = isNewYear ? `${monthOf(day)} ${day.slice(0, 4)}` : monthOf(day)
    const x = scale(at)
    ticks.push({ x, label: x + 6 + widthOf(label) > WIDTH ? '' : label })
  }
}

function drawn(
  lane: Lane,
  y: number,
  marks: readonly Mark[],
  stretches: readonly Stretch[],
  scale: Scale,
  today: number,
): DrawnLane {
  const room: Room = {
    y,
    rows: stretches.some(({ kind }) => kind === 'band') ? BESIDE_BAND : BESIDE_DOTS,
    today,
    taken: [],
  }
  const strokes = stretches.map((stretch): Stroke => {
    const { from, until, label, title, kind } = stretch
    const x = scale(from)
    const width = Math.max(2, rounded(scale(until) - x))
    return { x, width, kind, title, label: label === '' ? null : labelOfStroke(label, x, width, room) }
  })
  const groups = grouped(marks, scale)
  const labels = new Map<Group, Label | null>()
  // What comes first and what was last matter most, and get their words first.
  const order = [...groups.filter(({ toCome }) => toCome), ...groups.filter(({ toCome }) => !toCome).reverse()]
  for (const group of order) labels.set(group, placed(group.texts, group.x, room))
  const dots = groups.map((group): Dot => {
    const { x, kind, titles } = group
    return { x, kind, titles, label: labels.get(group) ?? null }
  })
  return { lane, y, dots, strokes }
}

/** Within a band where there is room, and beside it where there is not. */
function labelOfStroke(text: string, x: number, width: number, room: Room): Label | null {
  if (widthOf(text) + 16 > width) return placed([text], x + 6, room)
  const label = labelAt(text, x + 10, room.y + 4)
  room.taken.push(label.box)
  return label
}

interface Group {
  readonly x: number
  /** What it is called, the fullest first. */
  readonly texts: readonly string[]
  readonly kind: Mark['kind']
  readonly titles: readonly string[]
  readonly toCome: boolean
}

/** Marks that would lie on each other are one: `aangehouden, 3 keer`, or `bezwaar, +2`. */
function grouped(marks: readonly Mark[], scale: Scale): Group[] {
  const groups: Mark[][] = []
  for (const mark of marks.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    const group = groups.at(-1)
    const begin = group?.[0]
    const isSame = group?.every(({ label }) => label === mark.label)
    const isOne =
      begin && isToCome(begin) === isToCome(mark) && scale(mark.at) - scale(begin.at) < (isSame ? NEAR_SAME : NEAR)
    if (group && isOne) group.push(mark)
    else groups.push([mark])
  }
  return groups.map((group) => {
    const [first, last] = [group[0], group.at(-1)]
    if (!first || !last) throw new Error('a group of no marks')
    const loud = group.find(({ kind }) => kind === 'now') ?? last
    const x = rounded((scale(first.at) + scale(last.at)) / 2)
    const titles = group.map(({ title }) => title)
    return { x, texts: textsOf(group, loud), kind: loud.kind, titles, toCome: isToCome(first) }
  })
}

function textsOf(group: readonly Mark[], { label }: Mark): string[] {
  const different = [...new Set(group.map((each) => each.label))]
  if (group.length === 1) return [label]
  if (different.length === 1) return [`${label}, ${group.length} keer`]
  const short = `${label}, +${group.length - 1}`
  return group.length === 2 ? [different.join(', '), short] : [short]
}

const labelAt = (text: string, x: number, y: number): Label => ({
  ...{ text, x: rounded(x), y },
  box: { x: rounded(x), y: y - 11, width: widthOf(text), height: 15 },
})

/** Baselines above and below a lane. */
const BESIDE_DOTS = [-13, 23] as const
const BESIDE_BAND = [-18, 28] as const

/** Of a lane: where labels may stand, and which have their place. */
interface Room {
  readonly y: number
  readonly rows: readonly number[]
  /** Where the line of today is, which a label crosses only where there is no other place. */
  readonly today: number
  readonly taken: Box[]
}

/** A label above its lane or below it, to the right or the left of its place; null where there is no room. */
function placed(texts: readonly string[], x: number, { y, rows, today, taken }: Room): Label | null {
  const places = texts.flatMap((text) =>
    [x - 6, x + 6 - widthOf(text)].flatMap((place) =>
      rows.map((row) => labelAt(text, Math.min(place, WIDTH - 2 - widthOf(text)), y + row)),
    ),
  )
  const free = places.filter(({ box }) => box.x >= LEFT - 8 && !taken.some((other) => touches(box, other)))
  const label = free.find(({ box }) => box.x > today || box.x + box.width < today) ?? free[0] ?? null
  if (label) taken.push(label.box)
  return label
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height && b.y < a.y + a.height
