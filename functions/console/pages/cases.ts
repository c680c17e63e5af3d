import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { CaseSummary } from '../../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../../shared/contracts/renters.ts'
import { dateOf, type IsoInstant, instantAt, plusDays } from '../../../shared/domain/calendar.ts'
import { GATE_REASONS, heldInShort } from '../../../shared/domain/gate-reasons.ts'
import { PHASES as ALL_PHASES } from '../../../shared/domain/phase.ts'
import { euros } from '../../../shared/letters/format.ts'
import { type CaseFilter, caseList, type Facet, UnknownPlace } from '../../../shared/queries/case-list.ts'
import { search } from '../../../shared/queries/search.ts'
import { textsOf } from '../deed.ts'
import { type Html, page, tag } from '../layout.ts'
import { nameOf, peopleOf } from '../people.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { withWayBack } from '../way-back.ts'
import { PHASES, STEP_WORDS, shortDay } from '../words.ts'

const PAGE = 50

/** The filters as they stand in the address of the page: a bookmark, and what people come back to. */
type Query = Readonly<
  Partial<Record<'klant' | 'gemeente' | 'fase' | 'reden' | 'voor' | 'van' | 'tot' | 'afgelopen', string>>
>
const NAMES = ['klant', 'gemeente', 'fase', 'reden', 'voor', 'van', 'tot', 'afgelopen'] as const

export function caseListPages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/dossiers', async (context) => listPage(ports, context))
  app.post('/zoek', async (context) => searchPage(ports, context))
}

async function listPage(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const asked = context.req.query()
  const query: Query = Object.fromEntries(NAMES.flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])))
  const list = await caseList(ports, filterOf(query), { size: PAGE, cursor: asked.vanaf ?? null }).catch((error) => {
    throw error instanceof UnknownPlace ? new HTTPException(404) : error
  })
  const { cases, total, next, facets } = list
  const people = await peopleOf(ports, context.get('session'), 'dossiers', cases)
  const clients = new Map((await ports.registers.clients()).map(({ id, name }) => [id, name]))
  const towns = new Map(
    await Promise.all(
      facets.gemeentecode.map(
        async ({ value }) =>
          [value, value === null ? 'onbekend' : ((await ports.registers.municipality(value))?.name ?? value)] as const,
      ),
    ),
  )
  const ended = query.afgelopen === 'ja'
  const body = html`<div class="head"><h1>${ended ? 'Afgelopen dossiers' : 'Dossiers'} ${tag(total)}</h1><p class="grid"><a href="${addressOf({ ...query, afgelopen: ended ? '' : 'ja', fase: '' })}">${ended ? 'lopende dossiers' : 'afgelopen dossiers'}</a></p></div>
<form class="filters card pad" action="/dossiers">${ended ? html`<input type="hidden" name="afgelopen" value="ja">` : ''}
${select('klant', 'Opdrachtgever', query.klant, facets.client, (id) => clients.get(id) ?? id)}
${select('gemeente', 'Gemeente', query.gemeente, facets.gemeentecode, (code) => towns.get(code) ?? 'onbekend')}
${select('fase', 'Fase', query.fase, facets.phase, (phase) => PHASES[phase].word)}
${select('reden', 'Aangehouden omdat', query.reden, facets.reason, (reason) => `${reason}: ${heldInShort([reason])}`)}
<div class="field"><label for="voor">Aan de beurt tot en met</label><input type="date" id="voor" name="voor" value="${query.voor ?? ''}"></div>
<div class="field"><label for="van">Open vanaf (€)</label><input class="short" inputmode="decimal" id="van" name="van" value="${query.van ?? ''}"></div>
<div class="field"><label for="tot">Open tot en met (€)</label><input class="short" inputmode="decimal" id="tot" name="tot" value="${query.tot ?? ''}"></div>
<div class="grid"><button class="btn first">Toon</button>${Object.keys(query).length > 0 ? html`<a href="/dossiers">alle filters weg</a>` : ''}</div></form>
${cases.length === 0 ? html`<p>Geen dossiers die hierbij passen.</p>` : caseTable(cases, people, clients, addressOf({ ...query, vanaf: asked.vanaf ?? '' }))}
<p class="grid">${asked.vanaf ? html`<a href="${addressOf(query)}">naar het begin</a>` : ''}${next ? html`<a href="${addressOf({ ...query, vanaf: next })}" rel="next">volgende ${PAGE}</a>` : ''}</p>`
  return page(context, { title: 'Dossiers', room: 'cases', body })
}

