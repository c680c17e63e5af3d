import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Chapters, drawMachine } from '../../infra/build/draw-machine.ts'
import { PICTURES, pictures } from '../../infra/build/draw-processes.ts'
import { definitions, type State } from './definition.ts'

it('statemachines/README.md shows the state machines as they are (npm run draw writes it)', () => {
  expect(readFileSync(PICTURES, 'utf8')).toBe(pictures())
})

interface Picture {
  /** The labels of states and of chapters by id, without what stands below a name. */
  readonly names: ReadonlyMap<string, string>
  readonly ways: readonly {
    readonly from: string
    readonly to: string
    readonly line: string
    readonly label: string
  }[]
  /** The chapter that a state is in. */
  readonly chapterOf: ReadonlyMap<string, string>
}

const NODE = /^(\w+)(?:\(\["(.*)"\]\)|\{"(.*)"\}|\("(.*)"\)|\["(.*)"\]):::(?:act|wait|choice|over|failed)$/
const WAY = /^(\w+(?:\(\( \)\))?) (==>|-->|-\.->|<-\.->)(?:\|"(.*)"\|)? (\w+)$/
const unescaped = (text: string) => text.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

/**
 * Reads a picture line by line. @throws Error for a line that is none of a flowchart, and for a block that does not end
 */
