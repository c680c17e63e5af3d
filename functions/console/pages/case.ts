import type { Context, Hono } from 'hono'
import { html, raw } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { Conditions, LoadedCase } from '../../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../../shared/contracts/renters.ts'
import { dateOf, type IsoInstant } from '../../../shared/domain/calendar.ts'
import type { EventType } from '../../../shared/domain/event.ts'
import { phaseOf } from '../../../shared/domain/phase.ts'
import { LETTER_WORDS } from '../../../shared/domain/words.ts'
import { dutchDate, euros, postcodeInPrint } from '../../../shared/letters/format.ts'
import { type ClaimView, claimViews } from '../../../shared/queries/claim-views.ts'
import { comingSaid, endSaid } from '../../../shared/queries/course/coming-sentences.ts'
import { courseList, type Names } from '../../../shared/queries/course/course-list.ts'
import { courseSvg } from '../../../shared/queries/course/course-svg.ts'
import { type Coming, type Forecast, forecast } from '../../../shared/queries/forecast.ts'
import { ACTIONS, type Action } from '../actions.ts'
import { factsAbout, gateCard } from '../gate-card.ts'
import { button, card, type Html, page, tag } from '../layout.ts'
import { nameOf, peopleOf } from '../people.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'
import { cameFrom, wayBack, withWayBack } from '../way-back.ts'
import { capital, PHASES, shortDate, shortMoment } from '../words.ts'
import { actionPages } from './action.ts'

/** A case with all that its pages say of it. */
export interface Shown {
  readonly loaded: LoadedCase
  readonly conditions: Conditions
  readonly record: RenterRecord | null
  readonly claims: readonly ClaimView[]
  readonly name: string
  readonly now: IsoInstant
}

export function casePages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/dossiers/:case', async (context) => casePage(ports, context, await shownCase(ports, context, 'dossier')))
  actionPages(app, ports)
}

/**
 * The case of the address, with its renter; that this person was shown is written down first.
 *
 * @throws HTTPException 404 where there is no such case
 */
export async function shownCase(ports: ConsolePorts, context: Context<Env>, pageName: string): Promise<Shown> {
  const loaded = await ports.log.load(context.req.param('case') ?? '')
  if (!loaded) throw new HTTPException(404)
  const { caseId, state, summary } = loaded
  const people = summary
    ? await peopleOf(ports, context.get('session'), pageName, [summary])
    : new Map<string, RenterRecord>()
  const record = people.get(caseId) ?? null
  const conditions = await ports.registers.conditions(state.client, state.gemeentecode)
  const now = ports.now().toISOString()
  return {
    loaded,
    conditions,
    record,
    claims: claimViews(loaded, record, conditions.policy, dateOf(now)),
    name: record ? nameOf(record.person) : caseId,
    now,
  }
}

async function casePage(ports: ConsolePorts, context: Context<Env>, shown: Shown): Promise<Response> {
  const { loaded, conditions, name, now } = shown
  const { state, caseId } = loaded
  const { policy } = conditions
  const today = dateOf(now)
  const { word, tone } = PHASES[phaseOf(state, policy, today)]
  const acts = mayAct(context.get('session').role) && !state.ended
  const done = context.req.query('gedaan')
  const facts = await factsAbout(ports, loaded, conditions)
  const coming = forecast(state, conditions, now, facts)
  const names = await namesIn(ports, shown)
  const body = html`${done ? html`<p class="done" role="status">Vastgelegd: ${ACTIONS.find(({ slug }) => slug === done)?.word ?? 'gedaan'}.</p>` : ''}
<div class="head"><h1>${name} ${tag(word, tone)}</h1></div>
${state.ended ? '' : nextBox(coming)}${courseCard(shown, coming, names)}
<div class="two"><div>${claimsCard(shown)}${state.ended ? '' : gateCard(shown, facts, acts)}${state.ended ? '' : comingCard(coming)}${historyCard(loaded, names)}</div>
<div>${renterCard(shown)}${acts ? actionsCard(loaded, cameFrom(context)) : ''}</div></div>`
  return page(context, { title: name, room: 'cases', crumbs: html`${wayBack(context)} · ${caseId}`, body })
}

/** What the ids and numbers of a history stand for. */
async function namesIn({ registers }: ConsolePorts, { claims }: Shown): Promise<Names> {
  const colleagues = new Map((await registers.colleagues()).map(({ id, name }) => [id, name]))
  const called = new Map(claims.map(({ number, description }) => [number, description]))
  return { colleague: (id) => colleagues.get(id) ?? null, claim: (number) => called.get(number) ?? null }
}

/** The next thing that happens if nobody intervenes, and what people are asked. */
function nextBox({ steps: [first], end, asks }: Forecast): Html {
  const [what, detail = ''] = first ? comingSaid(first) : endSaid({ end, asks })
  const day = first?.at ? dateOf(first.at) : null
  return html`<div class="next">${day === null ? '' : html`<p class="day"><b>${Number(day.slice(8))}</b>${dutchDate(day).split(' ')[1]}</p>`}<p><b>${what}</b>${detail === '' ? '' : html`<br><span class="muted small">${detail}</span>`}</p></div>`
}

/** What was, and what comes, as a picture; the same stands below as lists. */
function courseCard({ loaded: { events }, conditions: { policy }, now }: Shown, coming: Forecast, names: Names): Html {
  const svg = raw(courseSvg({ events, forecast: coming, policy, now }, names))
  return card(
    {
      id: 'verloop',
      heading: 'Verloop',
      beside: html`<span class="muted small">wat er gebeurde, en wat nog komt</span>`,
      more: html`<a href="#geschiedenis">als lijst</a>`,
    },
    html`<div class="course" tabindex="0" role="region" aria-label="Verloop als tekening">${svg}</div>`,
  )
}

