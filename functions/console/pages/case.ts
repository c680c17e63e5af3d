import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { Conditions, LoadedCase } from '../../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../../shared/contracts/renters.ts'
import { dateOf, type IsoInstant } from '../../../shared/domain/calendar.ts'
import { phaseOf } from '../../../shared/domain/phase.ts'
import { standingOf } from '../../../shared/domain/standing.ts'
import { TASKS, tasksOf } from '../../../shared/domain/tasks.ts'
import { dutchDate, euros, postcodeInPrint } from '../../../shared/letters/format.ts'
import { type ClaimView, claimViews } from '../../../shared/queries/claim-views.ts'
import { ACTIONS, type Action } from '../actions.ts'
import { gateCard } from '../gate-card.ts'
import { button, card, type Html, page, tag } from '../layout.ts'
import { nameOf, peopleOf } from '../people.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'
import { capital, PHASES, STEPS, shortDate, shortMoment } from '../words.ts'
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
  const body = html`${done ? html`<p class="done" role="status">Vastgelegd: ${ACTIONS.find(({ slug }) => slug === done)?.word ?? 'gedaan'}.</p>` : ''}
<div class="head"><h1>${name} ${tag(word, tone)}</h1></div>
${nextBox(shown)}
<div class="two"><div>${claimsCard(shown)}${state.ended ? '' : await gateCard(ports, shown, acts)}${historyCard(loaded)}</div>
<div>${renterCard(shown)}${acts ? actionsCard(loaded) : ''}</div></div>`
  return page(context, { title: name, room: 'today', crumbs: html`<a href="/">Vandaag</a> · ${caseId}`, body })
}

function nextBox({ loaded: { state }, conditions: { policy, clientConditions }, now }: Shown): Html {
  const { step, due } = standingOf(state, policy, clientConditions, now)
  const tasks = tasksOf(state, policy, clientConditions, dateOf(now))
  const day = due === null ? null : dateOf(due)
  return html`<div class="next">${day === null ? '' : html`<p class="day"><b>${Number(day.slice(8))}</b>${dutchDate(day).split(' ')[1]}</p>`}<p><b>${capital(STEPS[step])}${day === null ? '' : ` op ${dutchDate(day)}`}.</b>${tasks.map((task) => html`<br>${TASKS[task]}`)}</p></div>`
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
    html`<div class="scroll"><table><thead><tr><th scope="col">Vordering</th><th scope="col">Vervallen</th><th scope="col">Kwam tot</th><th scope="col" class="num">Open</th></tr></thead><tbody>
${claims.map((claim) => html`<tr><td>${capital(claim.description || (claim.rent ? 'huur' : 'andere vordering'))}<span class="sub">${claim.invoice ?? `vordering ${claim.number}`}${claim.rent ? '' : ', telt niet mee als huur'}</span></td><td class="nowrap">${shortDate(claim.dueOn)} ${claim.dueOn.slice(0, 4)}</td><td>${level(claim)}</td><td class="num">${claim.open > 0 ? euros(Math.round(claim.open * 100)) : html`<span class="muted">betaald</span>`}</td></tr>`)}
</tbody></table></div>`,
  )
}

const LEVELS = ['reminder', 'demand', 'notice'] as const

function level({ level: reached }: ClaimView): Html {
  const height = reached === null ? 0 : LEVELS.indexOf(reached) + 1
  return html`<span class="level" aria-hidden="true">${LEVELS.map((_, index) => html`<i${index < height ? html` class="on"` : ''}></i>`)}</span>${reached === null ? 'nog geen brief' : STEPS[reached]}`
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

function actionsCard({ caseId, state }: LoadedCase): Html {
  const fitting = ACTIONS.filter(({ fits = () => true }) => fits(state))
  return card(
    { id: 'doen', heading: 'Vastleggen' },
    html`<div class="pad acts-of">${Object.entries(HEADINGS).map(([about, heading]) => html`<h3>${heading}</h3><div class="grid">${fitting.filter((action) => action.about === about).map((action) => actionButton(caseId, action))}</div>`)}</div>`,
  )
}

const actionButton = (caseId: string, { slug, word, final }: Action): Html =>
  button(`/dossiers/${caseId}/${slug}`, word, final ? 'stop' : '')

/** What was done, the newest first; the words are of the history itself. */
const historyCard = ({ events }: LoadedCase): Html =>
  card(
    { id: 'geschiedenis', heading: 'Geschiedenis', beside: tag(events.length) },
    html`<ol class="steps">${events.toReversed().map(({ at, type, by }) => html`<li><time datetime="${at}">${shortMoment(at)}</time><span><b>${type}</b> <span class="by">· ${by}</span></span></li>`)}</ol>`,
  )
