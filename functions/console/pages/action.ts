import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { localTime } from '../../../shared/domain/calendar.ts'
import { type Action, actionWith, type Field, type Filled } from '../actions.ts'
import { deed, STEP, textsOf } from '../deed.ts'
import { factOf, fieldsOf, filledIn, hidden, type Problems, problemList } from '../form.ts'
import { button, type Html, page } from '../layout.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'
import { cameFrom, FROM, THEN, wayBack, withWayBack } from '../way-back.ts'
import { isNewest, type Shown, shownCase } from './case.ts'

/** The pages of what people record in a case: first a form, then what would happen, then the deed. */
export function actionPages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/dossiers/:case/:action', async (context) => {
    const { action, shown } = await asked(ports, context)
    const filled = filledIn(fieldsIn(action), context.req.query())
    const shows = context.req.query(STEP) === 'gevolgen' && !action.private
    return shows ? record(ports, context, action, shown, filled) : formPage(context, action, shown, filled, new Map())
  })
  app.post('/dossiers/:case/:action', async (context) => {
    const { action, shown } = await asked(ports, context)
    return record(ports, context, action, shown, filledIn(fieldsIn(action), await textsOf(context)))
  })
}

/** @throws HTTPException 403 for a role that only sees, 404 for what nobody can do */
async function asked(ports: ConsolePorts, context: Context<Env>): Promise<{ action: Action; shown: Shown }> {
  if (!mayAct(context.get('session').role)) throw new HTTPException(403)
  const action = actionWith(context.req.param('action') ?? '')
  if (!action) throw new HTTPException(404)
  const shown = await shownCase(ports, context, action.slug)
  // What is reported of a renter counts in the newest case, and would be shown and done there.
  if (!isNewest(shown)) throw new HTTPException(404)
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

/** The page of the case, which still knows from which list somebody came. */
const caseOf = (context: Context, { loaded: { caseId } }: Shown, query = ''): string =>
  withWayBack(`/dossiers/${caseId}${query}`, cameFrom(context))

function record(
  ports: ConsolePorts,
  context: Context<Env>,
  action: Action,
  shown: Shown,
  filled: Filled,
): Response | Promise<Response> {
  const { summary, state } = shown.loaded
  // What is wrong in the form is so whoever signs it.
  const fact = factOf(action, filled, {
    ...{ at: localTime(shown.now).slice(0, 19), by: context.get('session').by, id: 'console' },
    ...{ renter: summary?.renter ?? '', client: state.client },
  })
  if (!('type' in fact)) return formPage(context, action, shown, filled, fact)
  return deed(ports, context, {
    title: `${action.title}?`,
    room: 'cases',
    crumbs: crumbs(context, shown, action),
    back: caseOf(context, shown),
    after: context.req.query(THEN) === 'lijst' ? cameFrom(context) : caseOf(context, shown, `?gedaan=${action.slug}`),
    carried: filled,
    final: action.final === true,
    fact: ({ by, id }) => ({ ...fact, by, id }),
    refused: (message) => formPage(context, action, shown, filled, new Map([['', message]])),
  })
}

function formPage(
  context: Context<Env>,
  action: Action,
  shown: Shown,
  filled: Filled,
  problems: Problems,
): Response | Promise<Response> {
  const fields = fieldsIn(action)
  const body = html`${problemList(problems, fields)}<h1>${action.title}</h1>
<p class="muted lead">U ziet eerst wat er gebeurt. Daarna legt u het vast.</p>
<form class="card pad" method="${action.private ? 'post' : 'get'}">${hidden({ [STEP]: 'gevolgen', [FROM]: cameFrom(context) })}${fieldsOf(fields, filled, problems)}
<div class="grid"><button class="btn first">Verder</button>${button(caseOf(context, shown), 'Terug, niets doen', 'quiet')}</div></form>`
  return page(context, { title: action.title, room: 'cases', crumbs: crumbs(context, shown, action), body })
}

const crumbs = (context: Context, shown: Shown, { word }: Action): Html =>
  html`${wayBack(context)} · <a href="${caseOf(context, shown)}">${shown.name}</a> · ${word}`
