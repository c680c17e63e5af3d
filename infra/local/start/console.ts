import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { z } from 'zod'
import { bare, type Html } from '../../../functions/console/layout.ts'
import { ownPath } from '../../../functions/console/own-path.ts'
import { beginSession, sessionCookie } from '../../../functions/console/sessions.ts'
import { dynamoNotebook } from '../../../shared/adapters/dynamo-notebook.ts'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { ROLES, roleSchema } from '../../../shared/contracts/session.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { TABLE } from '../cloud/resources.ts'
import { answerOf, eventOf } from './http-api.ts'

/**
 * The console on this machine: the same function as on AWS, called as its HTTP API calls it. Only who somebody is, is
 * not asked here: whoever uses this machine chooses a name and a role.
 *
 * @param bar what stands under the bar of every page: the clock of this machine
 * @param becomeQuiet lets everything happen that is to be done at this moment of the clock
 */
export function localConsole(cloud: Cloud, bar: () => Html, becomeQuiet: () => Promise<void>): Hono {
  const app = new Hono()
  const notebook = dynamoNotebook(cloud.dynamo, TABLE)
  const registers = dynamoRegisterStore(cloud.dynamo, TABLE)

  app.get('/aanmelden', async (context) => {
    const colleagues = (await registers.colleagues()).map(({ name }) => name)
    return context.html(signInPage(colleagues, context.req.query('naar') ?? '/'))
  })
  app.post('/aanmelden', async (context) => {
    const { naam, rol, naar } = await context.req.parseBody()
    const by = z.string().trim().min(1).max(120).safeParse(naam)
    const role = roleSchema.safeParse(rol)
    if (!by.success || !role.success) return context.redirect('/aanmelden', 303)
    const name = await beginSession({ notebook, timeOfDay: () => new Date() }, { by: by.data, role: role.data })
    setCookie(context, sessionCookie(false), name, { httpOnly: true, sameSite: 'Strict', path: '/' })
    return context.redirect(ownPath(naar), 303)
  })
  // What a browser asks; a program's other word at a wrong address is no page.
  app.on(['GET', 'POST'], '*', async (context) => {
    const response = await asLambda(cloud, context)
    // What a form set off has happened by the time that the next page is asked for.
    if (context.req.method === 'POST') await becomeQuiet()
    return withBar(response, bar)
  })
  return app
}

async function asLambda(cloud: Cloud, { req }: Context): Promise<Response> {
  return answerOf(await cloud.invoke('console', await eventOf(req.raw)))
}

async function withBar(response: Response, bar: () => Html): Promise<Response> {
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response
  const text = (await response.text()).replace('<!-- clock -->', String(await bar()))
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(text, { status: response.status, headers })
}

function signInPage(colleagues: readonly string[], to: string): Html {
  return bare(
    'Aanmelden',
    html`<main class="alone"><h1>Aanmelden op deze computer</h1><p class="lead muted">Op deze computer vraagt niemand om een wachtwoord. Kies wie u bent, en wat u doet.</p>
<form method="post" class="card pad"><input type="hidden" name="naar" value="${to}">
<div class="field"><label for="naam">Uw naam</label><input id="naam" name="naam" list="collegas" autocomplete="name" required value="${colleagues[0] ?? ''}"><datalist id="collegas">${colleagues.map((name) => html`<option value="${name}"></option>`)}</datalist></div>
<fieldset class="field"><legend>Uw rol</legend>${Object.entries(ROLES).map(
      ([role, word]) =>
        html`<label class="choice"><input type="radio" name="rol" value="${role}"${role === 'handler' ? html` checked` : ''}> ${word}</label>`,
    )}</fieldset><button class="btn first">Aanmelden</button></form></main>`,
  )
}
