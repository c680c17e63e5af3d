import { html } from 'hono/html'
import { afterStop } from '../../shared/cases/change-case.ts'
import { namesOf } from '../../shared/cases/named-claims.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import { dateOf, type IsoInstant } from '../../shared/domain/calendar.ts'
import type { Rehearsal, RehearsedCase } from '../../shared/facts/rehearse.ts'
import { comingSaid } from '../../shared/queries/course/coming-sentences.ts'
import { courseList } from '../../shared/queries/course/course-list.ts'
import { type Coming, difference, forecast } from '../../shared/queries/forecast.ts'
import { reasonInWords } from '../../shared/questions/wording.ts'
import type { GatePorts } from '../../shared/rounds/gate-facts.ts'
import { factsAbout } from './gate-card.ts'
import type { Html } from './layout.ts'
import { peopleOf } from './people.ts'
import type { ConsolePorts, Env } from './ports.ts'
import { shortDate } from './words.ts'

/**
 * What a fact would change, sentence by sentence: what is recorded, what falls away, what moves, what comes, and what
 * people are asked. Whoever looks sees something of each renter that it is about: that is written down first.
 */
export async function consequences(
  ports: ConsolePorts,
  session: Env['Variables']['session'],
  rehearsal: Rehearsal,
  now: IsoInstant,
): Promise<Html> {
  const changing = rehearsal.cases.filter(({ appended }) => appended.length > 0)
  const summaries = changing.flatMap(({ before: { summary } }) => summary ?? [])
  const people = await peopleOf(ports, session, 'gevolgen', summaries)
  const as = { ...ports, renters: { ...boundTo(ports.renters), ...rehearsal.renters } }
  const changed = await Promise.all(
    changing.map((each) => inCase(ports, as, each, people.get(each.before.caseId), now)),
  )
  const lines = [
    ...changed.flat(),
    ...rehearsal.asked.map(
      (reason) => html`<li class="plus">Een collega krijgt een vraag: ${reasonInWords(reason)}</li>`,
    ),
    ...rehearsal.starts.map((what) => html`<li class="plus">${STARTS[what]}</li>`),
  ]
  const nothing = html`<li>Het wordt vastgelegd. In de dossiers verandert nu niets.</li>`
  return html`<ul class="after">${lines.length > 0 ? lines : nothing}</ul>`
}

const STARTS = {
  round: 'Binnen enkele minuten gaat er een ronde.',
  import: 'De lijst wordt ingelezen.',
} as const satisfies Record<Rehearsal['starts'][number], string>

const boundTo = (renters: ConsolePorts['renters']): GatePorts['renters'] => ({
  get: (renter, client) => renters.get(renter, client),
  getMany: (keys) => renters.getMany(keys),
  hasPendingObjection: (renter, client) => renters.hasPendingObjection(renter, client),
  lastWord: (renter, client) => renters.lastWord(renter, client),
})

/** @param as the ports as they would answer after the fact */
async function inCase(
  ports: ConsolePorts,
  as: GatePorts,
  { before, after, appended, conditions: found }: RehearsedCase,
  record: RenterRecord | undefined,
  now: IsoInstant,
): Promise<Html[]> {
  const conditions = afterStop(found, now)
  const claims = record ? namesOf(record) : new Map<number, { readonly description: string }>()
  const names = { colleague: () => null, claim: (number: number) => claims.get(number)?.description ?? null }
  const seqs = new Set(appended.map(({ seq }) => seq))
  const said = courseList(after.events, names)
    .filter(({ seq }) => seqs.has(seq))
    .toReversed()
    .map(({ what, detail }) => html`<li class="plus"><b>${what}</b>${detail === null ? '' : html` ${detail}`}</li>`)
  const was = forecast(before.state, conditions, now, await factsAbout(ports, before, conditions))
  const is = forecast(after.state, conditions, now, await factsAbout(as, after, conditions))
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
