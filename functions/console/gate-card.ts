import { html } from 'hono/html'
import type { Conditions, LoadedCase } from '../../shared/contracts/ports.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { type GateFacts, gate } from '../../shared/domain/gate.ts'
import { type GateReason, heldBecause } from '../../shared/domain/gate-reasons.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'
import { actionWith } from './actions.ts'
import { button, card, type Html, tag } from './layout.ts'
import type { Shown } from './pages/case.ts'

/** What the gate asks, in the words of a page, with the reasons that each stands for, in the order of the gate. */
const CHECKS: readonly { readonly reasons: readonly GateReason[]; readonly passes: string }[] = [
  { reasons: ['C9'], passes: 'Een persoon, die een woning huurt' },
  { reasons: ['G1', 'G2'], passes: 'Huur die 30 dagen of langer open staat' },
  { reasons: ['G3', 'G4a', 'G4c'], passes: 'Aangeschreven, met de weg naar hulp' },
  { reasons: ['G4b'], passes: 'Contact gezocht' },
  { reasons: ['G4d'], passes: 'Aangekondigd dat de gegevens naar de gemeente gaan' },
  { reasons: ['G5'], passes: 'Geen bezwaar, en de termijn is voorbij' },
  { reasons: ['G6'], passes: 'Mandaat van de opdrachtgever' },
  { reasons: ['G7', 'R3'], passes: 'Overeenkomst met de gemeente' },
  { reasons: ['G8'], passes: 'Naam, adres, maanden en bedrag kloppen' },
  { reasons: ['G9', 'S5'], passes: 'Nog niet gemeld, en er loopt geen opschorting' },
  { reasons: ['G10', 'R7'], passes: 'Duidelijk wie de huurder is, en niets houdt het dossier tegen' },
]

/** Which action mends what fails, where a person can. */
const MENDS: Partial<Record<GateReason, string>> = {
  G4b: 'contact',
  G5: 'bezwaar-ingetrokken',
  R7: 'uit-de-wacht',
  S5: 'opnieuw-melden',
}

const fitsIn = (slug: string, { state }: LoadedCase): boolean => actionWith(slug)?.fits?.(state) ?? true

/** What the gate asks beside a case, read now (G5–G8, G10). */
export function factsAbout(
  ports: GatePorts,
  { caseId, state, summary }: LoadedCase,
  conditions: Conditions,
): Promise<GateFacts> {
  const standing = standingOf(state, conditions.policy, conditions.clientConditions, ports.now().toISOString())
  const renter = summary?.renter ?? null
  return gateFacts(ports, { caseId, renter, state, standing, conditions, summary, event: null, refused: null })
}

/**
 * Whether a signal may leave now, check by check; what fails with its reason and what mends it (G1–G10).
 *
 * @param acts whether whoever looks may mend it
 */
export function gateCard({ loaded, conditions, now }: Shown, facts: GateFacts, acts: boolean): Html {
  const { state } = loaded
  const failing = gate(state, conditions.policy, facts, dateOf(now))
  return card(
    { id: 'poort', heading: 'Mag een signaal weg?', beside: failing.length === 0 ? tag('ja', 'good') : tag('nu niet') },
    html`<ul class="gate">${CHECKS.map(({ reasons, passes }) =>
      check(
        acts ? loaded : null,
        reasons.filter((reason) => failing.includes(reason)),
        reasons,
        passes,
      ),
    )}</ul>`,
  )
}

function check(
  mendable: LoadedCase | null,
  failing: readonly GateReason[],
  all: readonly GateReason[],
  passes: string,
): Html {
  const code = html`<span class="code">${(failing.length > 0 ? failing : all).join(', ')}</span>`
  if (failing.length === 0)
    return html`<li><span class="yes" role="img" aria-label="in orde">✓</span><span>${passes}</span>${code}</li>`
  const mends = mendable
    ? failing.flatMap((reason) => MENDS[reason] ?? []).filter((slug) => fitsIn(slug, mendable))
    : []
  return html`<li><span class="no" role="img" aria-label="niet in orde">✗</span><span>${heldBecause(failing).join(' ')}${mends.map((slug) => html` ${button(`/dossiers/${mendable?.caseId}/${slug}`, actionWith(slug)?.word ?? '', 'quiet')}`)}</span>${code}</li>`
}
