import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { CaseSummary } from '../../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../../shared/contracts/renters.ts'
import { dateOf, type IsoDate } from '../../../shared/domain/calendar.ts'
import { heldBecause } from '../../../shared/domain/gate-reasons.ts'
import type { Policy } from '../../../shared/domain/policy.ts'
import { renterKey } from '../../../shared/domain/renter-number.ts'
import { nextRound } from '../../../shared/domain/round-day.ts'
import { rehearsedLog } from '../../../shared/facts/rehearse.ts'
import { dutchDate, euros } from '../../../shared/letters/format.ts'
import { bookLines } from '../../../shared/morning/files.ts'
import { type Manifest, manifestSchema } from '../../../shared/portals/manifest.ts'
import { booksNeeded } from '../../../shared/queries/books-needed.ts'
import { openCases } from '../../../shared/queries/open-cases.ts'
import { lastRound, policyNow, previewOf } from '../../../shared/rounds/approval.ts'
import { forecastRound } from '../../../shared/rounds/forecast-round.ts'
import { manifestKey } from '../../../shared/rounds/manifests.ts'
import { getJson } from '../../../shared/runtime/json-objects.ts'
import { authorOf } from '../authors.ts'
import { deed, textsOf } from '../deed.ts'
import { button, card, type Html, page, tag } from '../layout.ts'
import { nameOf, peopleOf } from '../people.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'
import { capital, shortMoment } from '../words.ts'

/** So many files of the past are listed. */
const FILES = 50

/** Rounds: the one that comes, with who goes and who is held, and the files of those that went (S1, S2, S6). */
export function roundPages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/rondes', async (context) => roundsPage(ports, context))
  app.get('/rondes/goedkeuren', async (context) => approving(ports, context, context.req.query('niet') ?? ''))
  app.post('/rondes/goedkeuren', async (context) => approving(ports, context, (await textsOf(context)).niet ?? ''))
  app.get('/rondes/:file', async (context) => filePage(ports, context))
}

async function roundsPage(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const today = dateOf(ports.now().toISOString())
  const policy = await policyNow(ports.registers)
  const coming = policy && (await comingRound(ports, context, nextRound(today, policy), policy))
  const body = html`<div class="head"><h1>Rondes</h1></div>${await waitingForBooks(ports)}${coming ?? ''}${await filesCard(ports)}`
  return page(context, { title: 'Rondes', room: 'rounds', body })
}

