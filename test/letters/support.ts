import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { templatesIn } from '../../shared/letters/directory.ts'
import type { LetterModel } from '../../shared/letters/model.ts'
import type { Fonts } from '../../shared/letters/pdf.ts'
import { loadTemplates } from '../../shared/letters/templates.ts'

export const bundled = templatesIn(fileURLToPath(new URL('../../shared/letters/templates', import.meta.url)))
export const templates = await loadTemplates(bundled)

export type ModelOf<K extends LetterModel['kind']> = Extract<LetterModel, { kind: K }>

const organisation = {
  name: 'Vastgoed Voorbeeld BV',
  from: 'incasso@voorbeeld.example',
  objectionEmail: 'bezwaar@voorbeeld.example',
  website: 'https://voorbeeld.example',
  privacyUrl: 'https://voorbeeld.example/privacy',
  phone: '010-0000000',
  address: { street: 'Voorbeeldkade 1', postcode: '3011ZZ', city: 'Rotterdam' },
  kvkNumber: '00000000',
  iban: 'NL91ABNA0417164300',
  ibanName: 'Derdengelden Voorbeeld',
  collectionServiceNumber: 'WKI-0001',
  complaints: 'klachten@voorbeeld.example',
  staff: 'debiteuren@voorbeeld.example',
}
export const renter = {
  surname: 'de Vries',
  initials: 'J.',
  street: 'Keizersgracht',
  houseNumber: '12',
  houseNumberAddition: 'A',
  postcode: '1015cx',
  city: 'Amsterdam',
}
export const march = {
  description: 'Huur maart 2026',
  invoice: 'F-2026-03',
  dueOn: '2026-03-01',
  openCents: 85_050,
  rent: true,
}
export const april = {
  description: 'Huur april 2026',
  invoice: 'F-2026-04',
  dueOn: '2026-04-01',
  openCents: 97_001,
  rent: true,
}
const about = {
  caseId: 'HA-0042',
  date: '2026-04-07',
  organisation,
  client: { name: 'Belegger A' },
  renterNumber: '100234',
}
const arrears = {
  ...about,
  renter,
  naturalPerson: true,
  dwelling: true,
  claims: [march, april],
  totalCents: 182_051,
}
const report = {
  ...arrears,
  municipality: { name: 'Amsterdam' },
  reporting: true,
  optionalFields: [],
  objectionDays: 7,
  objectionUrl: null,
}

export const aReminder = (changes: Partial<ModelOf<'reminder'>> = {}): ModelOf<'reminder'> => ({
  kind: 'reminder',
  ...arrears,
  payWithinDays: 7,
  ...changes,
})
export const aDemand = (changes: Partial<ModelOf<'demand'>> = {}): ModelOf<'demand'> => ({
  kind: 'demand',
  ...report,
  payWithinDays: 7,
  ...changes,
})
export const aNotice = (changes: Partial<ModelOf<'notice'>> = {}): ModelOf<'notice'> => ({
  kind: 'notice',
  ...report,
  payWithinDays: 5,
  ...changes,
})
export const aFollowUp = (changes: Partial<ModelOf<'follow-up'>> = {}): ModelOf<'follow-up'> => ({
  kind: 'follow-up',
  ...report,
  claims: [{ ...april, later: true }],
  apart: { earlier: [march] },
  totalCents: 97_001,
  withText1: true,
  payWithinDays: 7,
  ...changes,
})

const agency = { ...about, agency: { name: 'Bureau X' } }
export const aHandover = (changes: Partial<ModelOf<'agency-handover'>> = {}): ModelOf<'agency-handover'> => ({
  kind: 'agency-handover',
  ...agency,
  renter: { ...renter, phone: '06-00000000', email: 'j.devries@elders.example' },
  claims: [march, april],
  totalCents: 182_051,
  lettersSent: [
    { kind: 'reminder', sentOn: '2026-03-05' },
    { kind: 'demand', sentOn: '2026-03-16' },
    { kind: 'notice', sentOn: '2026-04-07' },
  ],
  ...changes,
})
export const anUpdate: ModelOf<'agency-update'> = {
  kind: 'agency-update',
  ...agency,
  claims: [
    { ...march, openCents: 0, added: false },
    { ...april, added: true },
  ],
  totalCents: 97_001,
}
const has = { claims: [march, { ...april, openCents: 0 }] }
export const aPause: ModelOf<'agency-pause'> = { kind: 'agency-pause', ...agency, ...has, pauseUntil: '2026-05-30' }
export const aResume: ModelOf<'agency-resume'> = { kind: 'agency-resume', ...agency, ...has }
export const aStop: ModelOf<'agency-stop'> = { kind: 'agency-stop', ...agency, ...has }

export const aStaffMail = (changes: Partial<ModelOf<'staff-daily'>> = {}): ModelOf<'staff-daily'> => ({
  kind: 'staff-daily',
  date: about.date,
  organisation,
  summary: 'Vandaag te doen: 2 bellen, 1 nieuw',
  sections: [
    {
      heading: 'Bellen',
      intro: 'Leg elke poging vast.',
      lines: [
        { about: 'Dossier HA-0042, debiteur 100234 (Belegger A)', text: '06-00000000. € 1.820,51, 2 maanden.' },
        { about: 'Dossier HA-0043, debiteur 100235 (Belegger A)', text: 'geen nummer bekend.' },
      ],
      more: 'En nog 12 andere.',
    },
    {
      heading: 'Vragen',
      intro: null,
      lines: [{ about: 'Zonder dossier', text: 'Klopt de gemeentecode?' }],
      more: null,
    },
  ],
  ...changes,
})

export const everyLetter: LetterModel[] = [
  aReminder(),
  aDemand(),
  aNotice(),
  aFollowUp(),
  aFollowUp({ withText1: false }),
  aHandover(),
  anUpdate,
  aPause,
  aResume,
  aStop,
  aStaffMail(),
]

/** HTML as its reader sees it: tags gone, entities back, white space folded. */
export function seen(html: string): string {
  return fold(
    html
      .replace(/<head>.*?<\/head>/gs, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&'),
  )
}
export const fold = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:?])/g, '$1')
    .trim()

const { resolve } = createRequire(import.meta.url)
const font = (file: string) => readFile(resolve(`dejavu-fonts-ttf/ttf/${file}`))

/** The fonts that letters are printed with. */
export async function someFonts(): Promise<Fonts> {
  const [regular, bold] = await Promise.all([font('DejaVuSans.ttf'), font('DejaVuSans-Bold.ttf')])
  return { regular, bold }
}
