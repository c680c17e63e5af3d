import { html } from 'hono/html'
import { dateOf, type IsoInstant } from '../../shared/domain/calendar.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import type { Rehearsal, RehearsedCase } from '../../shared/facts/rehearse.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import type { Html } from './layout.ts'
import { STEPS } from './words.ts'

/** What a fact would change, sentence by sentence: what is recorded, what falls away, and what comes next. */
export const consequences = ({ cases, starts }: Rehearsal, now: IsoInstant): Html =>
  html`<ul class="after">${cases.map((each) => inCase(each, now))}${starts.includes('round') ? html`<li class="plus">Over twee minuten gaat er een ronde, die wegneemt of intrekt wat niet meer mag.</li>` : ''}</ul>`

function inCase(
  { before, after, appended, conditions: { policy, clientConditions } }: RehearsedCase,
  now: IsoInstant,
): Html {
  const was = standingOf(before.state, policy, clientConditions, now)
  const is = standingOf(after.state, policy, clientConditions, now)
  const same = was.step === is.step && was.due === is.due
  const when = (due: IsoInstant | null) => (due === null ? '' : ` op ${dutchDate(dateOf(due))}`)
  return html`${appended.map(({ type }) => html`<li class="plus">${type}</li>`)}${
    same
      ? html`<li>Wat hierna komt blijft: ${STEPS[is.step]}${when(is.due)}</li>`
      : html`<li class="minus">Vervalt: ${STEPS[was.step]}${when(was.due)}</li><li class="plus">Hierna: ${STEPS[is.step]}${when(is.due)}</li>`
  }`
}