/** Who goes and who is held, as it would be decided on the day of the round by what is known now. */
async function comingRound(ports: ConsolePorts, context: Context<Env>, on: IsoDate, policy: Policy): Promise<Html> {
  const { facts, registers, renters, now } = ports
  const log = { ...rehearsedLog(facts.log), openOf: ports.log.openOf.bind(ports.log) }
  const { goes, held } = await forecastRound({ log, registers, renters, now, workflow: null }, on)
  const all = [...goes, ...held]
  const summaries = new Map(
    (await ports.log.summariesOf(all.map(({ caseId }) => caseId))).map((each) => [each.caseId, each]),
  )
  const people = await peopleOf(ports, context.get('session'), 'rondes', all)
  const row = ({ caseId, renter }: (typeof all)[number]) => nameCell(caseId, renter, people)
  return html`${await approvalCard(ports, context, await toApprove(ports, dateOf(now().toISOString()), policy))}${card(
    { id: 'gaat', heading: `Ronde van ${dutchDate(on)}: gaat mee`, beside: tag(goes.length, 'good') },
    goes.length === 0
      ? html`<p class="pad muted">Niemand, zoals het er nu voor staat.</p>`
      : html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">Huurder</th><th scope="col">Gemeente</th><th scope="col" class="num">Open</th></tr></thead><tbody>${goes.map((each) => html`<tr>${row(each)}<td>${summaries.get(each.caseId)?.gemeentecode ?? ''}</td><td class="num">${owed(summaries.get(each.caseId))}</td></tr>`)}</tbody></table></div>`,
  )}${card(
    { id: 'blijft', heading: 'Gaat niet mee', beside: tag(held.length, held.length > 0 ? 'soon' : 'plain') },
    held.length === 0
      ? html`<p class="pad muted">Niemand.</p>`
      : html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">Huurder</th><th scope="col">Waarom niet</th></tr></thead><tbody>${held.map((each) => html`<tr>${row(each)}<td>${heldBecause(each.reasons).map((sentence) => html`${sentence}<br>`)}</td></tr>`)}</tbody></table></div>`,
  )}`
}

const owed = (summary: CaseSummary | undefined): string => (summary ? euros(summary.amountCents) : '')

function nameCell(caseId: string, renter: string, people: ReadonlyMap<string, RenterRecord>): Html {
  const record = people.get(caseId)
  return html`<td><a href="/dossiers/${caseId}">${record ? nameOf(record.person) : caseId}</a><span class="sub">debiteur ${renter}</span></td>`
}

/** Where the organisation wants four eyes: what was shown three working days before, and the word for it (S6). */
async function approvalCard(ports: ConsolePorts, context: Context<Env>, on: IsoDate): Promise<Html> {
  const { approveRounds } = await ports.registers.organisation()
  const preview = approveRounds ? await previewOf(ports.objects, on) : null
  if (!preview) return html``
  const approval = await ports.notebook.get('approval', on)
  const said = approval
    ? html`<p>Goedgekeurd op ${shortMoment(approval.at)} door ${await authorOf(ports, approval.by)}${approval.except.length > 0 ? html`, behalve ${approval.except.join(', ')}` : ''}.</p>`
    : html`<p>Getoond op ${shortMoment(preview.madeAt)}: ${preview.goes.length} gaan mee, ${preview.held.length} niet. Zonder akkoord gaat er niets weg.</p>${mayAct(context.get('session').role) ? html`<form action="/rondes/goedkeuren"><div class="field"><label for="niet">Wie mag niet mee?</label><span class="hint" id="niet-hint">Debiteurennummers, met een komma ertussen. Leeg: iedereen mag mee.</span><input id="niet" name="niet" aria-describedby="niet-hint"></div><button class="btn first">Bekijk en keur goed</button></form>` : ''}`
  return card(
    {
      id: 'akkoord',
      heading: `Akkoord op de ronde van ${dutchDate(on)}`,
      beside: approval ? tag('gegeven', 'good') : tag('nodig', 'now'),
      urgent: !approval,
    },
    html`<div class="pad">${said}</div>`,
  )
}

/** Whose cases wait for a newer book, and are in no round until it comes (C13). */
async function waitingForBooks(ports: ConsolePorts): Promise<Html> {
  const clients = await ports.registers.clients()
  const open = await openCases(
    ports.log,
    clients.map(({ id }) => id),
  )
  const needed = await booksNeeded(ports.registers, clients, open, dateOf(ports.now().toISOString()))
  const lines = bookLines(needed, [])
  return html`${lines.map(({ about, full }) => html`<p class="warn"><b>${about}.</b> ${full}</p>`)}`
}

/** The last round while nobody approved it, else the one that comes. */
async function toApprove(ports: ConsolePorts, today: IsoDate, policy: Policy): Promise<IsoDate> {
  const last = lastRound(today, policy)
  const waits = (await previewOf(ports.objects, last)) !== null && (await ports.notebook.get('approval', last)) === null
  return waits ? last : nextRound(today, policy)
}

async function approving(ports: ConsolePorts, context: Context<Env>, niet: string): Promise<Response> {
  if (!mayAct(context.get('session').role)) throw new HTTPException(403)
  const today = dateOf(ports.now().toISOString())
  const policy = await policyNow(ports.registers)
  const on = policy && (await toApprove(ports, today, policy))
  const preview = on && (await previewOf(ports.objects, on))
  if (!preview) throw new HTTPException(404)
  const typed = [...new Set(niet.split(/[\s,;]+/).filter((part) => part !== ''))]
  const goes = (number: string) => preview.goes.filter(({ renter }) => renterKey(renter) === renterKey(number))
  const except = [...new Set(typed.flatMap((number) => goes(number).map(({ renter }) => renter)))]
  const unknown = typed.filter((number) => goes(number).length === 0)
  const going = preview.goes.filter(({ renter }) => !except.includes(renter)).length
  return deed(ports, context, {
    title: `Ronde van ${dutchDate(on)} goedkeuren?`,
    room: 'rounds',
    crumbs: html`<a href="/rondes">Rondes</a> · goedkeuren`,
    back: '/rondes',
    about: html`<p>${going} van de ${preview.goes.length} gaan mee. Vlak voor het schrijven kijkt het systeem nog een keer of elk signaal weg mag.</p>`,
    seen: (places) => `${places} ${preview.madeAt}`,
    carried: { niet },
    ...(unknown.length > 0 && { stop: `Niet in deze ronde: ${unknown.join(', ')}. Er is niets vastgelegd.` }),
    fact: (signed) => ({ type: 'round-approved', on, except, ...signed }),
  })
}

async function filesCard(ports: ConsolePorts): Promise<Html> {
  const notes = await ports.notebook.list('delivery')
  const newest = notes.toSorted((a, b) => (dayIn(a.id) < dayIn(b.id) ? 1 : -1)).slice(0, FILES)
  const manifests = (await Promise.all(newest.map(({ id }) => manifestOf(ports, id)))).filter((each) => each !== null)
  return card(
    { id: 'bestanden', heading: 'Bestanden', beside: tag(notes.length) },
    manifests.length === 0
      ? html`<p class="pad muted">Er is nog geen bestand geschreven.</p>`
      : html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">Bestand</th><th scope="col">Naar</th><th scope="col" class="num">Regels</th><th scope="col">Geschreven</th><th scope="col">Bij het meldpunt</th></tr></thead><tbody>${manifests.map((manifest) => fileRow(manifest))}</tbody></table></div>`,
  )
}

