import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { IdentityProvider } from '../../shared/contracts/sign-in.ts'
import { casePages } from './pages/case.ts'
import { caseListPages } from './pages/cases.ts'
import { documentPages } from './pages/documents.ts'
import { filePages } from './pages/files.ts'
import { problemPage } from './pages/problem.ts'
import { questionPages } from './pages/questions.ts'
import { registerPages } from './pages/registers.ts'
import { roundPages } from './pages/rounds.ts'
import { todayPage } from './pages/today.ts'
import type { ConsolePorts, Env } from './ports.ts'
import { endSession, sessionCookie, sessionOf } from './sessions.ts'
import { signInPages } from './sign-in.ts'
import { styles } from './styles.ts'

const MAX_FORM_BYTES = 64 * 1024

export interface ConsoleOptions {
  /** A cookie that no other host can set, where the console has a certificate; on this machine it has none. */
  readonly secure: boolean
  /** Where people sign in; null where that is a page of the machine itself, in front of the console. */
  readonly identity: IdentityProvider | null
  /** Reports what broke, without a person (invariant 6). */
  readonly onError: (error: Error) => void
}

/**
 * The console: pages for people who are signed in, and nothing for anybody else. It knows what a role may do; who
 * somebody is, is decided where people sign in.
 */
export function createConsole(ports: ConsolePorts, { secure, identity, onError }: ConsoleOptions): Hono<Env> {
  const app = new Hono<Env>()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        scriptSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'same-origin',
      strictTransportSecurity: secure ? 'max-age=31536000; includeSubDomains' : false,
      xFrameOptions: 'DENY',
    }),
  )
  app.get('/console.css', (context) =>
    context.body(styles.text, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  app.use(bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (context) => problemPage(context, 413) }))
  app.use(async (context, next) => {
    // A page about a person stays in no cache.
    context.header('cache-control', 'no-store')
    if (context.req.method !== 'GET' && !isFromOurPage(context)) return problemPage(context, 403)
    return next()
  })
  app.onError((error, context) => {
    if (error instanceof HTTPException && (error.status === 403 || error.status === 404))
      return problemPage(context, error.status)
    onError(error)
    return problemPage(context, 500)
  })
  app.notFound((context) => problemPage(context, 404))

  if (identity) signInPages(app, ports, { identity, onError })
  const cookie = sessionCookie(secure)
  app.use(async (context, next) => {
    const name = getCookie(context, cookie)
    const session = name ? await sessionOf(ports, name) : null
    if (!session)
      return context.req.method === 'GET' ? context.redirect(signInAt(context), 303) : problemPage(context, 401)
    context.set('session', session)
    return next()
  })
  app.post('/afmelden', async (context) => {
    await endSession(ports, getCookie(context, cookie) ?? '')
    return context.redirect('/aanmelden', 303)
  })
  app.get('/', (context) => todayPage(ports, context))
  caseListPages(app, ports)
  casePages(app, ports)
  documentPages(app, ports)
  questionPages(app, ports)
  filePages(app, ports)
  roundPages(app, ports)
  registerPages(app, ports)
  return app
}

/** Where somebody signs in, and comes back from. */
function signInAt({ req }: Context): string {
  const { pathname, search } = new URL(req.url)
  return pathname === '/' ? '/aanmelden' : `/aanmelden?naar=${encodeURIComponent(pathname + search)}`
}

/** Whether a form was sent from a page of our own, of whatever content type: the browser says so, and no page can. */
function isFromOurPage({ req }: Context): boolean {
  const origin = req.header('origin')
  if (origin === undefined) return req.header('sec-fetch-site') === 'same-origin'
  return URL.canParse(origin) && new URL(origin).host === new URL(req.url).host
}
