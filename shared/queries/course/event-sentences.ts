import { type IsoDate, localTime } from '../../domain/calendar.ts'
import {
  ANSWERS,
  CLOSINGS,
  HOLD_REASONS,
  MAIL_REFUSALS,
  type ObjectionChannel,
  REJECTIONS,
  type Representation,
} from '../../domain/closed-lists.ts'
import type { Claim, EventType, Letter, Release, Reservable, SentToRenter, StoredEvent } from '../../domain/event.ts'
import { heldBecause } from '../../domain/gate-reasons.ts'
import { AGENCY_WORDS, CHANNEL_WORDS, DELIVERED_WORDS, LETTER_WORDS } from '../../domain/words.ts'
import { dutchDate, euros } from '../../letters/format.ts'
import { reasonInWords } from '../../questions/wording.ts'

/** An event in words: one sentence, and what more there is to say of it; '' for nothing. */
export type Said = readonly [what: string, detail?: string]

/** What a sentence needs beside its event. */
export interface Known {
  /** What a claim is called: `huur maart`; null where that is not known (any more). */
  readonly claim: (number: number) => string | null
  /** When a claim fell due, as the books said by then; null for one that none showed. */
  readonly dueOn: (number: number) => IsoDate | null
  /** The claims of the book before; null for the first. */
  readonly bookBefore: readonly Claim[] | null
}

type Of<Type extends EventType> = Extract<StoredEvent, { readonly type: Type }>

const OBJECTED: Readonly<Record<ObjectionChannel, string>> = {
  'e-mail': 'Per e-mail.',
  telefoon: 'Per telefoon.',
  post: 'Per post.',
  link: 'Via de link in de brief.',
  bezoek: 'Tijdens een bezoek.',
  gemeente: 'Via de gemeente.',
  earlier: 'In een eerder dossier.',
  overig: 'Op een andere manier.',
}

const REPRESENTED: Readonly<Record<Representation, string>> = {
  administration: 'De huurder heeft een bewindvoerder. Die krijgt de brieven.',
  guardian: 'De huurder heeft een curator. Die krijgt de brieven.',
  mentor: 'De huurder heeft een mentor. De brieven gaan naar de huurder zelf.',
  'care-of': 'De brieven gaan naar een ander adres.',
}

/** So many claims, or terms, are named; of the others it says how many there are. */
const NAMED = 4

