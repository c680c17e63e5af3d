import { z } from 'zod'

const stateSchema = z.object({
  Type: z.string(),
  Comment: z.string().optional(),
  Resource: z.string().default(''),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Condition: z.string(), Next: z.string() })).default([]),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
  ItemProcessor: z.unknown().optional(),
})
const blockSchema = z.object({ StartAt: z.string(), States: z.record(z.string(), stateSchema) })
type State = z.infer<typeof stateSchema>
type Block = z.infer<typeof blockSchema>

/**
 * Parts of a picture under a heading of their own. Ways between `hub` and a chapter are drawn once for the whole
 * chapter.
 */
export interface Chapters {
  readonly hub: { readonly title: string; readonly states: readonly string[] }
  readonly chapters: readonly { readonly title: string; readonly states: readonly string[]; readonly aside?: true }[]
  /** What people tell as one step after the other, though the machine looks at the case in between. */
  readonly story: readonly { readonly from: string; readonly to: string; readonly because: string }[]
}

interface Way {
  readonly from: string
  readonly to: string
  readonly label: string
  /** The main line; an ordinary way; what happens when something failed, or is told of a whole chapter. */
  readonly line: '==>' | '-->' | '-.->' | '<-.->'
}

/**
 * A state machine as a Mermaid flowchart: every state, and the ways between them. Retries and the ways of errors are
 * left out, but for those that end the machine: they would hide the process.
 *
 * @param asl a definition with JSONata conditions
 * @throws Error naming the state when a state of the machine is in no chapter, or the chapters name one that it has not
 */
export function drawMachine(asl: unknown, chapters?: Chapters): string {
  const machine = blockSchema.parse(asl)
  const ids = new Map(namesIn(machine).map((name, index) => [name, `s${index + 1}`]))
  const idOf = (name: string): string => {
    const id = ids.get(name) ?? chapterId(chapters, name)
    if (id === undefined) throw new Error(`the picture has no state ${JSON.stringify(name)}`)
    return id
  }
  const lines = chapters
    ? [...drawChapters(machine, chapters, idOf), ...drawWays(chapterWays(machine, chapters), idOf)]
    : drawBlock(machine, idOf)
  return ['flowchart TD', ...[`start(( )) --> ${idOf(machine.StartAt)}`, ...lines, ...STYLES].map(indent)].join('\n')
}

const STYLES = [
  'classDef act fill:#d7e8f7,stroke:#2c5f8a,color:#111',
  'classDef wait fill:#fff4d6,stroke:#9a7400,color:#111',
  'classDef choice fill:#f4f4f4,stroke:#555,color:#111',
  'classDef over fill:#e3f2e1,stroke:#3d7a36,color:#111',
  'classDef failed fill:#f9e0de,stroke:#a5322a,color:#111',
]

/** Else a theme gives parts of a picture the colour of what waits. */
const partStyle = (id: string): string => `style ${id} fill:#fafafa,stroke:#aaa,color:#111`

const indent = (line: string): string => `  ${line}`

/** The states of a machine and of its maps, in the order of the definition. */
const namesIn = ({ States }: Block): string[] =>
  Object.entries(States).flatMap(([name, each]) => [name, ...processorOf(each).flatMap(namesIn)])

const processorOf = ({ ItemProcessor }: State): Block[] => (ItemProcessor ? [blockSchema.parse(ItemProcessor)] : [])

function drawBlock(machine: Block, idOf: (name: string) => string): string[] {
  const nodes = Object.entries(machine.States).flatMap(([name, each]) => drawNode(name, each, idOf))
  return [...nodes, ...drawWays(waysIn(machine), idOf)]
}

function drawNode(name: string, each: State, idOf: (name: string) => string): string[] {
  const id = idOf(name)
  const [inner] = processorOf(each)
  if (inner) {
    const begin = `${id}start(( )) --> ${idOf(inner.StartAt)}`
    return [
      `subgraph ${id}["${escaped(name)}, for each"]`,
      ...[begin, ...drawBlock(inner, idOf)].map(indent),
      'end',
      partStyle(id),
    ]
  }
  const label = `"${escaped(name)}${each.Comment === undefined ? '' : `<br/><i>${escaped(each.Comment)}</i>`}"`
  if (each.Type === 'Choice') return [`${id}{${label}}:::choice`]
  if (each.Type === 'Succeed') return [`${id}([${label}]):::over`]
  if (each.Type === 'Fail') return [`${id}([${label}]):::failed`]
  return [waits(each) ? `${id}(${label}):::wait` : `${id}[${label}]:::act`]
}

