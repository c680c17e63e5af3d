import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { localTime } from '../../../shared/domain/calendar.ts'
import { rehearseFact } from '../../../shared/facts/rehearse.ts'
import { reportFact } from '../../../shared/facts/report-fact.ts'
import { randomBits } from '../../../shared/runtime/random.ts'
import { type Action, actionWith, type Field, type Filled } from '../actions.ts'
import { consequences } from '../consequences.ts'
import { factOf, fieldsOf, hidden, type Problems, problemList } from '../form.ts'
import { button, type Html, page } from '../layout.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'
import { type Shown, shownCase } from './case.ts'

/** The names that a form carries beside its fields: where it is, which place in the history was shown, and its id. */
const STEP = 'stap'
const SEQ = 'gezien'
const ID = 'kenmerk'

/**
 * The pages of what people record in a case. First a form; then what would happen, by the same code that does it; then
 * the deed. A case that moved on between the last two is shown anew.
 */
export function actionPages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/dossiers/:case/:action', async (context) => {
    const { action, shown } = await asked(ports, context)
    const filled = filledOf(action, context.req.query())
    if (context.req.query(STEP) !== 'gevolgen' || action.private)
      return formPage(context, action, shown, filled, new Map())
    return preview(ports, context, action, shown, filled, randomBits())
  })
  app.post('/dossiers/:case/:action', async (context) => {
    const { action, shown } = await asked(ports, context)
    const given = Object.fromEntries(
      Object.entries(await context.req.parseBody()).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    )
    const filled = filledOf(action, given)
    const id = /^[0-9a-f]{32}$/.test(given[ID] ?? '') ? (given[ID] ?? '') : randomBits()
    if (given[STEP] !== 'vastleggen' || given[SEQ] !== String(shown.loaded.state.seq))
      return preview(ports, context, action, shown, filled, id, given[STEP] === 'vastleggen')
    const fact = factOf(action, filled, signed(context, shown, id))
    if (!('type' in fact)) return formPage(context, action, shown, filled, fact)
    const outcome = await reportFact(ports.facts, { id: `console-${id}`, fact })
    if (outcome.recorded) return context.redirect(`/dossiers/${shown.loaded.caseId}?gedaan=${action.slug}`, 303)
    return formPage(context, action, shown, filled, new Map([['', outcome.message]]))
  })
}

/** @throws HTTPException 403 for a role that only sees, 404 for what nobody can do */
async function asked(ports: ConsolePorts, context: Context<Env>): Promise<{ action: Action; shown: Shown }> {
  if (!mayAct(context.get('session').role)) throw new HTTPException(403)
  const action = actionWith(context.req.param('action') ?? '')
  if (!action) throw new HTTPException(404)
  const shown = await shownCase(ports, context, action.slug)
  return { action: withChoices(action, shown), shown }
}

/** The claims of the case are what can be chosen of. */
const withChoices = (action: Action, { claims }: Shown): Action => ({
  ...action,
  fields: action.fields.map((field): Field => {
    if (field.kind !== 'claim') return field
    const options = claims.flatMap(({ invoice, description, open }) =>
      invoice !== null && open > 0 ? [[invoice, `${description ?? ''} (${invoice})`] as const] : [],
    )
    return { ...field, options }
  }),
})

const WHEN: Field = { name: 'at', label: 'Wanneer was dit?', hint: 'Leeg: nu', kind: 'moment', optional: true }
const fieldsIn = ({ fields }: Action): readonly Field[] => [...fields, WHEN]

const filledOf = (action: Action, given: Readonly<Record<string, string>>): Filled =>
  Object.fromEntries(fieldsIn(action).flatMap(({ name }) => (given[name] === undefined ? [] : [[name, given[name]]])))

const signed = (context: Context<Env>, { loaded: { summary, state }, now }: Shown, id: string) => ({
  renter: summary?.renter ?? '',
  client: state.client,
  by: context.get('session').by,
  id: `console-${id}`,
  at: localTime(now).slice(0, 16),
})

function formPage(
  context: Context<Env>,
  action: Action,
  shown: Shown,
  filled: Filled,
  problems: Problems,
): Response | Promise<Response> {
  const {
    loaded: { caseId },
  } = shown
  const fields = fieldsIn(action)
  const body = html`${problemList(problems, fields)}<h1>${action.title}</h1>
<p class="muted lead">U ziet eerst wat er gebeurt. Daarna legt u het vast.</p>
<form class="card pad" method="${action.private ? 'post' : 'get'}"><input type="hidden" name="${STEP}" value="gevolgen">${fieldsOf(fields, filled, problems)}
<div class="grid"><button class="btn first">Verder</button>${button(`/dossiers/${caseId}`, 'Terug, niets doen', 'quiet')}</div></form>`
  return page(context, { title: action.title, room: 'today', crumbs: crumbs(shown, action), body })
}

const crumbs = ({ loaded: { caseId }, name }: Shown, { word }: Action): Html =>
  html`<a href="/dossiers/${caseId}">${name}</a> · ${word}`

/** What would happen, and the button that makes it happen. @param moved the case moved on since it was last shown */
async function preview(
  ports: ConsolePorts,
  context: Context<Env>,
  action: Action,
  shown: Shown,
  filled: Filled,
  id: string,
  moved = false,
): Promise<Response> {
  const fact = factOf(action, filled, signed(context, shown, id))
  if (!('type' in fact)) return formPage(context, action, shown, filled, fact)
  const rehearsal = await rehearseFact(ports.facts, fact)
  if (!rehearsal.outcome.recorded)
    return formPage(context, action, shown, filled, new Map([['', rehearsal.outcome.message]]))
  const {
    loaded: { caseId, state },
  } = shown
  const body = html`${moved ? html`<p class="warn" role="alert">Dit dossier is intussen veranderd. Kijk opnieuw wat er gebeurt.</p>` : ''}<h1>${action.title}?</h1>
<p class="muted lead">Dit gebeurt er als u het vastlegt. Er is nog niets veranderd.</p>
<div class="card"><div class="pad">${consequences(rehearsal, shown.now)}</div></div>
<form method="post" class="grid">${hidden({ ...filled, [STEP]: 'vastleggen', [SEQ]: String(state.seq), [ID]: id })}<button class="btn first">Vastleggen als ${context.get('session').by}${action.final ? ' (dit kan niet terug)' : ''}</button>${button(`/dossiers/${caseId}`, 'Terug, niets doen', 'quiet')}</form>`
  return page(context, { title: action.title, room: 'today', crumbs: crumbs(shown, action), body })
}
