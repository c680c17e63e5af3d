import type { z } from 'zod'
import type { registersSchema } from '../../../shared/contracts/registers.ts'
import { OPTIONAL_FIELDS } from '../../../shared/domain/closed-lists.ts'
import type { WrittenFact } from './plot.ts'

// The fictitious property manager, its clients, and the municipalities in which it lets dwellings. The gemeentecodes
// and postcode areas exist; the people, streets and agreements do not.

export type ClientId = 'BELEGGER-A' | 'BELEGGER-B' | 'BELEGGER-C' | 'BELEGGER-D' | 'BELEGGER-E'

/** A town in the sample, with the postcode areas used for it. */
export interface Town {
  readonly name: string
  readonly areas: readonly string[]
}

export const TOWNS = {
  amsterdam: { name: 'Amsterdam', areas: ['1011', '1013', '1055', '1091', '1102'] },
  diemen: { name: 'Diemen', areas: ['1111', '1112'] },
  rotterdam: { name: 'Rotterdam', areas: ['3011', '3021', '3072'] },
  utrecht: { name: 'Utrecht', areas: ['3511', '3523', '3561'] },
  denHaag: { name: "'s-Gravenhage", areas: ['2512', '2525', '2571'] },
  leeuwarden: { name: 'Leeuwarden', areas: ['8911', '8921', '8932'] },
  groningen: { name: 'Groningen', areas: ['9711', '9741'] },
  almere: { name: 'Almere', areas: ['1315', '1324'] },
  tilburg: { name: 'Tilburg', areas: ['5017', '5038'] },
  eindhoven: { name: 'Eindhoven', areas: ['5611', '5629'] },
  haarlem: { name: 'Haarlem', areas: ['2011', '2023'] },
  /** In no line of the address table: an open question for a person (R5). */
  unmapped: { name: 'Tiel', areas: ['4001', '4003'] },
} as const satisfies Record<string, Town>
export type TownKey = keyof typeof TOWNS

/** The street that the border of Diemen and Amsterdam runs through: its postcode is split by house number. */
export const BORDER_STREET = {
  street: 'Grenslaan',
  postcode: '1112 XA',
  houses: [
    { number: '2', town: 'Amsterdam' },
    { number: '4', town: 'Amsterdam' },
    { number: '17', town: 'Diemen' },
  ],
} as const

/** The house of which each room has a renter of its own, and all have one address. */
export const SHARED_HOUSE = { street: 'Kerkpad', houseNumber: '15', postcode: '1091 AB', town: 'Amsterdam' } as const

/** Towns with an agreement in force all the time and no threshold: from here a signal can leave. */
export const OPEN_TOWNS: readonly TownKey[] = ['amsterdam', 'diemen', 'rotterdam', 'utrecht', 'denHaag', 'leeuwarden']
export const VPS_TOWNS: readonly TownKey[] = ['rotterdam', 'denHaag']

const IN_FORCE = { status: 'in-force', from: '2025-01-01', until: null } as const

const municipality = (gemeentecode: string, town: TownKey) => ({ gemeentecode, name: TOWNS[town].name })

const areas = (gemeentecode: string, town: TownKey) => TOWNS[town].areas.map((postcode) => ({ postcode, gemeentecode }))

