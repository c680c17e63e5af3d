import { expect, test } from 'vitest'
import { toldOn } from '../../shared/contracts/client.ts'
import { parseJsonFile } from '../../shared/contracts/json-errors.ts'
import { type Registers, registersSchema } from '../../shared/contracts/registers.ts'
import { NOT_RENT } from '../../shared/domain/rent.ts'

const organisation = {
  name: 'Vastgoed Voorbeeld BV',
  from: 'incasso@voorbeeld.example',
  objectionEmail: 'bezwaar@voorbeeld.example',
  website: 'https://voorbeeld.example',
  privacyUrl: 'https://voorbeeld.example/privacy',
}
const client = { id: 'BELEGGER-A', name: 'Belegger A' }
const municipality = { gemeentecode: '0363', name: 'Amsterdam', portal: 'RIS' }

const read = (registers: object): Registers =>
  parseJsonFile('registers.json', JSON.stringify(registers), registersSchema)
const readWith = (part: object): Registers => read({ organisation, clients: [client], ...part })
const readClient = (part: object) => readWith({ clients: [{ ...client, ...part }] }).clients[0]
const readMunicipality = (part: object) =>
  readWith({ municipalities: [{ ...municipality, ...part }] }).municipalities[0]

/** What is kept of a renter, unless a client says otherwise, in days (K2). */
const KEPT = {
  ...{ renter: 730, letters: 730, objections: 730, reports: 730, facts: 730, views: 365 },
  reason: null,
}
const AS_WRITTEN = { notRent: NOT_RENT, optionalFieldsAgreed: null, handOverUnreported: 'ask' }

test('the example of the contract is read whole', () => {
  const registers = read({
    organisation: {
      ...organisation,
      phone: '010-0000000',
      collectionServiceNumber: 'WKI-0001',
      complaints: 'klachten@voorbeeld.example',
      staff: 'debiteuren@voorbeeld.example',
    },
    clients: [
      {
        ...client,
        mandate: { from: '2025-01-01', until: null, evidence: toldOn('2025-01-01') },
        optionalFields: [
          'Voorletters',
          'Straatnaam',
          'Huisnummer toevoeging',
          'Woonplaats',
          'Telefoonnummer 1',
          'E-Mailadres',
        ],
        collectionAgency: { name: 'Bureau X', email: 'dossiers@bureau-x.example' },
        handOver: 'after-answer-period',
        resignal: 'never',
        ...AS_WRITTEN,
        retention: { ...KEPT, renter: 30, letters: 30, reason: 'opgegeven als retentionDays' },
      },
    ],
    municipalities: [
      {
        ...municipality,
        channel: 'sftp',
        format: 'xlsx',
        agreement: { status: 'in-force', from: '2025-01-01', until: null },
        minimumAmount: null,
      },
    ],
    addresses: [
      { postcode: '1011', gemeentecode: '0363' },
      { postcode: '1012AB', gemeentecode: '0363' },
    ],
    policy: { signalDay: 20, objectionDays: 7, suspensionDays: 30, answerDays: 28 },
  })
  expect(registers.clients[0]?.optionalFields).toHaveLength(6)
  expect(registers.municipalities[0]?.agreement).toEqual({ status: 'in-force', from: '2025-01-01', until: null })
  expect(registers.addresses[1]).toEqual({ postcode: '1012AB', huisnummer: null, gemeentecode: '0363' })
})

const loes = { id: 'loes', name: 'Loes Vos' }
test('E1 a colleague needs an id and a name', () => {
  expect(
    readWith({ colleagues: [loes, { ...loes, id: 'lv', name: 'L. Vos', email: 'l@vos.example', role: 'x' }] }),
  ).toMatchObject({
    colleagues: [
      { ...loes, email: null, role: null },
      { id: 'lv', name: 'L. Vos', email: 'l@vos.example', role: 'x' },
    ],
  })
})

test('R1 the facts that a mandate rests on are kept with their dates and author; one may be missing', () => {
  const evidence = { agreementChangedOn: '2024-11-01', clientInformedOn: null, by: 'loes' }
  expect(readClient({ mandate: { from: '2025-01-01', evidence } })?.mandate?.evidence).toEqual({
    ...evidence,
    registerUpdatedOn: null,
  })
})

