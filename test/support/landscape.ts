// Who takes part in the scenarios, as registers.json.

const ALL_OPTIONAL = [
  'Voorletters',
  'Straatnaam',
  'Huisnummer toevoeging',
  'Woonplaats',
  'Telefoonnummer 1',
  'E-Mailadres',
]
const MANDATE = { from: '2025-01-01', until: null }
const AGENCY = { name: 'Bureau X', email: 'dossiers@bureau-x.example' }

/** Postcodes, by what the municipality there has agreed on. */
export const PLACES = {
  /** RIS, XLSX. */
  amsterdam: { Postcode: '1011 AB', Woonplaats: 'Amsterdam' },
  /** RIS, CSV. */
  utrecht: { Postcode: '3511 AB', Woonplaats: 'Utrecht' },
  /** VPS. */
  rotterdam: { Postcode: '3011 AB', Woonplaats: 'Rotterdam' },
  /** No agreement, now or later. */
  denHaag: { Postcode: '2511 AB', Woonplaats: 'Den Haag' },
  /** No agreement at first. */
  tilburg: { Postcode: '5011 AB', Woonplaats: 'Tilburg' },
  /** In force, but not below 1.500 euros. */
  eindhoven: { Postcode: '5611 AB', Woonplaats: 'Eindhoven' },
  /** No agreement at first, and ends again. */
  breda: { Postcode: '4811 AB', Woonplaats: 'Breda' },
  /** In no table. */
  nowhere: { Postcode: '9999 ZZ', Woonplaats: 'Nergens' },
} as const

const inForce = { status: 'in-force', from: '2025-01-01', until: null }
const MUNICIPALITIES = [
  { gemeentecode: '0363', name: 'Amsterdam', portal: 'RIS', channel: 'sftp', format: 'xlsx', agreement: inForce },
  { gemeentecode: '0344', name: 'Utrecht', portal: 'RIS', channel: 'upload', format: 'csv', agreement: inForce },
  { gemeentecode: '0599', name: 'Rotterdam', portal: 'VPS', agreement: inForce },
  { gemeentecode: '0518', name: 'Den Haag', portal: 'RIS', agreement: { status: 'none' } },
  { gemeentecode: '0855', name: 'Tilburg', portal: 'RIS', agreement: { status: 'requested' } },
  { gemeentecode: '0772', name: 'Eindhoven', portal: 'RIS', agreement: inForce, minimumAmount: 1500 },
  { gemeentecode: '0758', name: 'Breda', portal: 'RIS', agreement: { ...inForce, until: '2026-02-19' } },
]

export const REGISTERS = {
  organisation: {
    name: 'Vastgoed Voorbeeld BV',
    from: 'incasso@voorbeeld.example',
    objectionEmail: 'bezwaar@voorbeeld.example',
    website: 'https://voorbeeld.example',
    privacyUrl: 'https://voorbeeld.example/privacy',
    phone: '010-0000000',
    collectionServiceNumber: 'WKI-0001',
    complaints: 'klachten@voorbeeld.example',
    staff: 'debiteuren@voorbeeld.example',
  },
  clients: [
    {
      id: 'BELEGGER-A',
      name: 'Belegger A',
      mandate: MANDATE,
      optionalFields: ALL_OPTIONAL,
      collectionAgency: AGENCY,
      handOver: 'after-answer-period',
      resignal: 'never',
      retentionDays: 30,
    },
    /** Shares nothing that is optional; hands over right after the signal; reports again every month. */
    {
      id: 'BELEGGER-B',
      name: 'Belegger B',
      mandate: MANDATE,
      collectionAgency: { name: 'Bureau Y', email: 'dossiers@bureau-y.example' },
      handOver: 'after-signal',
      resignal: 'monthly',
    },
    /** Never gave a mandate. */
    { id: 'BELEGGER-C', name: 'Belegger C', collectionAgency: AGENCY },
    /** Gives its mandate later. */
    { id: 'BELEGGER-D', name: 'Belegger D', collectionAgency: AGENCY },
    /** Never hands over. */
    { id: 'BELEGGER-E', name: 'Belegger E', mandate: MANDATE, collectionAgency: AGENCY, handOver: 'never' },
    /** Has a mandate that is taken back later. */
    { id: 'BELEGGER-F', name: 'Belegger F', mandate: MANDATE, collectionAgency: AGENCY },
    /** Shares nothing and never hands over at first; later it does both. */
    { id: 'BELEGGER-G', name: 'Belegger G', mandate: MANDATE, collectionAgency: AGENCY, handOver: 'never' },
  ],
  municipalities: MUNICIPALITIES,
  addresses: [
    { postcode: '1011', gemeentecode: '0363' },
    { postcode: '3511', gemeentecode: '0344' },
    { postcode: '3011', gemeentecode: '0599' },
    { postcode: '2511', gemeentecode: '0518' },
    { postcode: '5011', gemeentecode: '0855' },
    { postcode: '5611', gemeentecode: '0772' },
    { postcode: '4811', gemeentecode: '0758' },
    // The longest match wins: one address of this area lies in Utrecht.
    { postcode: '1012', gemeentecode: '0363' },
    { postcode: '1012AB', huisnummer: 99, gemeentecode: '0344' },
  ],
  policy: { signalDay: 20, objectionDays: 7, suspensionDays: 30, answerDays: 28 },
}

/** The same with some of the clients alone: each client is a reading more, every day. */
export const registersOf = (...clients: readonly string[]) => ({
  ...REGISTERS,
  clients: REGISTERS.clients.filter(({ id }) => clients.includes(id)),
})
