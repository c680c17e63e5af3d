import { heldBecause } from '../../domain/gate-reasons.ts'
import { TASKS } from '../../domain/tasks.ts'
import type { Coming, ComingKind, Forecast, Proviso } from '../forecast.ts'
import type { Said } from './event-sentences.ts'

const SENTENCES: Readonly<Record<ComingKind, string>> = {
  reminder: 'De herinnering gaat weg.',
  demand: 'De aanmaning gaat weg.',
  notice: 'De 5-dagen sommatie gaat weg.',
  'follow-up': 'De herinnering voor latere maanden gaat weg.',
  'post-letter': 'De brief die terugkwam, gaat weg per post.',
  signal: 'Het signaal gaat mee in de ronde.',
  held: 'Het signaal gaat niet mee in de ronde, en wordt aangehouden.',
  delivery: 'Het meldpunt krijgt het signaal.',
  withdrawal: 'Het signaal wordt ingetrokken.',
  'hand-over': 'Het dossier gaat naar het incassobureau.',
  'inform-agency': 'Het incassobureau krijgt bericht.',
  'suspension-over': 'De opschorting eindigt, en de incasso gaat verder.',
  'arrangement-broken': 'De betalingsregeling eindigt, als een termijn niet is betaald.',
  'arrangement-kept': 'De betalingsregeling is nagekomen.',
  term: 'Er wordt gekeken of een termijn is betaald.',
  call: 'Er wordt gevraagd om de huurder te bellen.',
  decision: 'Er wordt gevraagd om een besluit.',
  'look-again': TASKS['look-at-hold'],
  'call-by': 'Dit is de laatste dag om de huurder te bellen.',
  'answer-by': 'Dit is de laatste dag voor het antwoord van de gemeente.',
  other: 'Het systeem kijkt opnieuw.',
}

const PROVISOS: Readonly<Record<Proviso, string>> = {
  book: 'Alleen als een nieuwe lijst dan hetzelfde laat zien.',
  delivery: 'Op z’n vroegst: het meldpunt moet het signaal eerst hebben.',
}

/** What comes next in one Dutch sentence, and what more there is to say of it. */
export function comingSaid({ what, reasons, asks, provided }: Coming): Said {
  const asked = what === 'look-again' ? [] : asks.filter((task) => task !== 'held').map((task) => TASKS[task])
  return [SENTENCES[what], [...heldBecause(reasons), ...asked, ...provided.map((each) => PROVISOS[each])].join(' ')]
}

const ENDS: Readonly<Record<Forecast['end'], string>> = {
  limit: 'Verder vooruit kijkt het systeem niet.',
  finished: 'Daarna komt er niets meer.',
  book: 'Daarna wacht het dossier op een nieuwe lijst.',
  portal: 'Daarna wacht het dossier op het meldpunt.',
  address: 'Daarna wacht het dossier op een adres waar de brief naartoe kan. Vul het adres aan in het ERP.',
  person: 'Daarna wacht het dossier op een collega.',
  agency: 'Daarna int het incassobureau.',
  rest: 'Daarna volgt er niets vanzelf.',
}

/** Why nothing more is foreseen, and what people are asked by then. */
export const endSaid = ({ end, asks }: Pick<Forecast, 'end' | 'asks'>): Said => [
  ENDS[end],
  end === 'person' ? asks.map((task) => TASKS[task]).join(' ') : '',
]