test('R2 the optional fields are agreed on a day, by somebody', () => {
  const optionalFieldsAgreed = { on: '2025-02-01', by: 'Loes Vos' }
  expect(readClient({ optionalFieldsAgreed })).toMatchObject({ optionalFieldsAgreed })
})

test('K2 a term of our own may be another one; a shorter one has a reason in writing', () => {
  expect(readClient({ retention: { letters: 900, views: 400 } })?.retention).toEqual({
    ...KEPT,
    letters: 900,
    views: 400,
  })
  const reason = 'een maand na inning, besluit van 1 maart'
  expect(readClient({ retention: { renter: 30, reason }, retentionDays: 60 })?.retention).toEqual({
    ...{ ...KEPT, renter: 30, letters: 60 },
    reason,
  })
  expect(() => readClient({ retention: { renter: 30 } })).toThrow(
    'clients[0].retention.reason: een kortere termijn dan 730 dagen voor renter heeft een reden nodig',
  )
})

test('R3 the website of a portal is a channel; VPS has none', () => {
  expect(readMunicipality({ channel: 'website' })).toMatchObject({ channel: 'website', format: 'xlsx' })
  expect(() => readMunicipality({ portal: 'VPS', channel: 'website' })).toThrow('bij VPS kan alleen upload')
})

test('a remainder is told in euros', () => {
  expect(readWith({ policy: { remainder: 12.5 } }).policy.remainderCents).toBe(1250)
  expect(() => readWith({ policy: { remainderCents: 1250 } })).toThrow('policy.remainderCents')
})

test('what is left out has the documented default', () => {
  expect(readWith({ municipalities: [municipality] })).toEqual({
    organisation: {
      ...organisation,
      phone: null,
      address: null,
      kvkNumber: null,
      iban: null,
      ibanName: null,
      functionaris: null,
      administrator: null,
      linkAddress: null,
      collectionServiceNumber: null,
      complaints: organisation.from,
      letterReference: 'VS',
      approveRounds: false,
      nvvk: null,
      staff: null,
    },
    clients: [
      {
        ...client,
        mandate: null,
        optionalFields: [],
        collectionAgency: null,
        handOver: 'after-answer-period',
        resignal: 'never',
        ...AS_WRITTEN,
        retention: KEPT,
      },
    ],
    colleagues: [],
    municipalities: [
      {
        ...municipality,
        channel: 'sftp',
        format: 'xlsx',
        agreement: { status: 'none', from: null, until: null },
        minimumAmountCents: null,
      },
    ],
    addresses: [],
    addressesFile: null,
    portalsFile: null,
    policy: {
      signalDay: 20,
      objectionDays: 7,
      suspensionDays: 30,
      answerDays: 28,
      reminderDay: 5,
      demandDay: 15,
      noticeDay: 5,
      reminderToDemandDays: 7,
      demandToNoticeDays: 14,
      threatAnswerWorkingDays: 3,
      remainderCents: 1000,
      letterBookDays: 14,
      signalBookDays: 10,
      contactDays: 90,
    },
  })
})

test('what letters say of their sender is kept in one spelling', () => {
  const sender = {
    address: { street: 'Kade 1', postcode: '1011 ab', city: 'Amsterdam' },
    kvkNumber: '12345678',
    iban: 'nl91 abna 0417 1643 00',
    ibanName: 'Stichting Derdengelden',
    linkAddress: 'http://127.0.0.1:8080',
  }
  expect(readWith({ organisation: { ...organisation, ...sender } }).organisation).toMatchObject({
    ...sender,
    address: { ...sender.address, postcode: '1011AB' },
    iban: 'NL91ABNA0417164300',
  })
})

test('C11 the remainder is in euros in the file', () => {
  expect(readWith({ policy: { remainder: 12.5 } }).policy.remainderCents).toBe(1_250)
})

test('an absent end date leaves a mandate open', () => {
  expect(readClient({ mandate: { from: '2026-03-01' } })?.mandate).toEqual({
    ...{ from: '2026-03-01', until: null },
    evidence: toldOn('2026-03-01'),
  })
})

