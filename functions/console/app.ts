import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { casePages } from './pages/case.ts'
import { documentPages } from './pages/documents.ts'
import { filePages } from './pages/files.ts'
import { problemPage } from './pages/problem.ts'
import { questionPages } from './pages/questions.ts'
import { registerPages } from './pages/registers.ts'
import { roundPages } from './pages/rounds.ts'
import { todayPage } from './pages/today.ts'
import type { ConsolePorts, Env } from './ports.ts'
import { endSession, sessionOf } from './sessions.ts'
import { styles } from './styles.ts'

const MAX_FORM_BYTES = 64 * 1024

export interface ConsoleOptions {
  /** A cookie that no other host can set, where the console has a certificate; on this machine it has none. */
  readonly secure: boolean
  /** Reports what broke, without a person (invariant 6). */
  readonly onError: (error: Error) => void
}

/**
 * The console: pages for people who are signed in, and nothing for anybody else. It knows what a role may do; who
 * somebody is, is decided where people sign in.
 */
export function createConsole(ports: ConsolePorts, { secure, onError }: ConsoleOptions): Hono<Env> {
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

  const cookie = sessionCookie(secure)
  app.use(async (context, next) => {
    const session = await sessionOf(ports, getCookie(context, cookie) ?? '')
    if (!session) return context.redirect(signInAt(context), 303)
    context.set('session', session)
    return next()
  })
  app.post('/afmelden', async (context) => {
    await endSession(ports, getCookie(context, cookie) ?? '')
    return context.redirect('/aanmelden', 303)
  })
  app.get('/', (context) => todayPage(ports, context))
  casePages(app, ports)
  documentPages(app, ports)
  questionPages(app, ports)
  filePages(app, ports)
  roundPages(app, ports)
  registerPages(app, ports)
  return app
}

/** The name of the cookie that holds the name of the session. */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-sessie' : 'sessie')

/** Where somebody signs in, and comes back from: a page that can be asked for, and nothing else. */
function signInAt({ req }: Context): string {
  const { pathname, search } = new URL(req.url)
  return req.method === 'GET' && pathname !== '/'
    ? `/aanmelden?naar=${encodeURIComponent(pathname + search)}`
    : '/aanmelden'
}

/** Whether a form was sent from a page of our own, of whatever content type: the browser says so, and no page can. */
function isFromOurPage({ req }: Context): boolean {
  const origin = req.header('origin')
  if (origin === undefined) return req.header('sec-fetch-site') === 'same-origin'
  return URL.canParse(origin) && new URL(origin).host === new URL(req.url).host
}
