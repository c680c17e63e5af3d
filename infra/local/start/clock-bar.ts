import { setTimeout as pause } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Html } from '../../../functions/console/layout.ts'
import { ownPath } from '../../../functions/console/own-path.ts'
import { fullDay, shortMoment } from '../../../functions/console/words.ts'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { dateOf, type IsoInstant, instantAt, localTime, plusDays } from '../../../shared/domain/calendar.ts'
import { nextRound } from '../../../shared/domain/round-day.ts'
import { policyNow } from '../../../shared/rounds/approval.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { TABLE } from '../cloud/resources.ts'
import { fullDiskSentence } from './disk.ts'
import { ownPage } from './own-page.ts'
import type { Pace } from './serve.ts'

/** After so long a page says that the clock is on its way, and looks again each so many seconds. */
const PATIENCE_MS = 2000
const LOOK_AGAIN_SECONDS = 2

type Clocked = Pick<Cloud, 'clock' | 'nextDue'>
const momentOf = (ms: number): IsoInstant => new Date(ms).toISOString()

/** The clock of this machine, on every page: it shows the moment, moves it, and leads to the mail that left. */
export function clockBar(cloud: Clocked, { clockWord }: Pick<Pace, 'clockWord'>): Html {
  const now = momentOf(cloud.clock.now())
  const next = cloud.nextDue()
  return html`<form class="clock" method="post" action="/klok"><span><b>${clockWord()}:</b> ${inWords(now)}</span>
${Number.isFinite(next) ? html`<button class="link" name="naar" value="stap">naar de volgende stap (${briefly(momentOf(next), now)})</button>` : ''}
<button class="link" name="naar" value="morgen">naar morgen</button>
<button class="link" name="naar" value="ronde">naar de volgende ronde</button>
<a href="/post">verzonden post</a></form>`
}

/** Where the bar moves the clock, and what people see while it is on its way. */
export function clockPages(cloud: Cloud, { moveTo }: Pick<Pace, 'moveTo'>): Hono {
  const pages = new Hono()
  let underWay: Promise<void> | null = null
  let failed: { readonly sentence: string } | null = null

  const move = async (naar: unknown) => {
    const to = await momentFor(naar, cloud)
    if (to === null) return
    await moveTo(Math.max(to, cloud.clock.now()))
  }
  const begin = (naar: unknown) =>
    move(naar)
      .catch((error: unknown) => {
        // Into the functions' log: people read stderr.
        process.stdout.write(`${error instanceof Error ? error.stack : String(error)}\n`)
        failed = { sentence: fullDiskSentence(error) ?? 'Er ging iets mis. In functions.log staat wat.' }
      })
      .finally(() => {
        underWay = null
      })
  const answer = (context: Context, back: string) => {
    if (failed) return context.html(failedPage(failed.sentence, cloud), 500)
    if (!underWay) return context.redirect(back, 303)
    context.header('refresh', String(LOOK_AGAIN_SECONDS))
    return context.html(underWayPage(cloud))
  }

  pages.post('/', async (context) => {
    const { naar } = await context.req.parseBody()
    // Who pressed twice waits for the first.
    underWay ??= begin(naar)
    const arrived = underWay.then(() => true)
    const back = cameFrom(context)
    return (await Promise.race([arrived, pause(PATIENCE_MS, false, { ref: false })]))
      ? answer(context, back)
      : context.redirect(`/klok?terug=${encodeURIComponent(back)}`, 303)
  })
  pages.get('/', (context) => answer(context, ownPath(context.req.query('terug'))))
  return pages
}

/** The moment that a button of the bar stands for, in epoch milliseconds; null where there is none. */
async function momentFor(naar: unknown, cloud: Cloud): Promise<number | null> {
  const now = cloud.clock.now()
  const today = dateOf(momentOf(now))
  if (naar === 'stap') {
    const next = cloud.nextDue()
    return Number.isFinite(next) ? next : null
  }
  // Before anything of that day happens that people wait for.
  if (naar === 'morgen') return Date.parse(instantAt(plusDays(today, 1), '08:00'))
  if (naar !== 'ronde') return null
  const policy = await policyNow(dynamoRegisterStore(cloud.dynamo, TABLE))
  if (!policy) return null
  const roundFrom = (day: string) => Date.parse(instantAt(nextRound(day, policy), '09:00'))
  return roundFrom(today) > now ? roundFrom(today) : roundFrom(plusDays(today, 1))
}

const underWayPage = ({ clock }: Clocked): Html =>
  ownPage(
    'De klok loopt',
    '',
    html`<h1>De klok loopt</h1><p class="lead">Alles wat in deze tijd gebeurt, gebeurt nu: brieven, bestanden, antwoorden. Het is nu ${inWords(momentOf(clock.now()))}.</p><p>Deze pagina gaat vanzelf verder. Gebeurt er niets? <a href="">Kijk opnieuw</a>.</p>`,
  )

const failedPage = (sentence: string, { clock }: Clocked): Html =>
  ownPage(
    'De klok is blijven staan',
    '',
    html`<h1>De klok is blijven staan</h1><p class="lead">${sentence}</p><p>De klok staat op ${inWords(momentOf(clock.now()))}. Vroegsignalering stopt nu. Start opnieuw om verder te gaan.</p>`,
  )

const inWords = (at: IsoInstant): string => `${fullDay(dateOf(at)).toLowerCase()}, ${localTime(at).slice(11, 16)}`

/** The time alone where it is on the same day. */
const briefly = (at: IsoInstant, now: IsoInstant): string =>
  dateOf(at) === dateOf(now) ? localTime(at).slice(11, 16) : shortMoment(at)

/** The page of ours on which somebody moved the clock; the first one where the browser does not say. */
function cameFrom({ req }: Context): string {
  const from = req.header('referer') ?? ''
  if (!URL.canParse(from)) return '/'
  const { host, pathname, search } = new URL(from)
  return host === new URL(req.url).host && pathname !== '/klok' ? ownPath(pathname + search) : '/'
}
