import { expect, test } from 'vitest'
import { type ReportedFact, reportedFactSchema } from '../../shared/contracts/facts.ts'
import { parseJsonLines } from '../../shared/contracts/json-errors.ts'

const about = { at: '2026-03-09T10:00', renter: '001234' }
const same = { at: '2026-03-09T10:00:00', renter: '001234' }

function read(fact: object): ReportedFact | undefined {
  return parseJsonLines('events.jsonl', JSON.stringify(fact), reportedFactSchema)[0]?.value
}

test.for<[object, ReportedFact]>([
  [
    { ...about, type: 'contact-attempt', kind: 'SMS/Whatsapp', reached: false, by: 'Team incasso' },
    { ...same, type: 'contact-attempt', kind: 'SMS/Whatsapp', reached: false, by: 'Team incasso' },
  ],
  [
    { ...about, type: 'contact-attempt', kind: 'Telefoon', reached: true },
    { ...same, type: 'contact-attempt', kind: 'Telefoon', reached: true },
  ],
  [
    { ...about, type: 'objection', channel: 'e-mail', id: 'mail-17', by: 'loes', client: 'BELEGGER-A' },
    { ...same, type: 'objection', channel: 'e-mail', id: 'mail-17', by: 'loes', client: 'BELEGGER-A' },
  ],
  [
    { ...about, type: 'answer', code: 'repeated', id: 'ris-4', by: 'portal', client: 'BELEGGER-A' },
    { ...same, type: 'answer', code: 'repeated', on: '2026-03-09', id: 'ris-4', by: 'portal', client: 'BELEGGER-A' },
  ],
  [
    { at: '2026-03-09T10:00', type: 'client', client: 'BELEGGER-A', resignal: 'monthly', id: 'x-1', by: 'loes' },
    {
      at: '2026-03-09T10:00:00',
      type: 'client',
      client: 'BELEGGER-A',
      change: { resignal: 'monthly' },
      id: 'x-1',
      by: 'loes',
    },
  ],
  [
    { ...about, type: 'objection-withdrawn', channel: 'Telefoon' },
    { ...same, type: 'objection-withdrawn', channel: 'telefoon' },
  ],
  [
    { ...about, type: 'payment', amount: 1234.56 },
    { ...same, type: 'payment', amountCents: 123_456 },
  ],
  [
    { ...about, type: 'payment', amount: 'all' },
    { ...same, type: 'payment', amountCents: 'all' },
  ],
  [
    { ...about, type: 'hold', reason: 'procedure' },
    { ...same, type: 'hold', reason: 'procedure', lookAgain: null },
  ],
  [
    { ...about, type: 'representative', name: 'A. Bos', kind: 'mentor', city: 'Utrecht' },
    {
      ...{ ...same, type: 'representative' },
      representative: {
        ...{ kind: 'mentor', name: 'A. Bos', street: '', houseNumber: '', houseNumberAddition: '', postcode: '' },
        ...{ city: 'Utrecht', email: '' },
      },
    },
  ],
  [
    { ...about, type: 'representative', none: true },
    { ...same, type: 'representative', representative: null },
  ],
  [
    { ...about, type: 'arrangement-wanted', amount: 50, from: '2026-04-01' },
    { ...same, type: 'arrangement-wanted', amountCents: 5_000, from: '2026-04-01', phone: null },
  ],
  [
    { at: '2026-03-09T10:00', type: 'round-approved', on: '2026-03-20', except: ['7'] },
    { at: '2026-03-09T10:00:00', type: 'round-approved', on: '2026-03-20', except: ['7'] },
  ],
  [
    { at: '2026-03-09T10:00', type: 'question-answered', question: 'q', answer: 'done' },
    { at: '2026-03-09T10:00:00', type: 'question-answered', question: 'q', answer: 'done', value: null },
  ],
  [
    { ...about, type: 'dispute', invoice: 'F-1' },
    { ...same, type: 'dispute', invoice: 'F-1' },
  ],
  [
    { ...about, type: 'dispute-resolved', invoice: 'F-1' },
    { ...same, type: 'dispute-resolved', invoice: 'F-1' },
  ],
  [
    {
      ...about,
      type: 'arrangement',
      terms: [
        { date: '2026-04-01', amount: 100.1 },
        { date: '2026-05-01', amount: 100 },
      ],
    },
    {
      ...same,
      type: 'arrangement',
      terms: [
        { date: '2026-04-01', amountCents: 10_010 },
        { date: '2026-05-01', amountCents: 10_000 },
      ],
    },
  ],
  [
    { ...about, type: 'arrangement-broken' },
    { ...same, type: 'arrangement-broken' },
  ],
  [
    { ...about, type: 'threat', kind: 'Ontruiming ', by: 'JdV' },
    { ...same, type: 'threat', kind: 'ontruiming', by: 'JdV' },
  ],
  [
    { ...about, type: 'threat', kind: 'Jan gaat weg', by: 'JdV' },
    { ...same, type: 'threat', kind: 'overig', by: 'JdV' },
  ],
  [
    { ...about, type: 'answer', accepted: true, on: '2026-03-06' },
    { ...same, type: 'answer', code: 'accepted', on: '2026-03-06' },
  ],
  [
    { ...about, type: 'answer', code: 'below_threshold' },
    { ...same, type: 'answer', code: 'below-threshold', on: '2026-03-09' },
  ],
  [
    { ...about, type: 'answer', code: 'iets-nieuws' },
    { ...same, type: 'answer', code: 'iets-nieuws', on: '2026-03-09' },
  ],
  [
    { ...about, type: 'portal-rejection', reason: 'Gemeente werkt niet met RIS' },
    { ...same, type: 'portal-rejection', reason: 'Gemeente werkt niet met RIS' },
  ],
  [
    { ...about, type: 'redeliver', by: 'AB' },
    { ...same, type: 'redeliver', by: 'AB' },
  ],
  [
    { ...about, type: 'bounce' },
    { ...same, type: 'bounce' },
  ],
  [
    { at: about.at, type: 'mandate', client: 'BELEGGER-A', from: '2026-02-01' },
    { at: same.at, type: 'mandate', client: 'BELEGGER-A', from: '2026-02-01', until: null },
  ],
  [
    { at: about.at, type: 'agreement', gemeentecode: '0363', status: 'ended', until: '2026-03-31' },
    { at: same.at, type: 'agreement', gemeentecode: '0363', status: 'ended', from: null, until: '2026-03-31' },
  ],
  [
    { at: about.at, type: 'client', client: 'BELEGGER-A', handOver: 'never', optionalFields: ['Voorletters'] },
    {
      at: same.at,
      type: 'client',
      client: 'BELEGGER-A',
      change: { handOver: 'never', optionalFields: ['Voorletters'] },
    },
  ],
  [
    { at: about.at, type: 'client', client: 'BELEGGER-A', collectionAgency: null, resignal: 'monthly' },
    { at: same.at, type: 'client', client: 'BELEGGER-A', change: { collectionAgency: null, resignal: 'monthly' } },
  ],
  [
    { at: about.at, type: 'import-confirmed', file: '2026-03-05.csv' },
    { at: same.at, type: 'import-confirmed', file: '2026-03-05.csv' },
  ],
])('%j is read', ([written, fact]) => {
  expect(read(written)).toEqual(fact)
})

