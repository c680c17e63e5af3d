import {
  ANSWERS,
  CLOSINGS,
  CONTACT_KINDS,
  HOLD_REASONS,
  OBJECTION_CHANNELS,
  type REPRESENTATIONS,
  THREATS,
} from '../../shared/domain/closed-lists.ts'
import { HELP_ACCEPTED } from '../../shared/domain/event.ts'
import { type CaseState, deliveredAt, liveSignal } from '../../shared/domain/state.ts'
import { amountOf } from './amount.ts'

/** Something that a person fills in. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  /**
   * `moment` is a day with a time; `amount` euros; `choice` one of the options, `claim` one of the case's own; `check`
   * yes or no.
   */
  readonly kind: 'check' | 'choice' | 'claim' | 'date' | 'moment' | 'amount' | 'text' | 'email' | 'lines'
  readonly options?: readonly (readonly [value: string, word: string])[]
  readonly optional?: true
}

export type Filled = Readonly<Record<string, string>>

/** Something that a colleague fills in, and the fact that it reports. */
export interface Form {
  readonly fields: readonly Field[]
  /** As `events.jsonl` says it, without who and when. */
  readonly fact: (filled: Filled) => Readonly<Record<string, unknown>>
}

/** Something that a colleague records in a case. */
export interface Action extends Form {
  /** As it stands in the address of its page. */
  readonly slug: string
  /** What it is called in a list of things to do, and as the title of its page. */
  readonly word: string
  readonly title: string
  /** The form names a person: what is filled in stands in no address. */
  readonly private?: true
  /** It cannot be taken back, as the button says. */
  readonly final?: true
  /** Under which heading of the case's page it stands. */
  readonly about: 'contact' | 'money' | 'municipality' | 'rest'
  /** Whether it can be about a case as it stands; always, where it is left out. */
  readonly fits?: (state: CaseState) => boolean
}

const pairs = (words: readonly string[]) => words.map((word) => [word, word] as const)
const sentences = (words: Readonly<Record<string, string>>) => Object.entries(words)
const optional = (name: string, value: unknown) => (value === '' || value === undefined ? {} : { [name]: value })

const CONTACT: Action = {
  slug: 'contact',
  word: 'Contactpoging',
  title: 'Contact vastleggen',
  about: 'contact',
  fields: [
    { name: 'kind', label: 'Hoe hebt u contact gezocht?', kind: 'choice', options: pairs(CONTACT_KINDS) },
    {
      name: 'reached',
      label: 'Hebt u de huurder gesproken?',
      kind: 'choice',
      options: [
        ['ja', 'Gesproken'],
        ['nee', 'Niet bereikt'],
      ],
    },
  ],
  fact: ({ kind, reached }) => ({
    type: 'contact-attempt',
    kind,
    reached: reached === 'ja' ? true : reached === 'nee' ? false : undefined,
  }),
}

const CHANNEL: Field = {
  name: 'channel',
  label: 'Hoe kwam het binnen?',
  kind: 'choice',
  options: pairs(OBJECTION_CHANNELS.filter((channel) => channel !== 'earlier')),
}
const ON: Field = { name: 'on', label: 'Op welke dag?', kind: 'date' }
const INVOICE: Field = { name: 'invoice', label: 'Welke vordering?', kind: 'claim' }