/** What comes, the soonest first, and why nothing more is foreseen. */
const comingCard = (coming: Forecast): Html =>
  card(
    { id: 'komt', heading: 'Wat nog komt', beside: html`<span class="muted small">als niemand iets doet</span>` },
    html`<ol class="steps">${coming.steps.map((each) => comingLine(each))}<li><span></span><span class="muted">${endSaid(coming).join(' ')}</span></li></ol>`,
  )

function comingLine(each: Coming): Html {
  const [what, detail = ''] = comingSaid(each)
  return html`<li><time>${each.at ? `${shortDate(dateOf(each.at))} ${each.at.slice(0, 4)}` : 'later'}</time><span>${what}${detail === '' ? '' : html` <span class="by">${detail}</span>`}</span></li>`
}

function claimsCard({ claims, loaded: { state } }: Shown): Html {
  const open = claims.filter((claim) => claim.open > 0)
  const total = open.reduce((sum, claim) => sum + Math.round(claim.open * 100), 0)
  return card(
    {
      id: 'open',
      heading: `Open: ${euros(total)}`,
      beside: html`<span class="muted small">volgens de lijst van ${dutchDate(state.bookOn)}</span>`,
    },
    html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">Vordering</th><th scope="col">Vervallen</th><th scope="col">Kwam tot</th><th scope="col" class="num">Open</th></tr></thead><tbody>
${claims.map((claim) => html`<tr><td>${capital(claim.description || (claim.rent ? 'huur' : 'andere vordering'))}<span class="sub">${claim.invoice ?? `vordering ${claim.number}`}${claim.rent ? '' : ', telt niet mee als huur'}</span></td><td class="nowrap">${shortDate(claim.dueOn)} ${claim.dueOn.slice(0, 4)}</td><td>${level(claim)}</td><td class="num">${claim.open > 0 ? euros(Math.round(claim.open * 100)) : html`<span class="muted">betaald</span>`}</td></tr>`)}
</tbody></table></div>`,
  )
}

const LEVELS = ['reminder', 'demand', 'notice'] as const

function level({ level: reached }: ClaimView): Html {
  const height = reached === null ? 0 : LEVELS.indexOf(reached) + 1
  return html`<span class="level" aria-hidden="true">${LEVELS.map((_, index) => html`<i${index < height ? html` class="on"` : ''}></i>`)}</span>${reached === null ? 'nog geen brief' : LETTER_WORDS[reached]}`
}

function renterCard({ record, loaded: { state, caseId, summary }, conditions }: Shown): Html {
  const person = record?.person
  const rows: readonly (readonly [string, Html | string])[] = [
    ...(person
      ? ([
          [
            'Adres',
            html`${person.street} ${person.houseNumber} ${person.houseNumberAddition}<br>${postcodeInPrint(person.postcode)} ${person.city}`,
          ],
          [
            'Telefoon',
            person.phone === ''
              ? 'niet bekend'
              : html`<a href="tel:${person.phone.replace(/[^\d+]/g, '')}">${person.phone}</a>`,
          ],
          ['E-mail', person.email === '' ? 'niet bekend' : person.email],
        ] as const)
      : ([['Gegevens', 'verwijderd']] as const)),
    ['Opdrachtgever', conditions.client.name],
    ['Debiteur', summary?.renter ?? 'onbekend'],
    ['Kenmerk', caseId],
    [
      'Gemeente',
      conditions.municipality
        ? `${conditions.municipality.name}, via ${conditions.municipality.portal}`
        : (state.gemeentecode ?? 'niet bekend'),
    ],
    ['Geopend', dutchDate(state.openedOn)],
  ]
  return card(
    { id: 'wie', heading: 'Huurder', more: html`wijzigen gaat in het ERP` },
    html`<dl class="facts pad">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`,
  )
}

const HEADINGS = { contact: 'Contact', money: 'Geld', municipality: 'Gemeente', rest: 'Dossier' } as const

function actionsCard({ caseId, state }: LoadedCase, list: string): Html {
  const fitting = ACTIONS.filter(({ fits = () => true }) => fits(state))
  return card(
    { id: 'doen', heading: 'Vastleggen' },
    html`<div class="pad acts-of">${Object.entries(HEADINGS).map(([about, heading]) => html`<h3>${heading}</h3><div class="grid">${fitting.filter((action) => action.about === about).map((action) => actionButton(caseId, action, list))}</div>`)}</div>`,
  )
}

const actionButton = (caseId: string, { slug, word, final }: Action, list: string): Html =>
  button(withWayBack(`/dossiers/${caseId}/${slug}`, list), word, final ? 'stop' : '')

/** Where the work of the process itself shows in a history, and nothing that people did or got. */
const BEHIND: ReadonlySet<EventType> = new Set(['Waiting', 'ActClaimed', 'SignalClaimed', 'WithdrawalClaimed'])

/** What was done, the newest first, with the documents that were kept of it. */
function historyCard({ events, caseId }: LoadedCase, names: Names): Html {
  const kept = new Set(events.flatMap((event) => ('document' in event ? [event.seq] : [])))
  const lines = courseList(events, names).filter(({ type }) => !BEHIND.has(type))
  return card(
    { id: 'geschiedenis', heading: 'Geschiedenis', beside: tag(lines.length) },
    html`<ol class="steps">${lines.map(
      ({ seq, at, what, by, detail }) =>
        html`<li><time datetime="${at}">${shortMoment(at)}</time><span><b>${what}</b>${detail === null ? '' : html` ${detail}`}${kept.has(seq) ? html` <a href="/dossiers/${caseId}/stukken/${seq}">bekijk het stuk</a>` : ''} <span class="by">· ${by}</span></span></li>`,
    )}</ol>`,
  )
}
