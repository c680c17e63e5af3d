import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { dateOf, dayOfMonth, plusDays } from '../../../shared/domain/calendar.ts'
import type { StoredEvent } from '../../../shared/domain/event.ts'
import { replay } from '../../../shared/domain/history.ts'
import { courseSvg } from '../../../shared/queries/course/course-svg.ts'
import { type Box, type Label, layoutOf, WIDTH } from '../../../shared/queries/course/layout.ts'
import { type Course, marksOf } from '../../../shared/queries/course/marks.ts'
import { forecast } from '../../../shared/queries/forecast.ts'
import { anyYear, playYear } from '../../domain/year.ts'
import {
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  POLICY,
  sha256,
} from '../../support/case-builder.ts'
import { runs } from '../../support/property-runs.ts'
import { EVERY_EVENT } from './every-event.ts'

const NAMES = { claim: () => null }

function courseOf(events: readonly StoredEvent[], now: string): Course {
  const state = replay(events, sha256)
  if (!state) throw new Error('a case without events')
  return { events, now, policy: POLICY, forecast: forecast(state, { policy: POLICY, clientConditions: CLIENT }, now) }
}

const drawn = (of: CaseBuilder, when: string): string => courseSvg(courseOf(of.history, at(when)), NAMES)

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** The elements of a picture; throws where it is no well-formed XML. */
function elementsOf(svg: string): Element[] {
  const found: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }))
  parser.write(svg).close()
  return found
}

const NOTHING_ELSE = new Set(['svg', 'line', 'text', 'circle', 'rect', 'path', 'title'])
/** The classes that the stylesheet of the page must know. */
const CLASSES = new Set([
  ...['lane', 'base', 'tick', 'month', 'word', 'to-come', 'dot', 'good', 'now', 'future', 'deadline'],
  ...['today', 'todayword', 'band', 'wait'],
])

/** No style, no script, nothing from elsewhere, and a full sentence for each dot and stretch. */
function isFitForStrictCsp(svg: string): void {
  const elements = elementsOf(svg)
  for (const { name, attributes } of elements) {
    expect(NOTHING_ELSE, name).toContain(name)
    expect(Object.keys(attributes).filter((each) => /^(style|on|href|xlink)/.test(each))).toEqual([])
    for (const each of (attributes.class ?? 'word').split(' ')) expect(CLASSES).toContain(each)
  }
  const told = elements.filter(({ name }) => name === 'title').length
  expect(told).toBe(
    elements.filter(({ name, attributes }) => /^(circle|rect|path)$/.test(name) || attributes.class === 'wait').length,
  )
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** No two labels of the picture touch, and all lie within it. */
function labelsAreApart(course: Course): readonly Label[] {
  const layout = layoutOf(marksOf(course, NAMES), course.events[0]?.at ?? course.now, course.now)
  const labels = layout.lanes.flatMap(({ dots, strokes }) => [...dots, ...strokes].flatMap(({ label }) => label ?? []))
  for (const [index, { box, text }] of labels.entries()) {
    expect(box.x >= 90 && box.x + box.width <= WIDTH, `${text} at ${box.x}`).toBe(true)
    for (const other of labels.slice(index + 1))
      expect(overlap(box, other.box), `${text} and ${other.text}`).toBe(false)
  }
  return labels
}

describe('the course of a case as a picture', () => {
  test('of one event: what comes, today, and only the lanes in which there is something', () => {
    const svg = drawn(anArrearsCase(), '2026-03-02')
    isFitForStrictCsp(svg)
    expect([...svg.matchAll(/class="lane"[^>]*>(\w+)</g)].map(([, lane]) => lane)).toEqual([
      'Brieven',
      'Contact',
      'Signaal',
    ])
    expect(svg).toContain('vandaag, 2 maart')
    expect(svg).toContain('<title>5 maart 2026: De herinnering gaat weg.</title>')
    expect(svg).toContain('class="dot deadline"')
    expect(svg).not.toContain('class="dot"')
  })

  test('of a suspension: the 30 days as a band, the wait up to the answer, and what follows', () => {
    const suspended = aReportedCase()
      .withHelpAccepted('2026-04-23', '2026-04-23')
      .withSuspension('2026-05-23', '2026-04-23')
    const svg = drawn(suspended, '2026-04-24')
    isFitForStrictCsp(svg)
    expect(svg).toContain('30 dagen rust, tot en met 23 mei')
    expect(svg).toContain('class="wait"')
    expect(svg).toContain('>hulp geaccepteerd')
    expect(svg).toContain('>overdracht<')
    expect(svg).toContain('class="dot good"')
  })

  test('a suspension that new arrears will end is drawn up to there (U2)', () => {
    const suspended = aReportedCase()
      .withHelpAccepted('2026-04-23', '2026-04-23')
      .withSuspension('2026-05-23', '2026-04-23')
      .withSuspensionEnded('2026-05-06', 'new-arrears')
    expect(drawn(suspended, '2026-05-10')).toContain('rust, tot 6 mei')
  })

  test('what names say is escaped, whatever it is', () => {
    const hostile = `<script>alert("x")</script>'&`
    const { history } = anArrearsCase().withReminderSent('2026-03-05')
    const svg = courseSvg(courseOf(history, at('2026-03-06')), { claim: () => hostile })
    isFitForStrictCsp(svg)
    expect(svg).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;')
  })

  test('every type of event can stand in it', () => {
    const all = Object.values(EVERY_EVENT).slice(1)
    const history = all.reduce((of, event, index) => of.with(event, plusDays('2026-03-03', index)), anArrearsCase())
    isFitForStrictCsp(
      courseSvg({ ...courseOf(anArrearsCase().history, at('2026-03-02')), events: history.history }, NAMES),
    )
  })

  test('three hundred events in three years: dots that would lie on each other are one, and months are left out', () => {
    let long = anArrearsCase({ on: '2024-01-02' })
    for (let month = 0; month < 36; month += 1) {
      const day = (of: number) => dayOfMonth('2024-01-01', month, of)
      long = long.withReminderSent(day(5)).withDemandSent(day(15)).withContactAttempt(day(18))
      long = long.withContactAttempt(day(19)).withSignalHeld(['G6'], day(20)).withSignalHeld(['G6'], day(21))
      long = long.withPaymentBooked(1_000, day(22)).withObjection(day(23)).withObjectionWithdrawn(day(24))
    }
    const course = courseOf(long.history, at('2027-01-02'))
    expect(course.events.length).toBeGreaterThan(300)
    const svg = courseSvg(course, NAMES)
    isFitForStrictCsp(svg)
    expect(labelsAreApart(course).length).toBeGreaterThan(10)
    expect(elementsOf(svg).filter(({ name }) => name === 'circle').length).toBeLessThan(260)
    expect(Buffer.byteLength(svg)).toBeLessThan(90_000)
    expect(svg).toContain('januari 2025')
  })
})

test('random years: on no day do two labels touch, and the picture is fit for a page', () => {
  fc.assert(
    fc.property(anyYear, (year) => {
      playYear(year, ({ play, today }) => {
        if (dateOf(play.now).slice(8) !== '23' && today.slice(5) !== '06-06') return
        const course = {
          ...{ events: play.history, now: play.now, policy: POLICY },
          forecast: forecast(play.state, { policy: POLICY, clientConditions: play.client }, play.now),
        }
        labelsAreApart(course)
        isFitForStrictCsp(courseSvg(course, NAMES))
      })
    }),
    { numRuns: runs(20) },
  )
}, 600_000)
