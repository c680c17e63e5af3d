import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { isoDateSchema } from '../../../shared/contracts/fields.ts'
import type { Kept, RegistersThen } from '../../../shared/contracts/ports.ts'
import type { Client, Municipality } from '../../../shared/contracts/registers.ts'
import { dateOf, localTime } from '../../../shared/domain/calendar.ts'
import { dutchDate } from '../../../shared/letters/format.ts'
import { openCases } from '../../../shared/queries/open-cases.ts'
import type { Filled } from '../actions.ts'
import { deed, STEP, textsOf } from '../deed.ts'
import { factOf, fieldsOf, filledIn, type Problems, problemList } from '../form.ts'
import { button, card, type Html, page, tag } from '../layout.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import {
  AGREEMENT,
  agreementChange,
  type Change,
  clientChanges,
  HAND_OVER,
  RESIGNAL,
  UNREPORTED,
} from '../register-forms.ts'
import { shortMoment } from '../words.ts'

/** The registers: what stands in them, since when and by whose word, and how it changes (R1–R5). */
export function registerPages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/registers', async (context) => registersPage(ports, context))
  for (const path of ['/registers/opdrachtgevers/:id/:change', '/registers/gemeenten/:id/:change'] as const) {
    app.get(path, async (context) => changing(ports, context, context.req.query()))
    app.post(path, async (context) => changing(ports, context, await textsOf(context)))
  }
}

async function registersPage(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const on = context.req.query('op') ?? dateOf(ports.now().toISOString())
  if (!isoDateSchema.safeParse(on).success) throw new HTTPException(404)
  const then = await ports.registers.asOf(on)
  const isNow = on === dateOf(ports.now().toISOString())
  const changes = isNow && context.get('session').role === 'administrator'
  const body = html`<div class="head"><h1>Registers${isNow ? '' : ` op ${dutchDate(on)}`}</h1><form class="grid"><label for="op">Zoals ze waren op</label> <input type="date" id="op" name="op" value="${on}"><button class="btn quiet">Toon</button></form></div>
${then.clients.map((kept) => clientCard(kept, changes))}${municipalitiesCard(then.municipalities, changes)}${colleaguesCard(then)}${policyCard(then)}${organisationCard(then)}`
  return page(context, { title: 'Registers', room: 'registers', body })
}

const signedBy = ({ since, by }: Kept<unknown>): Html =>
  html`<span class="muted small">sinds ${shortMoment(since)} ${since.slice(0, 4)}, door ${by === 'system' ? 'het systeem' : by}</span>`

function clientCard(kept: Kept<Client>, changes: boolean): Html {
  const client = kept.value
  const { mandate } = client
  const to = (change: string) =>
    changes ? button(`/registers/opdrachtgevers/${encodeURIComponent(client.id)}/${change}`, 'Wijzigen', 'quiet') : ''
  const row = (term: string, value: Html | string, change?: string) =>
    html`<tr><th scope="row">${term}</th><td>${value}</td><td class="acts">${change ? to(change) : ''}</td></tr>`
  const told = mandate
    ? ([
        ['beheerovereenkomst aangepast', mandate.evidence.agreementChangedOn],
        ['opdrachtgever geïnformeerd', mandate.evidence.clientInformedOn],
        ['verwerkingsregister bijgewerkt', mandate.evidence.registerUpdatedOn],
      ] as const)
    : []
  return card(
    { id: `klant-${client.id}`, heading: client.name, beside: html`${tag(client.id)} ${signedBy(kept)}` },
    html`<table class="list"><tbody>
${row('Mandaat', mandate ? html`van ${dutchDate(mandate.from)}${mandate.until ? ` tot en met ${dutchDate(mandate.until)}` : ''}${told.map(([what, day]) => html`<span class="sub">${what}: ${day ? dutchDate(day) : html`<span class="wrong">niet bekend</span>`}</span>`)}` : html`<span class="wrong">geen: er gaat niets naar de gemeente</span>`, 'mandaat')}
${row('Deelt ook', html`${client.optionalFields.length > 0 ? client.optionalFields.join(', ') : 'niets extra'}${client.optionalFieldsAgreed ? html`<span class="sub">afgesproken op ${dutchDate(client.optionalFieldsAgreed.on)}</span>` : ''}`, 'gegevens')}
${row('Overdracht', html`${HAND_OVER[client.handOver]}<span class="sub">niet te melden: ${UNREPORTED[client.handOverUnreported]}</span><span class="sub">opnieuw melden: ${RESIGNAL[client.resignal]}</span>`, 'overdracht')}
${row('Incassobureau', client.collectionAgency ? html`${client.collectionAgency.name}<span class="sub">${client.collectionAgency.email}</span>` : 'geen')}
</tbody></table>`,
  )
}

function municipalitiesCard(municipalities: readonly Kept<Municipality>[], changes: boolean): Html {
  return card(
    { id: 'gemeenten', heading: 'Gemeenten', beside: tag(municipalities.length) },
    html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">Gemeente</th><th scope="col">Meldpunt</th><th scope="col">Overeenkomst</th><th scope="col">Sinds</th><th scope="col"><span class="unseen">Doen</span></th></tr></thead><tbody>${municipalities.map(
      (kept) => {
        const { gemeentecode, name, portal, channel, agreement } = kept.value
        const { status, from, until } = agreement
        return html`<tr><td>${name}<span class="sub">${gemeentecode}</span></td><td>${portal}<span class="sub">${channel}</span></td><td>${tag(AGREEMENT[status], status === 'in-force' ? 'good' : status === 'requested' ? 'soon' : 'plain')}${from ? html`<span class="sub">vanaf ${dutchDate(from)}${until ? ` tot en met ${dutchDate(until)}` : ''}</span>` : ''}</td><td>${signedBy(kept)}</td><td class="acts">${changes ? button(`/registers/gemeenten/${gemeentecode}/overeenkomst`, 'Wijzigen', 'quiet') : ''}</td></tr>`
      },
    )}</tbody></table></div>`,
  )
}

const colleaguesCard = ({ colleagues }: RegistersThen): Html =>
  card(
    { id: 'collegas', heading: 'Collega’s', beside: tag(colleagues.length) },
    html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">Naam</th><th scope="col">Staat in de geschiedenis als</th></tr></thead><tbody>${colleagues.map(({ value: { id, name } }) => html`<tr><td>${name}</td><td>${id}</td></tr>`)}</tbody></table></div>`,
  )