/** Everything that can be recorded in a case, as people see it. */
export const ACTIONS: readonly Action[] = [
  CONTACT,
  {
    slug: 'bezwaar',
    word: 'Bezwaar',
    title: 'Bezwaar vastleggen',
    about: 'contact',
    fields: [CHANNEL],
    fits: ({ objection }) => !objection,
    fact: ({ channel }) => ({ type: 'objection', channel }),
  },
  {
    slug: 'bezwaar-ingetrokken',
    word: 'Bezwaar ingetrokken',
    title: 'Vastleggen dat het bezwaar is ingetrokken',
    about: 'contact',
    fields: [CHANNEL],
    fits: ({ objection }) => objection,
    fact: ({ channel }) => ({ type: 'objection-withdrawn', channel }),
  },
  {
    slug: 'hulp-gewenst',
    word: 'Wil hulp',
    title: 'Vastleggen dat de huurder hulp wil',
    about: 'contact',
    fields: [],
    fact: () => ({ type: 'help-wanted' }),
  },
  {
    slug: 'betaling',
    word: 'Betaling',
    title: 'Betaling vastleggen',
    about: 'money',
    fields: [
      {
        name: 'amount',
        label: 'Hoeveel is er betaald?',
        hint: 'Een bedrag als 1.234,50, of het woord alles',
        kind: 'amount',
      },
    ],
    fact: ({ amount }) => ({
      type: 'payment',
      amount: amount?.trim().toLowerCase() === 'alles' ? 'all' : amountOf(amount),
    }),
  },
  {
    slug: 'betwisting',
    word: 'Betwisting',
    title: 'Vastleggen dat de huurder een vordering betwist',
    about: 'money',
    fields: [INVOICE],
    fact: ({ invoice }) => ({ type: 'dispute', invoice }),
  },
  {
    slug: 'betwisting-opgelost',
    word: 'Betwisting opgelost',
    title: 'Vastleggen dat een betwisting voorbij is',
    about: 'money',
    fields: [INVOICE],
    fits: ({ claims }) => claims.some(({ disputed }) => disputed),
    fact: ({ invoice }) => ({ type: 'dispute-resolved', invoice }),
  },
  {
    slug: 'regeling',
    word: 'Regeling',
    title: 'Betalingsregeling vastleggen',
    about: 'money',
    fields: [
      { name: 'terms', label: 'Welke termijnen?', hint: 'Een regel per termijn: 25-03-2026 100,00', kind: 'lines' },
    ],
    fact: ({ terms = '' }) => ({ type: 'arrangement', terms: terms.split('\n').flatMap(termOf) }),
  },
  {
    slug: 'regeling-niet-nagekomen',
    word: 'Regeling niet nagekomen',
    title: 'Vastleggen dat de regeling niet is nagekomen',
    about: 'money',
    fields: [],
    fits: ({ arrangement }) => arrangement !== null,
    fact: () => ({ type: 'arrangement-broken' }),
  },
  {
    slug: 'dreiging',
    word: 'Dreiging',
    title: 'Dreigende situatie vastleggen',
    about: 'municipality',
    fields: [{ name: 'kind', label: 'Wat dreigt er?', kind: 'choice', options: pairs(THREATS) }],
    fact: ({ kind }) => ({ type: 'threat', kind }),
  },
  {
    slug: 'antwoord',
    word: 'Antwoord gemeente',
    title: 'Antwoord van de gemeente vastleggen',
    about: 'municipality',
    fields: [
      { name: 'code', label: 'Wat antwoordde de gemeente?', kind: 'choice', options: sentences(ANSWERS) },
      {
        ...ON,
        label: 'Sinds welke dag is hulp geaccepteerd?',
        hint: 'Alleen als hulp is geaccepteerd',
        optional: true,
      },
    ],
    fits: (state) => liveSignal(state) !== null,
    fact: ({ code, on }) =>
      code === HELP_ACCEPTED ? { type: 'answer', accepted: true, ...optional('on', on) } : { type: 'answer', code },
  },
  {
    slug: 'opnieuw-melden',
    word: 'Opnieuw melden',
    title: 'Het signaal opnieuw melden',
    about: 'municipality',
    fields: [],
    fits: (state) => state.rejected !== null || deliveredAt(state, liveSignal(state)) !== null,
    fact: () => ({ type: 'redeliver' }),
  },
  {
    slug: 'ingetrokken',
    word: 'Zelf ingetrokken',
    title: 'Vastleggen dat u het signaal in het meldpunt hebt ingetrokken',
    about: 'municipality',
    fields: [],
    fits: (state) => state.signal !== null && deliveredAt(state, state.signal) !== null,
    fact: () => ({ type: 'withdrawn-by-hand' }),
  },
  {
    slug: 'post-retour',
    word: 'E-mail kwam terug',
    title: 'Vastleggen dat een e-mail terugkwam',
    about: 'contact',
    fields: [],
    fits: ({ letters }) => letters.length > 0,
    fact: () => ({ type: 'bounce' }),
  },
  {
    slug: 'in-de-wacht',
    word: 'In de wacht',
    title: 'In de wacht zetten',
    about: 'rest',
    fields: [
      { name: 'reason', label: 'Waarom?', kind: 'choice', options: sentences(HOLD_REASONS) },
      {
        name: 'lookAgain',
        label: 'Wanneer kijkt u opnieuw?',
        hint: 'Leeg: na een vaste tijd',
        kind: 'date',
        optional: true,
      },
    ],
    fact: ({ reason, lookAgain }) => ({ type: 'hold', reason, ...optional('lookAgain', lookAgain) }),
  },
  {
    slug: 'uit-de-wacht',
    word: 'Uit de wacht',
    title: 'Uit de wacht halen',
    about: 'rest',
    fields: [],
    fits: ({ hold }) => hold !== null,
    fact: () => ({ type: 'hold-ended' }),
  },
  {
    slug: 'vertegenwoordiger',
    word: 'Vertegenwoordiger',
    title: 'Vertegenwoordiger vastleggen',
    about: 'rest',
    private: true,
    fields: [
      {
        name: 'kind',
        label: 'Wie is het?',
        kind: 'choice',
        options: sentences({
          administration: 'bewindvoerder',
          guardian: 'curator',
          mentor: 'mentor',
          'care-of': 'alleen een naam op de envelop',
        } satisfies Record<(typeof REPRESENTATIONS)[number], string>),
      },
      { name: 'name', label: 'Naam', kind: 'text' },
      { name: 'street', label: 'Straat', kind: 'text', optional: true },
      { name: 'houseNumber', label: 'Huisnummer', kind: 'text', optional: true },
      { name: 'houseNumberAddition', label: 'Toevoeging', kind: 'text', optional: true },
      { name: 'postcode', label: 'Postcode', kind: 'text', optional: true },
      { name: 'city', label: 'Plaats', kind: 'text', optional: true },
      { name: 'email', label: 'E-mailadres', kind: 'email', optional: true },
    ],
    fact: (filled) => ({
      type: 'representative',
      ...Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== '')),
    }),
  },
  {
    slug: 'geen-vertegenwoordiger',
    word: 'Geen vertegenwoordiger meer',
    title: 'Vastleggen dat er geen vertegenwoordiger meer is',
    about: 'rest',
    fields: [],
    fits: ({ representative }) => representative !== null,
    fact: () => ({ type: 'representative', none: true }),
  },
  {
    slug: 'overdragen',
    word: 'Overdragen',
    title: 'Overdragen aan het incassobureau',
    about: 'rest',
    final: true,
    fields: [],
    fact: () => ({ type: 'hand-over' }),
  },
  {
    slug: 'sluiten',
    word: 'Sluiten',
    title: 'Dossier sluiten',
    about: 'rest',
    final: true,
    fields: [{ name: 'reason', label: 'Waarom?', kind: 'choice', options: sentences(CLOSINGS) }],
    fact: ({ reason }) => ({ type: 'close', reason }),
  },
]

export const actionWith = (slug: string): Action | undefined => ACTIONS.find((each) => each.slug === slug)

/** `25-03-2026 100,00` as a term; what cannot be read stays as it is, for the check that follows. */
function termOf(line: string): { date: string; amount: number | string }[] {
  const [, day, rest = ''] = /^\s*(\S+)[\s;]+(?:€\s*)?(.*?)\s*$/.exec(line) ?? []
  if (line.trim() === '') return []
  const [, dd = '', mm = '', yyyy = ''] = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(day ?? '') ?? []
  const date = yyyy === '' ? (day ?? line.trim()) : `${yyyy}-${mm.padStart(2, '0')}-${dd.padStart(2, '0')}`
  return [{ date, amount: amountOf(rest) }]
}