/** Names of files hold their day; of one day they stand in the order of their names. */
const dayIn = (file: string): string => `${/\d{4}-\d\d-\d\d/.exec(file)?.[0] ?? ''} ${file}`

const manifestOf = (ports: ConsolePorts, file: string): Promise<Manifest | null> =>
  getJson(ports.objects, 'evidence', manifestKey(file), manifestSchema)

function fileRow(manifest: Manifest): Html {
  const { file, kind, portal, rows, writtenAt } = manifest
  return html`<tr><td><a href="/rondes/${encodeURIComponent(file)}">${file}</a><span class="sub">${kind === 'signals' ? 'signalen' : 'intrekkingen'}</span></td><td>${portal}</td><td class="num">${rows.length}</td><td class="nowrap">${shortMoment(writtenAt)}</td><td>${arrival(manifest)}</td></tr>`
}

function arrival({ voidedAt, uploaded, pickedUpAt, deliveredAt }: Manifest): Html {
  if (uploaded) return html`${tag('geüpload', 'good')} <span class="sub">${shortMoment(uploaded.at)}</span>`
  if (pickedUpAt) return html`${tag('opgehaald', 'good')} <span class="sub">${shortMoment(pickedUpAt)}</span>`
  if (deliveredAt) return html`${tag('aangeleverd', 'good')} <span class="sub">${shortMoment(deliveredAt)}</span>`
  return voidedAt ? tag('vervallen') : tag('nog niet', 'soon')
}

/** A file with its rows, as its cases keep them, and what became of each. */
async function filePage(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const file = context.req.param('file') ?? ''
  const manifest = await manifestOf(ports, file)
  if (!manifest) throw new HTTPException(404)
  const summaries = await ports.log.summariesOf(manifest.rows.map(({ caseId }) => caseId))
  const people = await peopleOf(ports, context.get('session'), `bestand ${file}`, summaries)
  const known = new Map(summaries.map((each) => [each.caseId, each]))
  const mayFetch = manifest.voidedAt === undefined
  const body = html`<div class="head"><h1>${file}</h1><div class="grid">${mayFetch ? button(`/bestanden/${encodeURIComponent(file)}`, 'Bestand ophalen') : ''}</div></div>
<p class="muted lead">${capital(manifest.kind === 'signals' ? 'signalen' : 'intrekkingen')} voor ${manifest.portal}, geschreven op ${shortMoment(manifest.writtenAt)}. ${arrival(manifest)}</p>
${card(
  { id: 'regels', heading: 'Regels', beside: tag(manifest.rows.length) },
  html`<div class="scroll"><table><thead><tr><th scope="col" class="num">Rij</th><th scope="col">Huurder</th><th scope="col">Zo vertrok hij (hash)</th></tr></thead><tbody>${manifest.rows.map(({ row, caseId, sha256 }) => html`<tr><td class="num">${row}</td>${nameCell(caseId, known.get(caseId)?.renter ?? '', people)}<td><code class="small">${sha256.slice(0, 16)}…</code></td></tr>`)}</tbody></table></div>`,
)}`
  return page(context, { title: file, room: 'rounds', crumbs: html`<a href="/rondes">Rondes</a> · bestand`, body })
}
