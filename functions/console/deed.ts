import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ReportedFact } from '../../shared/contracts/facts.ts'
import { localTime } from '../../shared/domain/calendar.ts'
import { type Rehearsal, rehearseFact } from '../../shared/facts/rehearse.ts'
import { reportFact } from '../../shared/facts/report-fact.ts'
import { randomBits } from '../../shared/runtime/random.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import type { Filled } from './actions.ts'
import { consequences } from './consequences.ts'
import { hidden } from './form.ts'
import { button, type Html, page, type Room } from './layout.ts'
import type { ConsolePorts, Env } from './ports.ts'

/** The names that a form carries beside its fields: where it is, what was shown of the cases, and its own id. */
export const STEP = 'stap'
const SEEN = 'gezien'
const ID = 'kenmerk'

/** Who says a fact, when, and under which id it counts once: no form decides that. */
export interface Signed {
  readonly at: string
  readonly by: string
  readonly id: string
}

/** Something that a person is about to do. */
export interface Deed {
  readonly title: string
  readonly crumbs: Html
  readonly room?: Room
  /** Where somebody goes who does nothing, and who did it. */
  readonly back: string
  /** Where somebody goes who did it; `back`, unless told. */
  readonly after?: string
  readonly about?: Html
  /**
   * What was shown, beside the place in the history of each case: a question as it was asked, a register as it stood. A
   * deed that concerns the cases of a whole client names only that: some of them move all the time.
   */
  readonly seen?: (places: string) => string
  /** What the form carries from the page before. */
  readonly carried: Filled
  /** What cannot be taken back says so on its button. */
  readonly final?: boolean
  /** Why it cannot be done as it was asked. */
  readonly stop?: string
  readonly fact: (signed: Signed) => ReportedFact
  /** What becomes of it where it is refused; a page that says why, unless told. */
  readonly refused?: (message: string) => Response | Promise<Response>
}

/**
 * Shows what would happen, by the same code that does it, and does it when a person says so: where what was shown is
 * still what would happen. Else it is shown anew.
 */
export async function deed(ports: ConsolePorts, context: Context<Env>, given: Deed): Promise<Response> {
  const posted = context.req.method === 'POST' ? await textsOf(context) : {}
  const id = /^[0-9a-f]{32}$/.test(posted[ID] ?? '') ? String(posted[ID]) : randomBits()
  const now = ports.now().toISOString()
  const fact = given.fact({ at: localTime(now).slice(0, 19), by: context.get('session').by, id: `console-${id}` })
  const refuse = given.refused ?? ((message: string) => refusedPage(context, given, message))
  if (given.stop !== undefined) return refuse(given.stop)
  const rehearsal = await rehearseFact(ports.facts, fact)
  const { seen = (places: string) => places } = given
  const stands = sha256(seen(placesOf(rehearsal))).slice(0, 32)
  const isSaid = posted[STEP] === 'vastleggen'
  const done = () => context.redirect(given.after ?? given.back, 303)
  // What only a person can settle is recorded as a question (E1).
  const asks = rehearsal.asked.length > 0
  if (isSaid && posted[SEEN] === stands) {
    const outcome = await reportFact(ports.facts, { id: `console-${id}`, fact })
    return outcome.recorded || asks ? done() : refuse(outcome.message)
  }
  const { outcome, cases } = rehearsal
  // The same form came before, and was recorded: its button was pressed twice.
  if (isSaid && cases.length > 0 && cases.every(({ appended }) => appended.length === 0) && !asks) return done()
  if (!outcome.recorded && !asks) return refuse(outcome.message)
  const body = html`${isSaid ? html`<p class="warn" role="alert">Er is intussen iets veranderd. Kijk opnieuw wat er gebeurt.</p>` : ''}<h1>${given.title}</h1>
<p class="muted lead">Dit gebeurt er als u het vastlegt. Er is nog niets veranderd.</p>
<div class="card"><div class="pad">${given.about ?? ''}${await consequences(ports, context.get('session'), rehearsal, now)}</div></div>
<form method="post" class="grid">${hidden({ ...given.carried, [STEP]: 'vastleggen', [SEEN]: stands, [ID]: id })}<button class="btn first">Vastleggen als ${context.get('session').by}${given.final ? ' (dit kan niet terug)' : ''}</button>${button(given.back, 'Terug, niets doen', 'quiet')}</form>`
  return page(context, { title: given.title, room: given.room ?? 'today', crumbs: given.crumbs, body })
}

/** The texts of a form; a file in it is none. */
export async function textsOf(context: Context): Promise<Filled> {
  const body = await context.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

/** The place in the history of each case that was shown. */
const placesOf = ({ cases }: Rehearsal): string =>
  cases
    .map(({ before: { caseId, state } }) => `${caseId}.${state.seq}`)
    .toSorted()
    .join(' ')

function refusedPage(
  context: Context<Env>,
  { title, crumbs, room, back }: Deed,
  message: string,
): Response | Promise<Response> {
  const body = html`<h1>${title}</h1><div class="problems" role="alert"><h2>Dit kan niet</h2><p>${message}</p></div>${button(back, 'Terug')}`
  return page(context, { title, room: room ?? 'today', crumbs, body })
}
