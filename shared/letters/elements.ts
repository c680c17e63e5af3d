import type { LetterKind } from './model.ts'

/** Something that a letter must say: a field (`value`) or a part with its own sentence (`part`). */
export type Element = { readonly called: string } & ({ readonly value: string } | { readonly part: string })

/**
 * On every letter that goes out in the name of a client: who writes, from where, for whom, and where to complain (Wki;
 * Handelsregisterwet, art. 27).
 */
const COLLECTOR: Element[] = [
  { called: 'naam van de organisatie', value: 'organisation.name' },
  { called: 'adres van de organisatie', value: 'organisation.addressLine' },
  { called: 'KvK-nummer', value: 'organisation.kvkNumber' },
  { called: 'datum', value: 'date' },
  { called: 'kenmerk', value: 'caseId' },
  { called: 'naam van de opdrachtgever', value: 'client.name' },
  { called: 'registratienummer van de incassodienst', value: 'organisation.collectionServiceNumber' },
  { called: 'adres voor klachten', value: 'organisation.complaints' },
  { called: 'telefoonnummer', value: 'organisation.phone' },
  { called: 'e-mailadres', value: 'organisation.email' },
]

const CLAIMS: Element[] = [
  { called: 'omschrijving van de open posten', value: 'items.0.description' },
  { called: 'elke open post', value: 'items.1.description' },
  { called: 'factuurnummer', value: 'items.0.invoice' },
  { called: 'vervaldatum', value: 'items.0.dueOn' },
  { called: 'bedrag van de open posten', value: 'items.0.amount' },
]
const OPEN: Element[] = [...CLAIMS, { called: 'totaal', value: 'total' }]

const ARREARS: Element[] = [
  ...COLLECTOR,
  { called: 'naam van de huurder', value: 'renter.name' },
  { called: 'naam op de envelop', value: 'addressee.name' },
  { called: 'straat op de envelop', value: 'addressee.streetLine' },
  { called: 'postcode en plaats op de envelop', value: 'addressee.cityLine' },
  ...OPEN,
  { called: 'later gekomen en teruggeboekte bedragen', part: 'changes' },
  { called: 'betwiste posten', value: 'apart.0.apartItems.0.description' },
  { called: 'posten in een betalingsregeling', value: 'apart.1.apartItems.0.description' },
  { called: 'posten bij het incassobureau', value: 'apart.2.apartItems.0.description' },
  { called: 'posten van een eerdere brief', value: 'apart.3.apartItems.0.description' },
  { called: 'hoe u betaalt', part: 'pay' },
  { called: 'termijn om te betalen', value: 'payWithinDays' },
]

/** What tekst 1 and tekst 2 share, with the ways to object (C7). */
const REPORT: Element[] = [
  { called: 'hulp door gemeente en hulpverlening', part: 'why-help' },
  { called: 'naam van de gemeente', value: 'municipality' },
  { called: 'bezwaar maken', part: 'objection' },
  { called: 'e-mailadres voor bezwaar', value: 'objectionEmail' },
  { called: 'pagina voor bezwaar', value: 'objectionUrl' },
  { called: 'gegevens die worden gedeeld', part: 'shared-data' },
  { called: 'gegevens die worden gedeeld', value: 'sharedFields.0' },
  { called: 'alle gegevens die worden gedeeld', value: 'sharedFields.5' },
  { called: 'waar meer te lezen is', part: 'read-more' },
  { called: 'website over vroegsignalering', value: 'infoUrl' },
  { called: 'privacyverklaring', value: 'privacyUrl' },
]

/** Tekst 1, and the offer to pass data on (C6d). */
const TEKST_1: Element[] = [
  ...REPORT,
  { called: 'achterstand van meer dan 30 dagen', part: 'report-threshold' },
  { called: 'achterstand van meer dan 30 dagen', value: 'reportAfterDays' },
  { called: 'plicht om aan te melden', part: 'report-duty' },
  { called: 'aanbod om gegevens door te geven', part: 'offer' },
]

/** Tekst 2. */
const TEKST_2: Element[] = [
  ...REPORT,
  { called: 'contact door hulpverlener of gemeente', part: 'helper-contact' },
  { called: 'termijn voor bezwaar', value: 'objectionDays' },
  { called: 'wat er gebeurt als de huurder niets laat horen', part: 'silence' },
  { called: 'wat bezwaar betekent', part: 'objection-means' },
]

/** What each letter must say in any case. */
export const ELEMENTS: { readonly [K in LetterKind]: readonly Element[] } = {
  reminder: ARREARS,
  demand: ARREARS,
  notice: [...ARREARS, { called: 'verdere incassostappen', part: 'further-steps' }],
  'follow-up': ARREARS,
  'agency-handover': [
    ...COLLECTOR,
    { called: 'achternaam van de huurder', value: 'renter.surname' },
    { called: 'adres van de huurder', value: 'renter.addressLine' },
    { called: 'telefoonnummer van de huurder', value: 'renter.phone' },
    { called: 'e-mailadres van de huurder', value: 'renter.email' },
    ...OPEN,
    { called: 'verzonden brieven', value: 'lettersSent.0.sentOn' },
  ],
  'agency-update': [...COLLECTOR, ...OPEN, { called: 'nieuwe posten', value: 'newItems.0.invoice' }],
  'agency-pause': [...COLLECTOR, ...CLAIMS, { called: 'einde van de pauze', value: 'pauseUntil' }],
  'agency-resume': [...COLLECTOR, ...CLAIMS],
  'agency-stop': [...COLLECTOR, ...CLAIMS],
  'staff-daily': [
    { called: 'datum', value: 'date' },
    { called: 'wat er te doen is', value: 'summary' },
    { called: 'kop van een onderdeel', value: 'sections.0.heading' },
    { called: 'wat u bij een onderdeel doet', value: 'sections.0.intro' },
    { called: 'waar een regel over gaat', value: 'sections.0.lines.0.about' },
    { called: 'wat er is en wat u doet', value: 'sections.0.lines.0.text' },
    { called: 'hoeveel er meer zijn', value: 'sections.0.more' },
  ],
}

/** What each letter must say if it announces a report, and must leave out if it does not (C9, R1). */
export const REPORT_ELEMENTS: { readonly [K in LetterKind]?: readonly Element[] } = {
  demand: TEKST_1,
  notice: TEKST_2,
  'follow-up': TEKST_1,
}

/** What a letter without debt help keeps away from: the first reminder (C6c), and one about business (C9, C10). */
export const DEBT_HELP_WORDS = /gemeente|schuldhulp|hulpverlen|vroegsignal|schulden|bezwaar/i
