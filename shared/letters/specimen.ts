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
const CLAIMS = [
  { description: 'Huur proefmaand', invoice: 'F-24601', dueOn: '2024-02-03', openCents: 81_357 },
  { description: 'Servicekosten', invoice: 'F-24602', dueOn: '2024-02-04', openCents: 1_111 },
]
const DISPUTED = {
  description: 'Schoonmaak',
  invoice: 'F-24603',
  dueOn: '2024-02-06',
  openCents: 4_973,
  disputed: true,
}

const ABOUT = { caseId: 'PROEF-8642', date: '2024-02-29', organisation: ORGANISATION }
const CLIENT = { name: 'Eigenaar Specimen' }
const ABOUT_RENTER = { ...ABOUT, client: CLIENT, renterNumber: '70529' }
const ARREARS = {
  ...ABOUT_RENTER,
  renter: RENTER,
  claims: [...CLAIMS.map((claim) => ({ ...claim, disputed: false })), DISPUTED],
  totalCents: 82_468,
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
  'agency-handover': {
    kind: 'agency-handover',
    ...AGENCY,
    renter: { ...RENTER, phone: '06-55501234', email: 'huurder@elders.example' },
    claims: CLAIMS,
    totalCents: 82_468,
    lettersSent: [{ kind: 'reminder', sentOn: '2024-01-05' }],
  },
  'agency-update': { kind: 'agency-update', ...AGENCY, claims: CLAIMS, totalCents: 82_468 },
  'agency-pause': { kind: 'agency-pause', ...AGENCY, pauseUntil: '2024-03-30' },
  'agency-resume': { kind: 'agency-resume', ...AGENCY },
  'agency-stop': { kind: 'agency-stop', ...AGENCY },
  'staff-daily': {
    kind: 'staff-daily',
    date: ABOUT.date,
    organisation: ORGANISATION,
    tasks: [
      {
        caseId: 'PROEF-8643',
        renter: '70531',
        client: CLIENT,
        totalCents: 82_468,
        months: 2,
        contactBefore: '2024-03-19',
      },
    ],
    moreTasks: 613,
    questions: [{ caseId: 'PROEF-8644', renter: '70532', question: 'Klopt dit adres?' }],
    overdue: [
      { caseId: 'PROEF-8645', renter: '70533', client: CLIENT, municipality: 'Proefdam', answerBy: '2024-02-17' },
    ],
    moreOverdue: 617,
  },
}

/** The specimen letter of a kind; `reporting: false` gives the demand or notice that announces no report. */
export function specimen(kind: LetterKind, { reporting = true } = {}): Letter {
  return letterModelSchema.parse({ ...MODELS[kind], ...(kind === 'demand' || kind === 'notice' ? { reporting } : {}) })
}