const waits = ({ Type, Resource }: State): boolean => Type === 'Wait' || Resource.endsWith('.waitForTaskToken')

/** Mermaid reads `#` as the start of a character's code. */
const escaped = (text: string): string => text.replace(/[#&<>"]/g, (character) => `#${character.codePointAt(0)};`)

function waysIn({ States }: Block): Way[] {
  return Object.entries(States).flatMap(([from, each]) => [
    ...each.Choices.map(
      ({ Condition, Next }) => ({ from, to: Next, label: answerOf(Condition), line: '-->' }) as const,
    ),
    ...(each.Default === undefined ? [] : [{ from, to: each.Default, label: 'otherwise', line: '-->' } as const]),
    ...(each.Next === undefined ? [] : [{ from, to: each.Next, label: '', line: '-->' } as const]),
    ...each.Catch.flatMap(({ ErrorEquals, Next }): Way[] => {
      if (waits(each) && ErrorEquals.includes('States.Timeout'))
        return [{ from, to: Next, label: 'the time has come', line: '-->' }]
      return States[Next]?.Type === 'Fail' ? [{ from, to: Next, label: 'fails', line: '-.->' }] : []
    }),
  ])
}

/** The value that a condition compares with: `reminder` of `$standing.step = 'reminder'`. */
const answerOf = (condition: string): string => /= '([^']+)'/.exec(condition)?.[1] ?? ''

function drawWays(ways: readonly Way[], idOf: (name: string) => string): string[] {
  const lines = ways.map(({ from, to, label, line }) => {
    const text = label === '' ? '' : `|"${escaped(label)}"|`
    return `${idOf(from)} ${line}${text} ${idOf(to)}`
  })
  return [...new Set(lines)]
}

const chapterId = (chapters: Chapters | undefined, title: string): string | undefined => {
  const index = [chapters?.hub, ...(chapters?.chapters ?? [])].findIndex((each) => each?.title === title)
  return index < 0 ? undefined : `part${index}`
}

function drawChapters(machine: Block, { hub, chapters }: Chapters, idOf: (name: string) => string): string[] {
  const told = new Set([hub, ...chapters].flatMap(({ states }) => states))
  const untold = Object.keys(machine.States).find((name) => !told.has(name))
  if (untold !== undefined) throw new Error(`the picture has no chapter for the state ${JSON.stringify(untold)}`)
  return [hub, ...chapters].flatMap(({ title, states }) => [
    `subgraph ${idOf(title)}["${escaped(title)}"]`,
    ...states
      .flatMap((name) => {
        const found = machine.States[name]
        if (!found) throw new Error(`the machine has no state ${JSON.stringify(name)}`)
        return drawNode(name, found, idOf)
      })
      .map(indent),
    'end',
    partStyle(idOf(title)),
  ])
}

/** The ways within the hub and within the chapters, one way for each chapter to the hub and back, and the story. */
function chapterWays(machine: Block, { hub, chapters, story }: Chapters): Way[] {
  const inHub = new Set(hub.states)
  const chapterOf = (name: string) => chapters.find(({ states }) => states.includes(name)) ?? hub
  const main = (name: string) => chapters.some(({ aside, states }) => !aside && states.includes(name))
  const ways = waysIn(machine)
  const apart = ways.filter(({ from, to }) => inHub.has(from) === inHub.has(to))
  const lookedAt = new Set(
    ways.filter((way) => !apart.includes(way)).map(({ from, to }) => chapterOf(inHub.has(from) ? to : from).title),
  )
  return [
    ...apart.map((way): Way => (main(way.from) ? { ...way, line: '==>' } : way)),
    ...story.map(({ from, to, because }): Way => {
      checkStory(ways, from, to, inHub)
      return { from, to, label: because, line: '==>' }
    }),
    ...[...lookedAt].map((title): Way => ({ from: hub.title, to: title, label: '', line: '<-.->' })),
  ]
}

/** A story may leave out the hub, and nothing else. */
function checkStory(ways: readonly Way[], from: string, to: string, inHub: ReadonlySet<string>): void {
  const left = inHub.has(from) || ways.some((way) => way.from === from && inHub.has(way.to))
  const arrived = ways.some((way) => inHub.has(way.from) && way.to === to)
  if (!left || !arrived)
    throw new Error(`the machine does not lead from ${JSON.stringify(from)} to ${JSON.stringify(to)}`)
}