function read(mermaid: string): Picture {
  const [first, ...lines] = mermaid.split('\n').map((line) => line.trim())
  if (first !== 'flowchart TD') throw new Error(`it begins with ${first}`)
  const names = new Map<string, string>()
  const chapterOf = new Map<string, string>()
  const ways: Picture['ways'][number][] = []
  const open: string[] = []
  for (const line of lines) {
    const block = /^subgraph (\w+)\["(.*)"\]$/.exec(line)
    const node = NODE.exec(line)
    const way = WAY.exec(line)
    if (block) {
      const [, id = '', title = ''] = block
      names.set(id, unescaped(title))
      open.push(unescaped(title))
    } else if (line === 'end') {
      if (open.pop() === undefined) throw new Error('an end without a beginning')
    } else if (node) {
      const [, id = '', ...labels] = node
      const label = labels.find((each) => each !== undefined) ?? ''
      if (/["<>&]/.test(label.replaceAll(/<\/?i>|<br\/>/g, ''))) throw new Error(`${line} is not escaped`)
      const name = unescaped(label.split('<br/>')[0] ?? '')
      names.set(id, name)
      const chapter = open.at(-1)
      if (chapter !== undefined) chapterOf.set(name, chapter)
    } else if (way) {
      const [, from = '', kind = '', label = '', to = ''] = way
      ways.push({ from, to, line: kind, label: unescaped(label) })
    } else if (!/^(classDef|style) \w+ fill:#[\da-f]{6},stroke:#[\da-f]{3,6},color:#111$/.test(line))
      throw new Error(`no line of a flowchart: ${line}`)
  }
  if (open.length > 0) throw new Error(`${open.join()} does not end`)
  const nameOf = (id: string) => {
    const name = names.get(id) ?? (id.endsWith('(( ))') ? 'start' : undefined)
    if (name === undefined) throw new Error(`no state has the id ${id}`)
    return name
  }
  return { names, chapterOf, ways: ways.map((way) => ({ ...way, from: nameOf(way.from), to: nameOf(way.to) })) }
}

const drawn = new Map(
  [...readFileSync(PICTURES, 'utf8').matchAll(/\n## ([\w-]+)\n[^`]*```mermaid\n([^`]*)\n```\n/g)].map(
    ([, name = '', mermaid = '']) => [name, read(mermaid)],
  ),
)

/** Where a state leads to when nothing fails. */
const waysOn = ({ Next, Default, Choices, Catch, Resource }: State): string[] => [
  ...[Next, Default].filter((to) => to !== undefined),
  ...Choices.map(({ Next: to }) => to),
  ...Catch.filter(
    ({ ErrorEquals }) => Resource.endsWith('.waitForTaskToken') && ErrorEquals.includes('States.Timeout'),
  ).map(({ Next: to }) => to),
]

describe.each(definitions)('the picture of $name', ({ name, states }) => {
  const picture = drawn.get(name)
  if (!picture) throw new Error(`there is no picture of ${name}`)
  const { names, ways, chapterOf } = picture

  it('has every state once, and no other', () => {
    const chapters = new Set(chapterOf.values())
    const shown = [...names.values()].map((label) => label.replace(/, for each$/, ''))
    expect(shown.filter((label) => !chapters.has(label) || states.has(label)).sort()).toEqual([...states.keys()].sort())
  })

  it('has every way on, at least from chapter to chapter', () => {
    const shown = new Set(
      ways.flatMap(({ from, to, line }) => [`${from} > ${to}`, ...(line === '<-.->' ? [`${to} > ${from}`] : [])]),
    )
    const missing = [...states].flatMap(([from, state]) =>
      waysOn(state)
        .filter((to) => {
          const [ours, theirs] = [chapterOf.get(from), chapterOf.get(to)]
          const inMap = (title: string | undefined) => title?.endsWith(', for each')
          const between = [from, `${from}, for each`].some((a) =>
            [to, `${to}, for each`].some((b) => shown.has(`${a} > ${b}`)),
          )
          return !between && (ours === theirs || inMap(ours) || !shown.has(`${ours} > ${theirs}`))
        })
        .map((to) => `${from} > ${to}`),
    )
    expect(missing).toEqual([])
  })
})

describe('the picture of a case', () => {
  const { ways, chapterOf } = drawn.get('arrears-case') ?? { ways: [], chapterOf: new Map<string, string>() }
  const thick = ways.filter(({ line }) => line === '==>')

  it('tells the work instruction along its main line', () => {
    const line = ['Wait for the reminder date']
    for (let here = line.at(-1); here !== undefined && here !== 'Hand the case over to the collection agency'; ) {
      const next = thick.find(({ from, label }) => from === here && label !== 'help was accepted')
      if (!next) throw new Error(`the main line ends at ${here}`)
      line.push(next.to)
      here = next.to
    }
    expect(line).toEqual([
      'Wait for the reminder date',
      'Send the reminder',
      'Wait for the demand date',
      'Send the demand with text 1',
      'Wait for the notice date',
      'Send the five-day notice with text 2',
      'Wait for the signal round',
      'Test the signal against G1 to G9',
      'May the signal leave?',
      'Wait for the delivery of the signal',
      "Wait for the municipality's answer",
      'Hand the case over to the collection agency',
    ])
    expect(thick.find(({ label }) => label === 'help was accepted')?.to).toBe('Wait out the 30 days')
    expect([...new Set(line.map((state) => chapterOf.get(state)?.slice(0, 6)))]).toEqual(['Stap 2', 'Stap 3', 'Stap 4'])
  })

  it('hides nothing of it behind errors', () => {
    expect(
      ways.filter(({ to, from }) => to === 'Wait an hour, then look again' && from !== 'What comes next?'),
    ).toEqual([])
  })
})

describe('drawing', () => {
  const asl = {
    StartAt: 'Is it "a < b" & c #1?',
    States: {
      'Is it "a < b" & c #1?': {
        Type: 'Choice',
        Choices: [{ Condition: "{% $x = 'yes' %}", Next: 'Go' }],
        Default: 'Go',
      },
      Go: { Type: 'Task', Next: 'Over', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Broken' }] },
      Over: { Type: 'Succeed' },
      Broken: { Type: 'Fail' },
    },
  }
  const title = 'Look'
  const chapters = (more: Partial<Chapters>): Chapters => ({
    hub: { title, states: ['Is it "a < b" & c #1?', 'Over', 'Broken'] },
    chapters: [{ title: 'Work', states: ['Go'] }],
    story: [],
    ...more,
  })

  it('keeps any name readable', () => {
    const { names, ways } = read(drawMachine(asl))
    expect([...names.values()]).toEqual(Object.keys(asl.States))
    expect(ways).toContainEqual({ from: 'Is it "a < b" & c #1?', to: 'Go', line: '-->', label: 'yes' })
    expect(ways).toContainEqual({ from: 'Go', to: 'Broken', line: '-.->', label: 'fails' })
  })

  it('refuses chapters that leave out a state, name one that is not there, or tell what the machine does not do', () => {
    expect(() => drawMachine(asl, chapters({ chapters: [] }))).toThrow('no chapter for the state "Go"')
    expect(() => drawMachine(asl, chapters({ chapters: [{ title: 'Work', states: ['Go', 'Rest'] }] }))).toThrow(
      '"Rest"',
    )
    const story = [{ from: 'Over', to: 'Broken', because: 'why' }]
    expect(() => drawMachine(asl, chapters({ story }))).toThrow('does not lead from "Over" to "Broken"')
  })
})
