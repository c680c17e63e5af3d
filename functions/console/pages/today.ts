import type { Context } from 'hono'
import { html } from 'hono/html'
import type { KeptQuestion } from '../../../shared/contracts/question.ts'
import type { RenterRecord } from '../../../shared/contracts/renters.ts'
import type { IsoDate } from '../../../shared/domain/calendar.ts'
import { euros } from '../../../shared/letters/format.ts'
import type { Morning } from '../../../shared/morning/gather.ts'
import { lookAt } from '../../../shared/morning/look.ts'
import { type Matter, MOST, type Section } from '../../../shared/morning/section.ts'
import { sectionsOf } from '../../../shared/morning/sections.ts'
import { offered } from '../../../shared/questions/questions.ts'
import { answerWord } from '../answer-words.ts'
import { STEP } from '../deed.ts'
import { button, card, type Html, page, tag } from '../layout.ts'
import { nameOf, peopleOf } from '../people.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'
import { THEN, withWayBack } from '../way-back.ts'
import { capital, fullDay, shortDate, shortDay } from '../words.ts'

/** So many rows of a section are shown; the others are a link away. */
const SHOWN = 25

/** What needs a person now, the most urgent first: what the morning mail says, as it stands at this moment (H1). */
export async function todayPage(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const session = context.get('session')
  const morning = await lookAt(ports, ports.now().toISOString())
  const all = context.req.query('alles') ?? ''
  const sections = sectionsOf(morning)
    .filter(({ matters }) => matters.length > 0)
    .map((section, index) => ({
      section,
      id: `deel-${index}`,
      shown: section.matters.slice(0, section.heading === all ? MOST : SHOWN),
    }))
  const cases = new Map(morning.open.map((summary) => [summary.caseId, summary]))
  const shownCases = sections.flatMap(({ shown }) => shown.flatMap(({ of }) => cases.get(of.caseId ?? '') ?? []))
  const people = await peopleOf(ports, session, 'vandaag', shownCases)
  const view: View = {
    morning,
    people,
    acts: mayAct(session.role),
    questions: new Map(morning.questions.map((question) => [question.id, question])),
    cases,
  }
  const body = html`<div class="head"><h1>${fullDay(morning.on)}</h1><p class="muted">${summaryOf(sections.map(({ section }) => section))}</p></div>
${sections.length === 0 ? html`<div class="card"><p class="pad">Er is niets dat op u wacht.</p></div>` : ''}
${sections.map((each) => sectionCard(each, view))}`
  return page(context, { title: 'Vandaag', room: 'today', body })
}

interface View {
  readonly morning: Morning
  readonly people: ReadonlyMap<string, RenterRecord>
  readonly questions: ReadonlyMap<string, KeptQuestion>
  readonly cases: ReadonlyMap<string, Morning['open'][number]>
  readonly acts: boolean
}

function summaryOf(sections: readonly Section[]): string {
  const total = sections.reduce((sum, { matters }) => sum + matters.length, 0)
  const urgent = sections.find(({ heading }) => heading === 'Dringend')?.matters.length ?? 0
  return total === 0
    ? ''
    : `${total === 1 ? 'Er wacht 1 ding' : `Er wachten ${total} dingen`} op u${urgent > 0 ? `, waarvan ${urgent} dringend` : ''}.`
}

function sectionCard(
  { section, id, shown }: { section: Section; id: string; shown: readonly Matter[] },
  view: View,
): Html {
  const { heading, intro, matters } = section
  const urgent = heading === 'Dringend'
  const calls = heading === 'Bellen'
  const left = matters.length - shown.length
  return card(
    {
      id,
      heading,
      urgent,
      beside: html`${tag(matters.length, urgent ? 'now' : calls ? 'soon' : 'plain')}${intro ? html`<span class="muted small">${intro}</span>` : ''}`,
    },
    html`<div class="scroll"><table class="stack"><thead><tr>${
      calls
        ? html`<th scope="col">Huurder</th><th scope="col">Telefoon</th><th scope="col" class="num">Open</th><th scope="col">Uiterlijk</th>`
        : html`<th scope="col">Waarover</th><th scope="col">Wat er is, en wat u doet</th><th scope="col">Sinds</th>`
    }<th scope="col"><span class="unseen">Doen</span></th></tr></thead><tbody>
${shown.map((matter) => html`<tr>${calls ? callCells(matter, view) : cells(matter, view)}<td class="acts">${actsOf(section, matter, view)}</td></tr>`)}
</tbody></table></div>${left > 0 ? html`<p class="pad small"><a href="/?alles=${encodeURIComponent(heading)}#${id}">Nog ${left} andere</a></p>` : ''}`,
  )
}

