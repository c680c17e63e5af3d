import { html } from 'hono/html'
import { namesOf } from '../../shared/cases/named-claims.ts'
import { dateOf, type IsoInstant } from '../../shared/domain/calendar.ts'
import type { Rehearsal, RehearsedCase } from '../../shared/facts/rehearse.ts'
import { comingSaid } from '../../shared/queries/course/coming-sentences.ts'
import { courseList } from '../../shared/queries/course/course-list.ts'
import { type Coming, difference, forecast } from '../../shared/queries/forecast.ts'
import { factsAbout } from './gate-card.ts'
import type { Html } from './layout.ts'
import type { ConsolePorts } from './ports.ts'
import { shortDate } from './words.ts'

/** What a fact would change, sentence by sentence: what is recorded, what falls away, what moves, and what comes. */
export async function consequences(ports: ConsolePorts, { cases, starts }: Rehearsal, now: IsoInstant): Promise<Html> {
  const changed = await Promise.all(cases.map((each) => inCase(ports, each, now)))
  const starting = [
    ...(starts.includes('round')
      ? ['Over twee minuten gaat er een ronde, die wegneemt of intrekt wat niet meer mag.']
      : []),
    ...(starts.includes('import') ? ['De lijst wordt ingelezen.'] : []),
  ]
  const lines = [...changed.flat(), ...starting.map((sentence) => html`<li class="plus">${sentence}</li>`)]
  return html`<ul class="after">${lines.length > 0 ? lines : html`<li>Het wordt vastgelegd. In de dossiers verandert nu niets.</li>`}</ul>`
}

async function inCase(ports: ConsolePorts, rehearsed: RehearsedCase, now: IsoInstant): Promise<Html[]> {
  const { before, after, appended, conditions } = rehearsed
  if (appended.length === 0) return []
  const renter = before.summary?.renter
  const [record] = renter === undefined ? [] : await ports.renters.getMany([{ renter, client: before.state.client }])
  const claims = record ? namesOf(record) : new Map<number, { readonly description: string }>()
  const names = { colleague: () => null, claim: (number: number) => claims.get(number)?.description ?? null }
  const seqs = new Set(appended.map(({ seq }) => seq))
  const said = courseList(after.events, names)
    .filter(({ seq }) => seqs.has(seq))
    .toReversed()
    .map(({ what, detail }) => html`<li class="plus"><b>${what}</b>${detail === null ? '' : html` ${detail}`}</li>`)
  const facts = await factsAbout(ports, before, conditions)
  const was = forecast(before.state, conditions, now, facts)
  const is = forecast(after.state, conditions, now, facts)
  const { gone, moved, added } = difference(was, is)
  return [
    ...said,
    ...gone.map((coming) => html`<li class="minus">Vervalt: ${sentence(coming)}</li>`),
    ...moved.map(
      (pair) =>
        html`<li>Verschuift van ${when(pair.before)} naar ${when(pair.after)}: ${comingSaid(pair.after)[0]}</li>`,
    ),
    ...added.map((coming) => html`<li class="plus">Komt erbij: ${sentence(coming)}</li>`),
  ]
}

const when = ({ at }: Coming): string => (at === null ? 'later' : shortDate(dateOf(at)))

const sentence = (coming: Coming): string => `${when(coming)}: ${comingSaid(coming)[0]}`