export const REGISTERS: z.input<typeof registersSchema> = {
  organisation: {
    name: 'Vastgoed Voorbeeld BV',
    from: 'incasso@voorbeeld.example',
    objectionEmail: 'bezwaar@voorbeeld.example',
    website: 'https://voorbeeld.example',
    privacyUrl: 'https://voorbeeld.example/privacy',
    phone: '010-0000000',
    address: { street: 'Voorbeeldkade 1', postcode: '3011ZZ', city: 'Rotterdam' },
    kvkNumber: '00000000',
    iban: 'NL64VRBD0123456789',
    ibanName: 'Stichting Derdengelden Voorbeeld',
    collectionServiceNumber: 'WKI-0001',
    complaints: 'klachten@voorbeeld.example',
    staff: 'debiteuren@voorbeeld.example',
  },
  clients: [
    {
      id: 'BELEGGER-A',
      name: 'Woonfonds De Linde',
      mandate: { from: '2025-01-01', until: null },
      optionalFields: [...OPTIONAL_FIELDS],
      collectionAgency: { name: 'Incassobureau Noorderlicht', email: 'dossiers@noorderlicht.example' },
      handOver: 'after-answer-period',
      resignal: 'never',
      retentionDays: 30,
    },
    {
      id: 'BELEGGER-B',
      name: 'Stadswoningen Oost BV',
      mandate: { from: '2024-07-01', until: null },
      optionalFields: ['Voorletters', 'Straatnaam', 'Huisnummer toevoeging', 'Woonplaats'],
      collectionAgency: { name: 'Deurwaarderskantoor Molenaar', email: 'opdrachten@molenaar.example' },
      handOver: 'after-signal',
      resignal: 'monthly',
      retentionDays: 60,
    },
    {
      id: 'BELEGGER-C',
      name: 'Pensioenfonds Voorbeeld',
      mandate: { from: '2025-06-01', until: '2026-03-31' },
      handOver: 'never',
      retentionDays: 30,
    },
    {
      id: 'BELEGGER-D',
      name: 'Familiefonds Van den Berg',
      mandate: null,
      optionalFields: ['Huisnummer toevoeging'],
      collectionAgency: { name: 'Incassobureau Noorderlicht', email: 'dossiers@noorderlicht.example' },
      retentionDays: 45,
    },
    {
      id: 'BELEGGER-E',
      name: 'Huurwoningen De Singel CV',
      mandate: { from: '2025-09-01', until: null },
      optionalFields: ['Woonplaats', 'Telefoonnummer 1', 'E-Mailadres'],
      collectionAgency: { name: 'Deurwaarderskantoor Molenaar', email: 'opdrachten@molenaar.example' },
      retentionDays: 30,
    },
  ],
  municipalities: [
    { ...municipality('0363', 'amsterdam'), portal: 'RIS', channel: 'sftp', format: 'xlsx', agreement: IN_FORCE },
    { ...municipality('0384', 'diemen'), portal: 'RIS', channel: 'upload', format: 'csv', agreement: IN_FORCE },
    { ...municipality('0599', 'rotterdam'), portal: 'VPS', channel: 'upload', agreement: IN_FORCE },
    { ...municipality('0344', 'utrecht'), portal: 'RIS', channel: 'upload', format: 'csv', agreement: IN_FORCE },
    { ...municipality('0518', 'denHaag'), portal: 'VPS', channel: 'upload', agreement: IN_FORCE },
    { ...municipality('0080', 'leeuwarden'), portal: 'RIS', channel: 'sftp', format: 'xlsx', agreement: IN_FORCE },
    { ...municipality('0014', 'groningen'), portal: 'RIS', agreement: { status: 'requested' } },
    { ...municipality('0034', 'almere'), portal: 'VPS', agreement: { status: 'none' } },
    { ...municipality('0855', 'tilburg'), portal: 'RIS', agreement: { status: 'requested' } },
    { ...municipality('0772', 'eindhoven'), portal: 'RIS', agreement: IN_FORCE, minimumAmount: 1500 },
    {
      ...municipality('0392', 'haarlem'),
      portal: 'RIS',
      agreement: { status: 'in-force', from: '2025-05-01', until: '2026-04-30' },
    },
  ],
  addresses: [
    ...areas('0363', 'amsterdam'),
    ...areas('0384', 'diemen'),
    ...areas('0599', 'rotterdam'),
    ...areas('0344', 'utrecht'),
    ...areas('0518', 'denHaag'),
    ...areas('0080', 'leeuwarden'),
    ...areas('0014', 'groningen'),
    ...areas('0034', 'almere'),
    ...areas('0855', 'tilburg'),
    ...areas('0772', 'eindhoven'),
    ...areas('0392', 'haarlem'),
    { postcode: '1112XA', gemeentecode: '0363' },
    { postcode: '1112XA', huisnummer: 17, gemeentecode: '0384' },
  ],
  // The neighbourhood team (Wijkbeheer) signs too, and is added by that.
  colleagues: [
    { id: 'M-01', name: 'L. Visser', email: 'l.visser@voorbeeld.example', role: 'debiteurenbeheer' },
    { id: 'M-02', name: 'Team huurincasso' },
  ],
  policy: { signalDay: 20, objectionDays: 7, suspensionDays: 30, answerDays: 28 },
}

/** What happens to the registers themselves during the five months. */
export const REGISTER_EVENTS: WrittenFact[] = [
  { at: '2026-03-03T11:20', type: 'mandate', client: 'BELEGGER-D', from: '2026-03-15', until: null },
  {
    at: '2026-03-24T14:05',
    type: 'agreement',
    gemeentecode: '0855',
    status: 'in-force',
    from: '2026-04-01',
    until: null,
  },
  {
    at: '2026-04-30T16:30',
    type: 'agreement',
    gemeentecode: '0392',
    status: 'ended',
    from: '2025-05-01',
    until: '2026-04-30',
  },
  { at: '2026-05-11T10:15', type: 'client', client: 'BELEGGER-C', optionalFields: ['Huisnummer toevoeging'] },
]
