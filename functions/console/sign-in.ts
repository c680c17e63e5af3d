import type { Context, Hono } from 'hono'
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { NO_COLLEAGUES } from '../../shared/contracts/registers.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { ROLES, type Role, roleSchema } from '../../shared/contracts/session.ts'
import { type Identity, type IdentityProvider, SignInRefused } from '../../shared/contracts/sign-in.ts'
import { plusMinutes } from '../../shared/domain/calendar.ts'
import { randomKey } from '../../shared/runtime/random.ts'
import { bare, type Html } from './layout.ts'
import { ownPath } from './own-path.ts'
import type { Env } from './ports.ts'
import { beginSession, endSession, type SessionPorts, sessionCookie } from './sessions.ts'

// Signing in at an identity provider. Until somebody comes back from there, his browser keeps what the sign-in needs,
// in a cookie that we signed: whoever only looks at the page leaves nothing in the table.

/** Whoever is longer under way begins again. */
const WITHIN_MINUTES = 15
const BACK = '/aanmelden/terug'
const ATTEMPT = '__Host-aanmelding'
const SESSION = sessionCookie(true)
/**
 * `Lax`, since people come from the provider's site and from links in mails; a form of another site is refused by its
 * origin.
 */
const COOKIE = { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' } as const

export interface SignInPorts extends SessionPorts {
  readonly notebook: SessionPorts['notebook'] & Pick<NotebookFor<`console-key ${'read' | 'put'}`>, 'get' | 'reserve'>
}

interface Options {
  readonly identity: IdentityProvider
  readonly onError: (error: Error) => void
}

/** A sign-in that began in this browser. */
const attemptSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The page that somebody wanted. */
  to: z.string(),
  startedAt: z.iso.datetime(),
})

/** The pages of signing in and out; they are there for whoever is not signed in. */
export function signInPages(app: Hono<Env>, ports: SignInPorts, { identity, onError }: Options): void {
  app.get('/aanmelden', async (context) => {
    const { address, secrets } = await identity.begin(addressOf(context, BACK))
    const attempt = { ...secrets, to: ownPath(context.req.query('naar')), startedAt: now(ports) }
    const cookie = { ...COOKIE, maxAge: WITHIN_MINUTES * 60 }
    await setSignedCookie(context, ATTEMPT, JSON.stringify(attempt), await keyOf(ports), cookie)
    return onward(context, 'Aanmelden', address)
  })

  app.get(BACK, async (context) => {
    const kept = await getSignedCookie(context, await keyOf(ports), ATTEMPT)
    deleteCookie(context, ATTEMPT, COOKIE)
    try {
      const attempt = attemptOf(kept, now(ports))
      const { name, groups } = await identity.finish(context.req.url, attempt)
      if (NO_COLLEAGUES.has(name)) throw new SignInRefused('no_name')
      const role = roleOf(groups)
      if (role === null) return withoutRole(context, { name, groups })
      await endSession(ports, getCookie(context, SESSION) ?? '')
      setCookie(context, SESSION, await beginSession(ports, { by: name, role }), COOKIE)
      return context.redirect(attempt.to, 303)
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error
      onError(error)
      return refused(context)
    }
  })

  app.post('/afmelden', async (context) => {
    await endSession(ports, getCookie(context, SESSION) ?? '')
    deleteCookie(context, SESSION, COOKIE)
    return onward(context, 'Afmelden', identity.signOutAt(addressOf(context, '/aanmelden')))
  })
}

const now = ({ timeOfDay }: SessionPorts): string => timeOfDay().toISOString()
const addressOf = ({ req }: Context, path: string): string => new URL(path, req.url).href

/** The key with which we sign what a browser keeps for us; made by whoever needs it first. */
const keyOf = async ({ notebook }: SignInPorts): Promise<string> =>
  (await notebook.get('console-key', 'sign-in')) ?? notebook.reserve('console-key', 'sign-in', randomKey())

/** @throws SignInRefused when it is not there, was not signed by us, or began too long ago */
function attemptOf(kept: string | false | undefined, at: string): z.output<typeof attemptSchema> {
  if (!kept) throw new SignInRefused(kept === false ? 'attempt_forged' : 'no_attempt')
  const attempt = attemptSchema.parse(JSON.parse(kept))
  if (plusMinutes(attempt.startedAt, WITHIN_MINUTES) <= at) throw new SignInRefused('attempt_expired')
  return attempt
}

/** The role of who is in one group that is named after a role; null for none, and for several: none is guessed. */
function roleOf(groups: readonly string[]): Role | null {
  const roles = groups.flatMap((group) => roleSchema.safeParse(group).data ?? [])
  return roles.length === 1 ? (roles[0] ?? null) : null
}

/**
 * Goes on to another site at once. A redirect would do for a link; after a form, `form-action` of our own policy
 * forbids it to go elsewhere.
 */
function onward(context: Context, title: string, address: string): Response | Promise<Response> {
  context.header('refresh', `0; url=${address}`)
  return alone(context, title, html`<p><a class="btn first" href="${address}">Verder</a></p>`)
}

const refused = (context: Context): Response | Promise<Response> =>
  alone(
    context,
    'Aanmelden is niet gelukt',
    html`<p class="lead">Het duurde te lang, of het was een oude pagina. Er is niets gebeurd.</p>
<p><a class="btn first" href="/aanmelden">Opnieuw aanmelden</a></p>`,
    400,
  )

function withoutRole(context: Context, { name, groups }: Identity): Response | Promise<Response> {
  const several = groups.filter((group) => roleSchema.safeParse(group).success)
  return alone(
    context,
    several.length > 1 ? 'U hebt meer dan één rol' : 'U hebt nog geen rol',
    html`<p class="lead">U bent aangemeld als ${name}. Vraag de beheerder om u één rol te geven: ${Object.values(ROLES).join(', ')}. Meld u daarna opnieuw aan.</p>
<form method="post" action="/afmelden"><button class="btn first">Afmelden</button></form>`,
    403,
  )
}

const alone = (
  context: Context,
  title: string,
  body: Html,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> =>
  context.html(bare(title, html`<main class="alone"><h1>${title}</h1>${body}</main>`), status)