/** The filters that an address names; what it names that is none narrows nothing. */
function filterOf({ klant, gemeente, fase, reden, voor, van, tot, afgelopen }: Query): CaseFilter {
  const phase = ALL_PHASES.find((each) => each === fase)
  const reason = GATE_REASONS.find((each) => each === reden)
  const before = voor && isDay(voor) ? dayAfter(voor) : undefined
  const from = centsOf(van)
  const until = centsOf(tot)
  return {
    ended: afgelopen === 'ja',
    ...(klant && { client: klant }),
    ...(gemeente && { gemeentecode: gemeente === 'onbekend' ? null : gemeente }),
    ...(phase && { phase }),
    ...(reason && { reason }),
    ...(before && { dueBefore: before }),
    ...(from !== null && { amountFrom: from }),
    ...(until !== null && { amountUntil: until }),
  }
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
const dayAfter = (day: string): IsoInstant => instantAt(plusDays(day, 1), '00:00')

/** Euros as somebody types them; null for anything else. */
function centsOf(text: string | undefined): number | null {
  if (!text || !/^\d{1,7}([.,]\d{1,2})?$/.test(text.trim())) return null
  return Math.round(Number(text.trim().replace(',', '.')) * 100)
}

function addressOf(query: Query & { readonly vanaf?: string }): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return given.length === 0 ? '/dossiers' : `/dossiers?${new URLSearchParams(Object.fromEntries(given))}`
}

function select<T extends string | null>(
  name: string,
  label: string,
  chosen: string | undefined,
  facet: Facet<T>,
  wordOf: (value: T) => string,
): Html {
  const options = facet.map(({ value, count }) => ({ value: value ?? 'onbekend', word: wordOf(value), count }))
  return html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">alle</option>${options.map(({ value, word, count }) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${word} (${count})</option>`)}</select></div>`
}

function caseTable(
  cases: readonly CaseSummary[],
  people: ReadonlyMap<string, RenterRecord>,
  clients: ReadonlyMap<string, string>,
  list: string,
): Html {
  return html`<div class="card scroll"><table class="stack"><thead><tr><th scope="col">Huurder</th><th scope="col">Opdrachtgever</th><th scope="col">Fase</th><th scope="col">Hierna</th><th scope="col" class="num">Open</th></tr></thead><tbody>${cases.map(
    (summary) => {
      const { caseId, renter, client, phase, step, due, amountCents, months } = summary
      const record = people.get(caseId)
      const { word, tone } = PHASES[phase]
      return html`<tr><td><a href="${withWayBack(`/dossiers/${caseId}`, list)}">${record ? nameOf(record.person) : caseId}</a><span class="sub">debiteur ${renter}</span></td><td>${clients.get(client) ?? client}</td><td>${tag(word, tone)}</td><td>${STEP_WORDS[step]}${due === null ? '' : html`<span class="sub">${shortDay(dateOf(due))}</span>`}</td><td class="num">${euros(amountCents)}<span class="sub">${months === 1 ? '1 maand' : `${months} maanden`}</span></td></tr>`
    },
  )}</tbody></table></div>`
}

/** What was typed is about a person: it is sent in a form, and stands in no address. */
async function searchPage(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const { wat = '' } = await textsOf(context)
  const found = await search(ports, wat.slice(0, 120))
  const cases = found?.cases ?? []
  if (cases.length === 1 && cases[0]) return context.redirect(`/dossiers/${cases[0].caseId}`, 303)
  const people = await peopleOf(ports, context.get('session'), 'zoeken', cases)
  const clients = new Map((await ports.registers.clients()).map(({ id, name }) => [id, name]))
  const none =
    found === null
      ? 'Typ een kenmerk, een debiteurennummer, drie letters van een naam, een postcode met huisnummer, of een e-mailadres.'
      : 'Niemand gevonden. Kijk of het goed is getypt.'
  const body = html`<div class="head"><h1>Gevonden ${tag(cases.length)}</h1></div>
${cases.length === 0 ? html`<p>${none}</p>` : caseTable(cases, people, clients, '/dossiers')}${found?.more ? html`<p class="muted">Er zijn er meer. Typ meer om te vinden wie u zoekt.</p>` : ''}`
  return page(context, { title: 'Zoeken', room: 'cases', body })
}
