import { type Letter, type LetterKind, type LetterModel, letterModelSchema } from './model.ts'

// Made-up letters in which every optional value is present and no two values are alike: templates are held against them
// before they are used, and a property manager can look at its own templates with them.

const ORGANISATION = {
  name: 'Beheerder Specimen',
  from: 'post@beheerder.example',
  objectionEmail: 'tegen@beheerder.example',
  website: 'https://beheerder.example/start',
  privacyUrl: 'https://beheerder.example/privacyverklaring',
  phone: '010-5550101',
  address: { street: 'Modelkade 86', postcode: '8642YB', city: 'Proefstad' },
  kvkNumber: '13579864',
  iban: 'NL91ABNA0417164300',
  ibanName: 'Derdengelden Specimen',
  collectionServiceNumber: 'REG-97531',
  complaints: 'klachten@beheerder.example',
  staff: 'collega@beheerder.example',
}
const RENTER = {
  surname: 'Voorbeeldhuurder',
  initials: 'Q.Z.',
  street: 'Proefstraat',
  houseNumber: '731',
  houseNumberAddition: 'hs',
  postcode: '9753XB',
  city: 'Modelstad',
}
const REPRESENTATIVE = {
  kind: 'administration' as const,
  name: 'Bewind Specimen',
  street: 'Staalstraat',
  houseNumber: '864',
  houseNumberAddition: null,
  postcode: '8643YC',
  city: 'Voorbeeldstad',
}
const RENT = { description: 'Huur proefmaand', invoice: 'F-24601', dueOn: '2024-02-03', openCents: 81_357 }
const CLAIMS = [RENT, { description: 'Servicekosten', invoice: 'F-24602', dueOn: '2024-03-04', openCents: 1_111 }]
const apart = (description: string, invoice: string) => [
  { description, invoice, dueOn: '2024-02-06', openCents: 4_973 },
]

const ABOUT = { caseId: 'PROEF-8642', date: '2024-02-29', organisation: ORGANISATION }
const CLIENT = { name: 'Eigenaar Specimen' }
const ABOUT_RENTER = { ...ABOUT, client: CLIENT, renterNumber: '70529' }
const ARREARS = {
  ...ABOUT_RENTER,
  renter: RENTER,
  naturalPerson: true,
  dwelling: true,
  claims: [
    ...CLAIMS.map((claim, index) => ({ ...claim, rent: index === 0, returned: index === 0, later: index === 1 })),
    { ...RENT, description: 'Huur later', invoice: 'F-24603', dueOn: '2024-04-05', rent: true, later: true },
  ],
  apart: {
    disputed: apart('Schoonmaak', 'F-24604'),
    arranged: apart('Schade', 'F-24605'),
    agency: apart('Stookkosten', 'F-24606'),
    earlier: apart('Waarborgsom', 'F-24607'),
  },
  totalCents: 163_825,
  payWithinDays: 19,
}
const REPORT = {
  ...ARREARS,
  municipality: { name: 'Proefdam' },
  reporting: true,
  optionalFields: ['Voorletters' as const],
  objectionDays: 23,
  objectionUrl: 'https://beheerder.example/nee',
}
const AGENCY = { ...ABOUT_RENTER, agency: { name: 'Bureau Specimen' } }

const MODELS: { [K in LetterKind]: Extract<LetterModel, { kind: K }> } = {
  reminder: { kind: 'reminder', ...ARREARS },
  demand: { kind: 'demand', ...REPORT },
  notice: { kind: 'notice', ...REPORT },
  'follow-up': { kind: 'follow-up', ...REPORT, withText1: true },
  'agency-handover': {
    kind: 'agency-handover',
    ...AGENCY,
    renter: { ...RENTER, phone: '06-55501234', email: 'huurder@elders.example' },
    claims: CLAIMS,
    totalCents: 82_468,
    lettersSent: [{ kind: 'reminder', sentOn: '2024-01-05' }],
  },
  'agency-update': {
    kind: 'agency-update',
    ...AGENCY,
    claims: CLAIMS.map((claim) => ({ ...claim, added: true })),
    totalCents: 82_468,
  },
  'agency-pause': { kind: 'agency-pause', ...AGENCY, claims: CLAIMS, pauseUntil: '2024-03-30' },
  'agency-resume': { kind: 'agency-resume', ...AGENCY, claims: CLAIMS },
  'agency-stop': { kind: 'agency-stop', ...AGENCY, claims: CLAIMS },
  'staff-daily': {
    kind: 'staff-daily',
    date: ABOUT.date,
    organisation: ORGANISATION,
    summary: 'Vandaag te doen: 613 bellen',
    sections: [
      {
        heading: 'Proefonderdeel',
        intro: 'Doe dit eerst',
        lines: [{ about: 'PROEF-8643', text: 'Klopt dit adres' }],
        more: 'En nog 617 andere',
      },
    ],
  },
}

/** How a specimen differs from a letter that says everything. */
export interface Otherwise {
  /** What a demand, a notice or a follow-up says of debt help; null is a business letter, such as one about parking. */
  readonly debtHelp?: 'report' | 'own' | null
  readonly represented?: boolean
}

/** The specimen letter of a kind. */
export function specimen(kind: LetterKind, { debtHelp = 'report', represented = false }: Otherwise = {}): Letter {
  const letter = letterModelSchema.parse(MODELS[kind])
  switch (letter.kind) {
    case 'reminder':
    case 'demand':
    case 'notice':
    case 'follow-up':
      return letterModelSchema.parse({
        ...letter,
        reporting: debtHelp === 'report',
        naturalPerson: debtHelp !== null,
        representative: represented ? REPRESENTATIVE : null,
      })
    default:
      return letter
  }
}