const DAYS: readonly (readonly [keyof NonNullable<RegistersThen['policy']>['value'], string])[] = [
  ['reminderDay', 'Herinnering, dag van de maand'],
  ['demandDay', 'Aanmaning, dag van de maand'],
  ['noticeDay', 'Sommatie, dag van de maand erna'],
  ['signalDay', 'Signaalronde, dag van de maand'],
  ['objectionDays', 'Dagen om bezwaar te maken'],
  ['answerDays', 'Dagen voor het antwoord van de gemeente'],
  ['suspensionDays', 'Dagen opschorting na hulp'],
  ['contactDays', 'Dagen dat een poging tot contact meetelt'],
  ['letterBookDays', 'Dagen dat een lijst oud genoeg is voor brieven'],
  ['signalBookDays', 'Dagen dat een lijst oud genoeg is voor signalen'],
]

const policyCard = ({ policy }: RegistersThen): Html =>
  policy
    ? card(
        { id: 'termijnen', heading: 'Termijnen', beside: signedBy(policy) },
        html`<table class="list"><tbody>${DAYS.map(([name, word]) => html`<tr><th scope="row">${word}</th><td class="num">${policy.value[name]}</td></tr>`)}</tbody></table>`,
      )
    : html``

const organisationCard = ({ organisation }: RegistersThen): Html =>
  organisation
    ? card(
        { id: 'organisatie', heading: organisation.value.name, beside: signedBy(organisation) },
        html`<dl class="facts pad"><div><dt>Afzender</dt><dd>${organisation.value.from}</dd></div><div><dt>Bezwaar naar</dt><dd>${organisation.value.objectionEmail}</dd></div><div><dt>Dagelijkse post naar</dt><dd>${organisation.value.staff ?? 'niemand'}</dd></div><div><dt>Rondes goedkeuren</dt><dd>${organisation.value.approveRounds ? 'ja, door een collega' : 'nee'}</dd></div></dl>`,
      )
    : html``

/** A change of a register: a form, what it brings about, and the deed; for administrators alone. */
async function changing(ports: ConsolePorts, context: Context<Env>, given: Filled): Promise<Response> {
  if (context.get('session').role !== 'administrator') throw new HTTPException(403)
  const { change, concerns } = await asked(ports, context)
  const filled = filledIn(change.fields, given)
  if (given[STEP] === undefined) return formPage(context, change, change.now, new Map())
  const now = localTime(ports.now().toISOString()).slice(0, 19)
  const fact = factOf(change, filled, { at: now, by: context.get('session').by, id: 'console' })
  if (!('type' in fact)) return formPage(context, change, filled, fact)
  return deed(ports, context, {
    title: `${change.title} wijzigen?`,
    room: 'registers',
    crumbs: CRUMBS,
    back: '/registers',
    about: html`<p>Dit geldt vanaf nu, ook voor dossiers die lopen: dat zijn er ${await concerns()}. Een brief of signaal dat al weg is, verandert niet.</p>`,
    seen: () => JSON.stringify(change.now),
    carried: filled,
    fact: ({ by, id }) => ({ ...fact, by, id }),
  })
}

const CRUMBS = html`<a href="/registers">Registers</a> · wijzigen`

/** What is to change, and how many running cases that concerns. */
async function asked(
  ports: ConsolePorts,
  context: Context<Env>,
): Promise<{ change: Change; concerns: () => Promise<number> }> {
  const { id = '', change: name = '' } = context.req.param()
  const clients = await ports.registers.clients()
  if (context.req.path.startsWith('/registers/opdrachtgevers/')) {
    const client = clients.find((each) => each.id === id)
    const changes = client ? clientChanges(client) : {}
    const change = Object.hasOwn(changes, name) ? changes[name] : undefined
    if (!change) throw new HTTPException(404)
    return { change, concerns: async () => (await openCases(ports.log, [id])).length }
  }
  const municipality = await ports.registers.municipality(id)
  if (!municipality || name !== 'overeenkomst') throw new HTTPException(404)
  const all = clients.map((client) => client.id)
  return {
    change: agreementChange(municipality),
    concerns: async () => (await openCases(ports.log, all)).filter(({ gemeentecode }) => gemeentecode === id).length,
  }
}

function formPage(
  context: Context<Env>,
  { title, fields }: Change,
  filled: Filled,
  problems: Problems,
): Response | Promise<Response> {
  const body = html`${problemList(problems, fields)}<h1>${title}</h1><p class="muted lead">U ziet eerst wat er gebeurt. Daarna legt u het vast.</p>
<form class="card pad"><input type="hidden" name="${STEP}" value="gevolgen">${fieldsOf(fields, filled, problems)}<div class="grid"><button class="btn first">Verder</button>${button('/registers', 'Terug, niets doen', 'quiet')}</div></form>`
  return page(context, { title, room: 'registers', crumbs: CRUMBS, body })
}