/** What a matter is about: the renter by name where it is about one. */
function aboutCell({ of, about }: Matter, { people, cases }: View): Html {
  const summary = cases.get(of.caseId ?? '')
  const record = people.get(of.caseId ?? '')
  if (!of.caseId) return html`${about}`
  const name = record ? nameOf(record.person) : of.caseId
  return html`<a href="${withWayBack(`/dossiers/${of.caseId}`, '/')}">${name}</a>${summary ? html`<span class="sub">debiteur ${summary.renter}</span>` : ''}`
}

const cells = (matter: Matter, view: View): Html =>
  html`<td>${aboutCell(matter, view)}</td><td>${capital(matter.full)}</td><td class="nowrap">${matter.since === null ? '' : shortDate(matter.since)}</td>`

function callCells(matter: Matter, view: View): Html {
  const { morning, cases } = view
  const caseId = matter.of.caseId ?? ''
  const call = morning.calls.find(({ summary }) => summary.caseId === caseId)
  const phone = morning.phones.get(caseId)
  const owed = cases.get(caseId)
  return html`<td>${aboutCell(matter, view)}<span class="sub">${call?.client.name ?? ''}</span></td><td class="nowrap">${phone === undefined ? html`<span class="muted">geen nummer</span><span class="sub">schrijf of ga langs</span>` : html`<a href="tel:${phone.replace(/[^\d+]/g, '')}">${phone}</a>`}</td><td class="num">${owed ? euros(owed.amountCents) : ''}<span class="sub">${owed ? months(owed.months) : ''}</span></td><td>${call ? dayTag(call.day, morning.on) : ''}</td>`
}

const months = (count: number): string => (count === 1 ? '1 maand' : `${count} maanden`)
const dayTag = (day: IsoDate, on: IsoDate): Html => tag(shortDay(day), day < on ? 'now' : day === on ? 'soon' : 'plain')

/** Straight to what a call brings about, and then on with the list. */
const called = (caseId: string, reached: 'ja' | 'nee'): string =>
  withWayBack(`/dossiers/${caseId}/contact?${STEP}=gevolgen&kind=Telefoon&reached=${reached}&${THEN}=lijst`, '/')

/** What deals with a matter, beside it. */
function actsOf({ heading }: Section, { of }: Matter, { acts, questions }: View): Html {
  const question = questions.get(of.question ?? '')
  const open = of.caseId ? button(withWayBack(`/dossiers/${of.caseId}`, '/'), 'Bekijk') : ''
  const download =
    of.file && heading.startsWith('Uploaden')
      ? button(`/bestanden/${encodeURIComponent(of.file)}`, 'Bestand ophalen', 'first')
      : ''
  if (!acts) return html`${download}${open}`
  if (heading === 'Bellen' && of.caseId)
    return html`${button(called(of.caseId, 'ja'), 'Gesproken')} ${button(called(of.caseId, 'nee'), 'Niet bereikt')}`
  const uploaded = download === '' ? '' : button(`/bestanden/${encodeURIComponent(of.file ?? '')}/geupload`, 'Geüpload')
  const answers = question
    ? offered(question).map((answer) =>
        button(`/vragen/${encodeURIComponent(question.id)}?antwoord=${encodeURIComponent(answer)}`, answerWord(answer)),
      )
    : []
  return html`${download} ${uploaded} ${answers} ${open}`
}
