import { CONFIRMED, type Player, writeBooks } from './books.ts'
import { type ClientId, REGISTER_EVENTS, REGISTERS } from './landscape.ts'
import { castRenter } from './people.ts'
import { beginPlot, type Contract, type Plot, type Story, type WrittenFact } from './plot.ts'
import { randomFrom } from './random.ts'
import { STORIES_BEFORE_SIGNAL } from './stories-before-signal.ts'
import { STORIES_BY_WORD } from './stories-by-word.ts'
import { STORIES_WITH_SIGNAL } from './stories-with-signal.ts'

export const STORIES: Record<string, Story> = { ...STORIES_BEFORE_SIGNAL, ...STORIES_WITH_SIGNAL, ...STORIES_BY_WORD }

export interface Sample {
  /** Who plays what: for tests that ask how a story ended. Not among the files. */
  readonly players: readonly Player[]
  /** Every file, by its path in the sample's folder. */
  readonly files: ReadonlyMap<string, Buffer>
}

/** Five months of five clients. The same on every run. */
export async function buildSample(): Promise<Sample> {
  const plots = Object.entries(STORIES).flatMap(([name, story]) =>
    Array.from({ length: story.count }, (_, index) => ({ story: name, plot: play(name, story, index) })),
  )
  const players = plots
    .map(({ story, plot: { renter, claims, renumbered } }) => ({ story, renter, claims, renumbered }))
    .sort((a, b) => (a.renter.debtor < b.renter.debtor ? -1 : 1))
  const books = await writeBooks(players)
  return {
    players,
    files: new Map([
      ['registers.json', Buffer.from(`${inShortLines(REGISTERS)}\n`)],
      ['events.jsonl', Buffer.from(asLines([...INCIDENTS, ...plots.flatMap(({ plot }) => plot.facts)]))],
      ...[...books].map(([name, bytes]): [string, Buffer] => [`exports/${name}`, bytes]),
    ]),
  }
}

/** The files that a person puts in their portal, each on the day of its round. */
const UPLOADED = [
  ...['2026-02-20', '2026-03-20', '2026-04-20', '2026-05-22'].map((day) => `vroegsignalen-${day}-01.csv`),
  ...['2026-02-20', '2026-03-13', '2026-03-20', '2026-04-20'].map((day) => `vroegsignalen-vps-${day}-01.csv`),
  ...['2026-03-02', '2026-04-02', '2026-04-14'].map((day) => `intrekkingen-${day}-01.xlsx`),
  ...['2026-02-25', '2026-04-14', '2026-05-13'].map((day) => `intrekkingen-vps-${day}-01.csv`),
]
const dayIn = (file: string): string => /\d{4}-\d\d-\d\d/.exec(file)?.[0] ?? ''

/**
 * What happens to the registers, the imports and the machine. The crash falls on a morning on which many letters go
 * out; and from the eve of Ascension Day the machine is off for a week, over the demands of the 15th and the round of
 * the 20th, which it makes up on the 22nd (C16).
 */
const INCIDENTS: WrittenFact[] = [
  ...REGISTER_EVENTS,
  ...UPLOADED.map(
    (file): WrittenFact => ({
      at: `${dayIn(file)}T15:10`,
      type: 'upload-confirmed',
      file,
      by: 'l.visser@voorbeeld.example',
    }),
  ),
  {
    at: '2026-02-23T11:05',
    type: 'portal-receipt',
    file: 'vroegsignalen-2026-02-20-01.csv',
    on: '2026-02-20',
    by: 'l.visser@voorbeeld.example',
  },
  {
    at: '2026-04-02T10:15',
    type: 'book-confirmed',
    client: 'BELEGGER-B',
    on: '2026-04-02',
    except: [],
    by: 'l.visser@voorbeeld.example',
  },
  // The portal shows on the screen that it takes no row of the file.
  ...[2, 3].map(
    (row): WrittenFact => ({
      ...{ at: '2026-05-22T15:40', type: 'portal-rejection', file: 'vroegsignalen-2026-05-22-01.csv', row },
      ...{ reason: 'not-connected', by: 'l.visser@voorbeeld.example' },
    }),
  ),
  { at: '2026-03-05T09:00', type: 'crash' },
  { at: '2026-05-13T17:30', type: 'crash', until: '2026-05-21T09:30' },
  { at: `${CONFIRMED.day}T11:15`, type: 'import-confirmed', file: CONFIRMED.file },
]

/** JSON as a person would lay it out: what fits on a line of 120 stands on one line. */
function inShortLines(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /([{[])\n\s+([^{}[\]]+)\n\s+([}\]])/g,
    (block: string, open: string, content: string, close: string, offset: number, whole: string) => {
      const gap = open === '{' ? ' ' : ''
      const line = `${open}${gap}${content.replace(/\n\s+/g, ' ')}${gap}${close}`
      const before = offset - whole.lastIndexOf('\n', offset) - 1
      return before + line.length < 120 ? line : block
    },
  )
}

function asLines(facts: readonly WrittenFact[]): string {
  const lines = facts.map((fact) => JSON.stringify(fact))
  return `${lines.sort((a, b) => (a < b ? -1 : 1)).join('\n')}\n`
}

/** Debtor numbers by client; BELEGGER-D's come from an old system that fills up with zeros. */
const FIRST_NUMBER: Record<ClientId, number> = {
  'BELEGGER-A': 100_200,
  'BELEGGER-B': 204_000,
  'BELEGGER-C': 310_000,
  'BELEGGER-D': 1_400,
  'BELEGGER-E': 480_000,
}

/** No story has more renters than this; each story has its own numbers. */
const MOST_PLAYERS = 130

function play(name: string, story: Story, index: number): Plot {
  const random = randomFrom(`${name} ${index}`)
  const start = at(story.starts, index)
  const client = random.pick(story.clients)
  const debtor = String(FIRST_NUMBER[client] + place(name) * MOST_PLAYERS + index).padStart(6, '0')
  const renter = castRenter(debtor, { ...story.casting, client, town: random.pick(story.towns) }, random)
  const contract: Contract = {
    number: `H-${debtor}`,
    unit: story.unit ?? 'woning',
    rentCents: story.rentCents ?? random.between(58_000, 142_000),
  }
  const plot = beginPlot(renter, contract, start, random)
  story.tell(plot)
  return plot
}

const place = (name: string): number => Object.keys(STORIES).indexOf(name)

function at<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new RangeError('a story needs a month to start in')
  return item
}
