import { OPTIONAL_FIELDS } from '../domain/closed-lists.ts'
import { days, dutchDate, euros, postcodeInPrint } from './format.ts'
import type { AgencyLetter, Letter, RenterLetter, StaffLetter } from './model.ts'

/** Days past the due date from which a municipality must be told (Bgs art. 2; LCV 3.1; G2). Law, not policy. */
const REPORT_AFTER_DAYS = 30
/** National page about early reporting, named by tekst 1 and tekst 2. */
const INFO_URL = 'https://vroegsignaleringshv.nl'

/** What a template may name. Every value is text that is ready to print; a missing one is null, never absent. */
export type View = { readonly [name: string]: string | number | boolean | null | View | readonly (View | string)[] }

/** The values that a letter's templates see. Each kind has its own: a reminder has no word about a report to name. */
export function viewOf(letter: Letter): View {
  switch (letter.kind) {
    case 'reminder':
      return arrearsView(letter)
    case 'demand':
    case 'notice':
      return { ...arrearsView(letter), ...reportView(letter) }
    case 'agency-handover':
      return {
        ...agencyView(letter),
        renter: {
          addressLine: addressLine(letter.renter),
          surname: letter.renter.surname,
          initials: letter.renter.initials,
          phone: letter.renter.phone,
          email: letter.renter.email,
        },
        items: printed(letter.claims),
        total: euros(letter.totalCents),
        lettersSent: letter.lettersSent.map(({ kind, sentOn }) => ({
          name: ACT_NAMES[kind],
          sentOn: dutchDate(sentOn),
        })),
      }
    case 'agency-update':
      return {
        ...agencyView(letter),
        hasItems: letter.claims.length > 0,
        items: printed(letter.claims),
        total: euros(letter.totalCents),
      }
    case 'agency-pause':
      return { ...agencyView(letter), pauseUntil: dutchDate(letter.pauseUntil) }
    case 'agency-resume':
    case 'agency-stop':
      return agencyView(letter)
    case 'staff-daily':
      return { ...senderView(letter), ...staffView(letter) }
  }
}

const ACT_NAMES = {
  reminder: 'Herinnering',
  demand: 'Aanmaning',
  notice: '5-dagen sommatie',
  'follow-up': 'Herinnering voor latere maanden',
} as const

function senderView({ date, organisation }: Pick<Letter, 'date' | 'organisation'>): View {
  return {
    date: dutchDate(date),
    organisation: {
      name: organisation.name,
      email: organisation.from,
      phone: organisation.phone,
      website: organisation.website,
      complaints: organisation.complaints,
      collectionServiceNumber: organisation.collectionServiceNumber,
    },
  }
}

function arrearsView(letter: RenterLetter): View {
  return {
    ...senderView(letter),
    caseId: letter.caseId,
    renterNumber: letter.renterNumber,
    client: letter.client,
    renter: addressee(letter.renter),
    ...claimsView(letter.claims),
    total: euros(letter.totalCents),
    payWithinDays: days(letter.payWithinDays),
  }
}

function reportView(letter: Extract<RenterLetter, { kind: 'demand' | 'notice' }>): View {
  return {
    municipality: letter.municipality ? `de gemeente ${letter.municipality.name}` : 'uw gemeente',
    reporting: letter.reporting,
    reportAfterDays: REPORT_AFTER_DAYS,
    sharedFields: sharedFields(letter.optionalFields),
    objectionDays: days(letter.objectionDays),
    objectionEmail: letter.organisation.objectionEmail,
    objectionUrl: letter.objectionUrl,
    infoUrl: INFO_URL,
    privacyUrl: letter.organisation.privacyUrl,
  }
}

function agencyView(letter: AgencyLetter): View {
  const { caseId, renterNumber, client, agency } = letter
  return { ...senderView(letter), caseId, renterNumber, client, agency }
}

function staffView({ tasks, moreTasks, questions, overdue, moreOverdue }: StaffLetter): View {
  return {
    taskCount: tasks.length + moreTasks,
    hasTasks: tasks.length > 0,
    tasks: tasks.map(({ caseId, renter, client, totalCents, months, contactBefore }) => ({
      task: caseId,
      renterNumber: renter,
      clientName: client.name,
      amount: euros(totalCents),
      months,
      contactBefore: dutchDate(contactBefore),
    })),
    moreTasks,
    questionCount: questions.length,
    hasQuestions: questions.length > 0,
    questions: questions.map(({ caseId, renter, question }) => ({ about: questioned(caseId, renter), question })),
    overdueCount: overdue.length + moreOverdue,
    hasOverdue: overdue.length > 0,
    overdue: overdue.map(({ caseId, renter, client, municipality, answerBy }) => ({
      case: caseId,
      renterNumber: renter,
      clientName: client.name,
      municipality: `gemeente ${municipality}`,
      answerBy: dutchDate(answerBy),
    })),
    moreOverdue,
  }
}

/** What a question is about, as the first words of a line. */
function questioned(caseId: string | null, renter: string | null): string {
  const parts = [caseId === null ? null : `dossier ${caseId}`, renter === null ? null : `debiteur ${renter}`]
  const known = parts.filter((part) => part !== null).join(', ')
  return known === '' ? 'Zonder dossier' : known.charAt(0).toUpperCase() + known.slice(1)
}

type OptionalField = (typeof OPTIONAL_FIELDS)[number]

const MANDATORY = ['Achternaam', 'Huisnummer', 'Postcode', 'Aantal maanden achterstand', 'Bedrag achterstand']

/** Column titles as a renter reads them. */
const PLAIN: Partial<Record<OptionalField, string>> = {
  'Telefoonnummer 1': 'Telefoonnummer',
  'E-Mailadres': 'E-mailadres',
}

/**
 * All data that will be shared (tekst 1 and 2, R2): the five mandatory columns, then the client's optional ones in
 * column order.
 */
function sharedFields(optional: readonly OptionalField[]): string[] {
  const chosen = OPTIONAL_FIELDS.filter((field) => optional.includes(field)).map((field) => PLAIN[field] ?? field)
  return [...MANDATORY, ...chosen]
}

type Claim = Omit<RenterLetter['claims'][number], 'disputed'>

/** Claims as they stand in the table; one that is paid has nothing to say. */
function printed(claims: readonly Claim[]): View[] {
  return claims
    .filter(({ openCents }) => openCents !== 0)
    .map(({ description, invoice, dueOn, openCents }) => ({
      description,
      invoice,
      dueOn: dutchDate(dueOn),
      amount: euros(openCents),
    }))
}

function claimsView(claims: RenterLetter['claims']): View {
  const disputedItems = printed(claims.filter(({ disputed }) => disputed))
  return {
    items: printed(claims.filter(({ disputed }) => !disputed)),
    hasDisputedItems: disputedItems.length > 0,
    disputedItems,
  }
}

/** Name and address as they stand in the window of an envelope. Without initials the surname begins with a capital. */
export function addressee(renter: RenterLetter['renter']): { name: string; streetLine: string; cityLine: string } {
  const { surname, initials, street, houseNumber, houseNumberAddition, postcode, city } = renter
  return {
    name: initials ? `${initials} ${surname}` : surname.charAt(0).toLocaleUpperCase('nl') + surname.slice(1),
    streetLine: [street, houseNumber, houseNumberAddition].filter(Boolean).join(' '),
    cityLine: [postcode && postcodeInPrint(postcode), city].filter(Boolean).join(' '),
  }
}

function addressLine(renter: RenterLetter['renter']): string {
  const { streetLine, cityLine } = addressee(renter)
  return [streetLine, cityLine].filter(Boolean).join(', ')
}
