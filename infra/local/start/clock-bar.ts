import { html } from 'hono/html'
import type { Html } from '../../../functions/console/layout.ts'
import { fullDay } from '../../../functions/console/words.ts'
import { dateOf, localTime } from '../../../shared/domain/calendar.ts'
import type { Cloud } from '../cloud/cloud.ts'

/** The clock of this machine, on every page: it shows the moment, moves it, and leads to the mail that left. */
export function clockBar({ clock, endpoints }: Pick<Cloud, 'clock' | 'endpoints'>): Html {
  const now = new Date(clock.now()).toISOString()
  return html`<form class="clock" method="post" action="/klok"><span><b>Klok van deze computer:</b> ${fullDay(dateOf(now)).toLowerCase()}, ${localTime(now).slice(11, 16)}</span>
<button class="link" name="naar" value="stap">naar de volgende stap</button><button class="link" name="naar" value="morgen">naar morgen</button><a href="${endpoints.ses}/">verzonden post</a></form>`
}