test('VPS takes files by upload in the business portal', () => {
  expect(readMunicipality({ portal: 'VPS' })).toMatchObject({ channel: 'upload', format: 'csv' })
  expect(() => readMunicipality({ portal: 'VPS', channel: 'sftp' })).toThrow(
    'municipalities[0].channel: bij VPS kan alleen upload',
  )
})

test.for([
  [0, 0],
  [19.99, 1999],
  [0.29, 29],
  [1.1, 110],
  [4.35, 435],
  [1_234_567.89, 123_456_789],
])('%d euros are exactly %d cents', ([euros, cents]) => {
  expect(readMunicipality({ minimumAmount: euros })?.minimumAmountCents).toBe(cents)
})

test.for([1.005, -1, 1e21, 1e-7, '250', true])('%s is no amount', (minimumAmount) => {
  expect(() => readMunicipality({ minimumAmount })).toThrow('municipalities[0].minimumAmount')
})

test('a postcode is read in any spelling, a house number as number or text', () => {
  const { addresses } = readWith({
    addresses: [
      { postcode: '1012 ab', huisnummer: '7', gemeentecode: '0363' },
      { postcode: '1012AB', huisnummer: 9, gemeentecode: '0384' },
    ],
  })
  expect(addresses).toEqual([
    { postcode: '1012AB', huisnummer: 7, gemeentecode: '0363' },
    { postcode: '1012AB', huisnummer: 9, gemeentecode: '0384' },
  ])
})

test('the same address line twice is harmless, with two municipalities it is a mistake', () => {
  const line = { postcode: '1012AB', gemeentecode: '0363' }
  expect(readWith({ addresses: [line, line] }).addresses).toHaveLength(2)
  expect(() => readWith({ addresses: [line, { ...line, postcode: '1012 AB', gemeentecode: '0384' }] })).toThrow(
    'addresses[1].gemeentecode: dit adres staat er ook in met een andere gemeente',
  )
})