/** `huur maart, huur april en nog 3 andere`. */
function series(words: readonly string[]): string {
  const rest = words.length - NAMED
  const shown = rest > 0 ? [...words.slice(0, NAMED), `nog ${rest} andere`] : words
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} en ${shown.at(-1)}`
}

/** `huur maart`, or `de vordering van 1 maart 2026`. */
const nameOf = (number: number, { claim, dueOn }: Known): string => {
  const due = dueOn(number)
  return claim(number) ?? (due === null ? `vordering ${number}` : `de vordering van ${dutchDate(due)}`)
}

/** `Over huur maart en huur april.`, or `Over de vorderingen van 1 maart 2026 en 1 april 2026.` */
function about(claims: readonly number[], known: Known): string {
  if (claims.length === 0) return ''
  const days = claims.map((number) => (known.claim(number) === null ? known.dueOn(number) : null))
  if (claims.length === 1 || days.includes(null)) return `Over ${series(claims.map((each) => nameOf(each, known)))}.`
  return `Over de vorderingen van ${series([...new Set(days.map((day) => dutchDate(day ?? '')))])}.`
}

const onDay = (day: IsoDate): string => `Op ${dutchDate(day)}.`

export const openIn = (claims: readonly Claim[]): number =>
  Math.max(
    0,
    claims.reduce((sum, { openCents }) => sum + openCents, 0),
  )

/** What came off the claims that the book before showed: paid, or credited; in cents. */
export const lessThan = (before: readonly Claim[], now: readonly Claim[]): number => {
  const open = new Map(now.map(({ number, openCents }) => [number, openCents]))
  return before.reduce((sum, { number, openCents }) => sum + Math.max(0, openCents - (open.get(number) ?? 0)), 0)
}

function letter(
  act: Letter,
  { channel, receivedOn, claims }: SentToRenter & { claims: readonly number[] },
  known: Known,
): Said {
  const received = channel === 'post' ? `De huurder heeft de brief naar verwachting op ${dutchDate(receivedOn)}.` : ''
  return [`De ${LETTER_WORDS[act]} is verstuurd ${CHANNEL_WORDS[channel]}.`, sentences(about(claims, known), received)]
}

const sentences = (...each: readonly string[]): string => each.filter((text) => text !== '').join(' ')

function ready(act: Reservable): string {
  if (act.startsWith('agency-')) return 'Een bericht aan het incassobureau staat klaar.'
  if (act.startsWith('post-'))
    return `De ${LETTER_WORDS[act.slice('post-'.length) as Letter]} staat klaar voor de post.`
  return `De ${LETTER_WORDS[act as Letter]} staat klaar om te versturen.`
}

function release(event: Release): string {
  switch (event.reason) {
    case 'not-sent':
      return 'Het versturen lukte niet.'
    case 'overtaken':
      return 'Er kwam iets tussen.'
    case 'undeliverable':
      return reasonInWords('no-address')
    case 'refused':
      return reasonInWords(MAIL_REFUSALS.some((each) => each === event.code) ? `mail-${event.code}` : event.code)
  }
}

function book({ claims, on }: Of<'ArrearsChanged'>, { bookBefore }: Known): Said {
  const what = `Volgens de lijst van ${dutchDate(on)} staat ${euros(openIn(claims))} open.`
  const more = openIn(claims) - openIn(bookBefore ?? claims)
  if (more === 0) return [what]
  return [what, `${euros(Math.abs(more))} ${more > 0 ? 'meer' : 'minder'} dan op de vorige lijst.`]
}

const month = (count: number): string => (count === 1 ? '1 maand' : `${count} maanden`)
const row = (event: { readonly file: string; readonly row: number }): string =>
  `Bestand ${event.file}, rij ${event.row}.`
const file = (name: string): string => `Bestand ${name}.`
const minutes = (moment: string): string =>
  `${dutchDate(localTime(moment).slice(0, 10))}, ${localTime(moment).slice(11, 16)}`

/** One sentence for each type of event: a type without one does not compile. */
const SENTENCES: { readonly [Type in EventType]: (event: Of<Type>, known: Known) => Said } = {
  CaseOpened: ({ on, claims }) => [
    'Het dossier is geopend.',
    `Volgens de lijst van ${dutchDate(on)} staat ${euros(openIn(claims))} open.`,
  ],
  ArrearsChanged: book,
  CaseFactsCorrected: ({ naturalPerson, dwelling, gemeentecode }) => [
    'De gegevens van het dossier zijn verbeterd.',
    sentences(
      naturalPerson ? 'De huurder is een natuurlijk persoon.' : 'De huurder is geen natuurlijk persoon.',
      dwelling ? 'Het is een woning.' : 'Het is geen woning.',
      gemeentecode === null ? 'De gemeente is niet bekend.' : `De gemeentecode is ${gemeentecode}.`,
    ),
  ],
  RenterDataChanged: ({ email, address }) => [
    'De gegevens van de huurder zijn gewijzigd.',
    sentences(email ? 'Ook het e-mailadres.' : '', address ? 'Ook het adres.' : ''),
  ],
  PaymentBooked: ({ amountCents }) => [
    amountCents === 'all'
      ? 'Er is geboekt dat alles is betaald.'
      : `Er is een betaling geboekt van ${euros(amountCents)}.`,
  ],
  ActClaimed: ({ act, claims }, known) => [ready(act), about(claims, known)],
  ActReleased: (event) => ['Wat klaarstond, is niet verstuurd.', release(event)],
  ReminderSent: (event, known) => letter('reminder', event, known),
  DemandSent: (event, known) => letter('demand', event, known),
  NoticeSent: (event, known) => letter('notice', event, known),
  FollowUpSent: (event, known) => letter('follow-up', event, known),
  LetterAccepted: ({ status }) => [
    'De mailserver van de ontvanger nam de e-mail aan.',
    status === null ? '' : `Met code ${status}.`,
  ],
  LetterDelayed: () => ['De e-mail is nog niet bezorgd. Dat wordt opnieuw geprobeerd.'],
  LetterBounced: ({ act }) => [`De ${LETTER_WORDS[act]} kwam terug.`],
  LetterPosted: (event, known) => letter(event.act, event, known),
  ContactTaskCreated: ({ dueOn }) => ['Er is gevraagd om de huurder te bellen.', `Uiterlijk ${dutchDate(dueOn)}.`],
  ContactAttempted: ({ kind, reached, on }) => [
    `Poging tot contact: ${kind}, ${reached ? 'gesproken' : 'niet bereikt'}.`,
    onDay(on),
  ],
  ObjectionLodged: ({ channel }) => ['De huurder maakt bezwaar tegen delen van gegevens.', OBJECTED[channel]],
  ObjectionWithdrawn: ({ channel }) => ['Het bezwaar is ingetrokken.', OBJECTED[channel]],
  ItemDisputed: ({ claim }, known) => [`De huurder betwist ${nameOf(claim, known)}.`],
  DisputeResolved: ({ claim }, known) => [`De huurder betwist ${nameOf(claim, known)} niet meer.`],
  ArrangementAgreed: ({ terms }) => [
    `Er is een betalingsregeling afgesproken, met ${terms.length === 1 ? '1 termijn' : `${terms.length} termijnen`}.`,
    `${series(terms.map(({ date, amountCents }) => `${euros(amountCents)} op ${dutchDate(date)}`))}.`,
  ],
  ArrangementBroken: ({ reason }) => [
    'De betalingsregeling is niet nagekomen.',
    reason === 'missed-term' ? 'Een termijn is niet betaald.' : '',
  ],
  ArrangementKept: () => ['De betalingsregeling is nagekomen.'],
  ThreatDeclared: ({ kind }) => [`Er is een dreigende situatie: ${kind}.`],
  SignalHeld: ({ reasons }) => ['Het signaal is aangehouden.', heldBecause(reasons).join(' ')],
  SignalQueued: () => ['Het signaal mag weg, en wacht op het bestand voor het meldpunt.'],
  SignalClaimed: (event) => ['Het signaal wordt in een bestand gezet.', file(event.file)],
  SignalWritten: ({ months, amountCents, ...event }) => [
    `Het signaal is geschreven: ${month(months)}, ${euros(amountCents)}.`,
    row(event),
  ],
  SignalDelivered: ({ how, ...event }) => [`Het signaal is gemeld: ${DELIVERED_WORDS[how]}.`, file(event.file)],
  SignalConfirmed: ({ on }) => ['Het meldpunt bevestigde de ontvangst van het signaal.', onDay(on)],
  SignalRejected: ({ reason }) => [`Het meldpunt weigerde het signaal: ${REJECTIONS[reason]}.`],
  SignalVoided: ({ reasons }) => [
    'Het bestand met dit signaal is vervallen.',
    reasons.length === 0 ? 'Het signaal komt in een nieuw bestand.' : heldBecause(reasons).join(' '),
  ],
  RoundAsked: ({ queue }) => [
    queue === 'void'
      ? 'Er is een ronde gevraagd om het bestand weg te halen.'
      : 'Er is een ronde gevraagd om het signaal in te trekken.',
  ],
  WithdrawalClaimed: (event) => ['De intrekking wordt in een bestand gezet.', file(event.file)],
  WithdrawalWritten: (event) => ['De intrekking van het signaal is geschreven.', row(event)],
  SignalWithdrawn: ({ how, ...event }) => [`Het signaal is ingetrokken: ${DELIVERED_WORDS[how]}.`, file(event.file)],
  WithdrawalConfirmed: ({ on }) => ['Het meldpunt bevestigde de ontvangst van de intrekking.', onDay(on)],
  SignalWithdrawnByHand: () => ['Een collega trok het signaal in bij het meldpunt.'],
  RedeliveryAsked: () => ['Er is gevraagd om opnieuw te melden.'],
  AnswerReceived: ({ code, on }) => [`De gemeente antwoordde: ${ANSWERS[code]}.`, onDay(on)],
  SuspensionStarted: ({ until }) => [`De incasso is opgeschort tot en met ${dutchDate(until)}.`],
  SuspensionEnded: ({ reason }) => [
    'De opschorting eindigde.',
    reason === 'period-over' ? 'De termijn is voorbij.' : 'Nieuwe huur is niet betaald.',
  ],
  ClaimReturned: ({ claims }, known) => ['Wat was betaald, staat weer open.', about(claims, known)],
  CaseReopened: () => ['Het dossier gaat verder, want er staat weer iets open.'],
  HandOverDecided: () => ['Er is besloten het dossier over te dragen aan het incassobureau.'],
  HandOverPostponed: () => ['Er is besloten om te wachten.', 'Over twee maanden wordt het opnieuw gevraagd.'],
  HoldStarted: ({ reason, lookAgain }) => [
    `De huurder staat in de wacht: ${HOLD_REASONS[reason]}.`,
    `Opnieuw bekijken op ${dutchDate(lookAgain)}.`,
  ],
  HoldEnded: () => ['De huurder staat niet meer in de wacht.'],
  RepresentativeChanged: ({ kind }) => [kind === null ? 'De huurder krijgt de brieven zelf.' : REPRESENTED[kind]],
  ReportingAllowed: () => ['Er is besloten dat dit dossier gemeld mag worden.'],
  BookConfirmed: ({ on, except }) => [
    except
      ? `Voor deze huurder is niet bevestigd dat er tot ${dutchDate(on)} niets is betaald.`
      : `Er is bevestigd dat er tot ${dutchDate(on)} niets is betaald.`,
  ],
  BookUnread: ({ on }) => [`De lijst van ${dutchDate(on)} zegt niet wat deze huurder open heeft.`],
  SignalWaitsForBook: () => ['Het signaal wacht op een nieuwe lijst.'],
  PrescriptionDecided: ({ claim, collect }, known) => [
    `Er is besloten ${nameOf(claim, known)} ${collect ? 'nog' : 'niet meer'} te innen.`,
  ],
  HandedOver: ({ claims }, known) => ['Het dossier gaat naar het incassobureau.', about(claims, known)],
  AgencyInformed: ({ message, claims }, known) => [
    `Het incassobureau kreeg bericht: ${AGENCY_WORDS[message]}.`,
    about(claims, known),
  ],
  CasePaid: ({ knownFrom }) => [
    'Alles is betaald. Het dossier is gesloten.',
    knownFrom === 'erp' ? 'Dat bleek uit de lijst.' : 'Dat is geboekt door een collega.',
  ],
  CaseClosed: ({ reason }) => [`Het dossier is gesloten: ${CLOSINGS[reason]}.`],
  RenterPurged: () => ['De gegevens van de huurder zijn gewist.'],
  Waiting: ({ until }) => [`Het systeem kijkt opnieuw op ${minutes(until)}.`],
}

/** An event in one plain Dutch sentence, and what more there is to say of it. Never with personal data. */
export const saidOf = (event: StoredEvent, known: Known): Said =>
  (SENTENCES[event.type] as (event: StoredEvent, known: Known) => Said)(event, known)