test('seconds may be given', () => {
  expect(read({ at: '2026-03-09T10:00:07', type: 'import-confirmed', file: '2026-03-05.csv' })?.at).toBe(
    '2026-03-09T10:00:07',
  )
})

test.for<[string, object, string]>([
  [
    'a client of which nothing changes',
    { at: about.at, type: 'client', client: 'BELEGGER-A' },
    'er staat niet bij wat er verandert',
  ],
  [
    'a mandate among the changes of a client',
    { at: about.at, type: 'client', client: 'BELEGGER-A', handOver: 'never', mandate: null },
    'mandate: deze sleutel is niet bekend',
  ],
  ['an unknown type', { ...about, type: 'gossip' }, 'type: kies uit: contact-attempt, objection'],
  ['no type', about, 'type: '],
  ['an unknown key', { ...about, type: 'bounce', because: 'x' }, 'because: deze sleutel is niet bekend'],
  [
    'a renter where there is none',
    { ...about, type: 'import-confirmed', file: '2026-03-05.csv' },
    'renter: deze sleutel is niet bekend',
  ],
  ['no renter', { at: about.at, type: 'bounce' }, 'renter: dit veld ontbreekt'],
  ['a debtor number that lost its quotes', { ...about, renter: 1234, type: 'bounce' }, 'renter: hier hoort tekst'],
  [
    'a time with an offset',
    { ...about, at: '2026-03-09T10:00Z', type: 'bounce' },
    'at: schrijf een bestaande datum en tijd',
  ],
  ['a day without a time', { ...about, at: '2026-03-09', type: 'bounce' }, 'at: schrijf een bestaande datum en tijd'],
  [
    'a day that does not exist',
    { ...about, at: '2026-02-30T10:00', type: 'bounce' },
    'at: schrijf een bestaande datum en tijd',
  ],
  [
    'an hour that does not exist',
    { ...about, at: '2026-02-28T24:00', type: 'bounce' },
    'at: schrijf een bestaande datum en tijd',
  ],
  [
    'an unknown kind of contact',
    { ...about, type: 'contact-attempt', kind: 'Postduif', reached: true, by: 'x' },
    'kind: kies uit: Telefoon',
  ],
  [
    'an author on two lines',
    { ...about, type: 'contact-attempt', kind: 'Telefoon', reached: true, by: 'A\nB' },
    'by: dit moet één regel tekst zijn',
  ],
  ['a payment of nothing', { ...about, type: 'payment', amount: 0 }, 'amount: het bedrag moet hoger zijn dan 0'],
  ['a payment in tenths of cents', { ...about, type: 'payment', amount: 1.005 }, 'amount: schrijf een bedrag boven 0'],
  ['a payment as text', { ...about, type: 'payment', amount: '12,50' }, 'amount: schrijf een bedrag boven 0'],
  ['an arrangement without terms', { ...about, type: 'arrangement', terms: [] }, 'terms: hier hoort minstens 1'],
  [
    'terms out of order',
    {
      ...about,
      type: 'arrangement',
      terms: [
        { date: '2026-05-01', amount: 1 },
        { date: '2026-05-01', amount: 1 },
      ],
    },
    'terms[1].date: de termijnen moeten op volgorde van datum staan',
  ],
  [
    'a term of nothing',
    { ...about, type: 'arrangement', terms: [{ date: '2026-05-01', amount: 0 }] },
    'terms[0].amount: het bedrag moet hoger zijn dan 0',
  ],
  ['an acceptance without its date', { ...about, type: 'answer', accepted: true }, 'on: dit veld ontbreekt'],
  [
    'a refusal, which the law does not let through',
    { ...about, type: 'answer', accepted: false, on: '2026-03-06' },
    'accepted: hier kan alleen true staan',
  ],
  [
    'an acceptance disguised as a code',
    { ...about, type: 'answer', code: 'Accepted' },
    'code: schrijf "accepted": true',
  ],
  [
    'an acceptance and a code',
    { ...about, type: 'answer', accepted: true, on: '2026-03-06', code: 'other' },
    'een antwoord is "accepted": true met "on", of alleen "code"',
  ],
  [
    'an answer without content',
    { ...about, type: 'answer' },
    'een antwoord is "accepted": true met "on", of alleen "code"',
  ],
  [
    'a story instead of a code',
    { ...about, type: 'answer', code: 'huurder zit in de problemen en heeft ook nog schulden' },
    'code: gebruik een kort woord',
  ],
  [
    'a mandate that ends before it starts',
    { at: about.at, type: 'mandate', client: 'A', from: '2026-02-01', until: '2026-01-01' },
    'until: de einddatum ligt voor de begindatum',
  ],
  ['a mandate without a start', { at: about.at, type: 'mandate', client: 'A' }, 'from: dit veld ontbreekt'],
])('%s is refused', ([, fact, message]) => {
  expect(() => read(fact)).toThrow('events.jsonl, regel 1')
  expect(() => read(fact)).toThrow(message)
})