test.for<[string, object, string]>([
  ['an unknown key', { surprise: 1 }, 'surprise: deze sleutel is niet bekend'],
  [
    'an unknown key of a client',
    { clients: [{ ...client, handover: 'never' }] },
    'clients[0].handover: deze sleutel is niet bekend',
  ],
  ['no client at all', { clients: [] }, 'clients: hier hoort minstens 1'],
  ['a client twice', { clients: [client, client] }, 'clients[1].id: deze opdrachtgever staat er twee keer in'],
  [
    'a colleague twice',
    { colleagues: [loes, { ...loes, name: 'Lot Vos' }] },
    'colleagues[1].id: deze collega staat er twee keer in',
  ],
  [
    'two colleagues of the same name',
    { colleagues: [loes, { id: 'lv', name: 'LOES  vos' }] },
    'colleagues[1].name: deze naam staat er twee keer in',
  ],
  [
    'a colleague who would sign as the system does',
    { colleagues: [{ ...loes, id: 'portal' }] },
    'colleagues[0].id: dit woord is al van het systeem',
  ],
  ['a client id that breaks keys', { clients: [{ ...client, id: 'A#B' }] }, 'clients[0].id: gebruik geen #'],
  [
    'a gemeentecode twice',
    { municipalities: [municipality, municipality] },
    'municipalities[1].gemeentecode: deze gemeente',
  ],
  [
    'a gemeentecode as a number',
    { municipalities: [{ ...municipality, gemeentecode: 363 }] },
    'municipalities[0].gemeentecode: hier hoort tekst',
  ],
  [
    'a gemeentecode without its zero',
    { municipalities: [{ ...municipality, gemeentecode: '363' }] },
    'een gemeentecode heeft vier cijfers',
  ],
  [
    'an unknown portal',
    { municipalities: [{ ...municipality, portal: 'XYZ' }] },
    'municipalities[0].portal: kies uit: RIS, VPS',
  ],
  [
    'an unknown status',
    { municipalities: [{ ...municipality, agreement: { status: 'soon' } }] },
    'municipalities[0].agreement.status: kies uit: none, requested, in-force, ended',
  ],
  [
    'a mandate that ends before it starts',
    { clients: [{ ...client, mandate: { from: '2026-02-01', until: '2026-01-31' } }] },
    'clients[0].mandate.until: de einddatum ligt voor de begindatum',
  ],
  [
    'a date that does not exist',
    { clients: [{ ...client, mandate: { from: '2026-02-29' } }] },
    'clients[0].mandate.from: dit is geen bestaande datum',
  ],
  [
    'an optional field that the law does not know',
    { clients: [{ ...client, optionalFields: ['Geboortedatum'] }] },
    'clients[0].optionalFields[0]: kies uit: Voorletters',
  ],
  [
    'an optional field twice',
    { clients: [{ ...client, optionalFields: ['Woonplaats', 'Woonplaats'] }] },
    'clients[0].optionalFields: een veld staat er twee keer in',
  ],
  [
    'a wrong hand-over',
    { clients: [{ ...client, handOver: 'soon' }] },
    'clients[0].handOver: kies uit: after-answer-period, after-signal, never',
  ],
  [
    'a wrong resignal',
    { clients: [{ ...client, resignal: 'weekly' }] },
    'clients[0].resignal: kies uit: never, monthly',
  ],
  [
    'an agency without a working address',
    { clients: [{ ...client, collectionAgency: { name: 'X', email: 'x' } }] },
    'clients[0].collectionAgency.email: dit is geen geldig e-mailadres',
  ],
  [
    'a missing objection address',
    { organisation: { ...organisation, objectionEmail: undefined } },
    'organisation.objectionEmail: dit veld ontbreekt',
  ],
  [
    'a website that is no web address',
    { organisation: { ...organisation, website: 'javascript:alert(1)' } },
    'organisation.website: dit is geen webadres',
  ],
  [
    'a name over two lines',
    { organisation: { ...organisation, name: 'a\nBcc: b' } },
    'organisation.name: dit moet één regel tekst zijn',
  ],
  [
    'addresses and a file',
    { addresses: [{ postcode: '1011', gemeentecode: '0363' }], addressesFile: 'pc6.csv' },
    'addressesFile: kies: of addresses, of addressesFile',
  ],
  [
    'a postcode that does not exist',
    { addresses: [{ postcode: '1011SS', gemeentecode: '0363' }] },
    'addresses[0].postcode: schrijf een postcode',
  ],
  [
    'a house number in a whole area',
    { addresses: [{ postcode: '1011', huisnummer: 1, gemeentecode: '0363' }] },
    'addresses[0].huisnummer: bij een huisnummer hoort een hele postcode',
  ],
  [
    'house number zero',
    { addresses: [{ postcode: '1011AB', huisnummer: 0, gemeentecode: '0363' }] },
    'addresses[0].huisnummer: een huisnummer is een getal',
  ],
  [
    'a suspension longer than the covenant',
    { policy: { suspensionDays: 31 } },
    'policy.suspensionDays: volgens LCV 4.2 hoogstens 30 dagen',
  ],
  ['half a day', { policy: { answerDays: 1.5 } }, 'policy.answerDays: hier hoort een geheel getal'],
  ['a day that not every month has', { policy: { signalDay: 31 } }, 'policy.signalDay: dit is te hoog: hoogstens 28'],
  [
    'a demand before the reminder',
    { policy: { reminderDay: 16 } },
    'policy.demandDay: de aanmaning komt na de herinnering',
  ],
  [
    'a signal before the notice',
    { policy: { noticeDay: 21 } },
    'policy.signalDay: het vroegsignaal komt na de sommatie',
  ],
  [
    'an account with a digit mistyped',
    { organisation: { ...organisation, iban: 'NL91ABNA0417164301' } },
    'organisation.iban: dit is geen IBAN',
  ],
  [
    'a number that the trade register does not give',
    { organisation: { ...organisation, kvkNumber: '1234567' } },
    'organisation.kvkNumber: een KvK-nummer heeft acht cijfers',
  ],
  [
    'a page that anybody can read along with',
    { organisation: { ...organisation, linkAddress: 'http://127.0.0.1.voorbeeld.example' } },
    'organisation.linkAddress: dit adres moet met https:// beginnen',
  ],
  [
    'a reference that begins with small letters',
    { organisation: { ...organisation, letterReference: 'vs' } },
    'organisation.letterReference: een kenmerk begint met hoogstens zes hoofdletters of cijfers',
  ],
])('%s is refused', ([, part, message]) => {
  expect(() => readWith(part)).toThrow(message)
})
