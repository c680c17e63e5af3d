import { monthOf } from '../domain/calendar.ts'
import { OPTIONAL_FIELDS, type OptionalField } from '../domain/closed-lists.ts'
import { debtHelpIn } from './debt-help.ts'
import { days, euros } from './format.ts'
import { APART, type RenterLetter } from './model.ts'
import { isOpen, nameOf, placeLines, printed, senderView, type View } from './view-parts.ts'

/** Days past the due date from which a municipality must be told (Bgs art. 2; LCV 3.1; G2). Law, not policy. */
const REPORT_AFTER_DAYS = 30
/** National page about early reporting, named by tekst 1 and tekst 2. */
const INFO_URL = 'https://vroegsignaleringshv.nl'

/** The values of a letter to a renter. A reminder has no word about a report to name. */
export function renterView(letter: RenterLetter): View {
  return letter.kind === 'reminder' ? arrearsView(letter) : { ...arrearsView(letter), ...reportView(letter) }
}

function arrearsView(letter: RenterLetter): View {
  const { representative } = letter
  return {
    ...senderView(letter),
    caseId: letter.caseId,
    renterNumber: letter.renterNumber,
    client: letter.client,
    renter: { name: nameOf(letter.renter) },
    addressee: { ...addressee(letter) },
    representative: isAddressed(representative) ? { role: ROLES[representative.kind] } : null,
    formal: !letter.naturalPerson || isAddressed(representative),
    consumer: letter.naturalPerson,
    ...claimsView(letter),
    total: euros(letter.totalCents),
    payWithinDays: days(letter.payWithinDays),
  }
}

function reportView(letter: Exclude<RenterLetter, { kind: 'reminder' }>): View {
  const debtHelp = debtHelpIn(letter)
  return {
    municipality: letter.municipality ? `de gemeente ${letter.municipality.name}` : 'uw gemeente',
    reporting: debtHelp === 'report',
    ownHelp: debtHelp === 'own',
    reportAfterDays: REPORT_AFTER_DAYS,
    sharedFields: sharedFields(letter.optionalFields),
    objectionDays: days(letter.objectionDays),
    objectionEmail: letter.organisation.objectionEmail,
    objectionUrl: letter.objectionUrl,
    infoUrl: INFO_URL,
    privacyUrl: letter.organisation.privacyUrl,
  }
}

const MANDATORY = ['Achternaam', 'Huisnummer', 'Postcode', 'Aantal maanden achterstand', 'Bedrag achterstand']

/** Column titles as a renter reads them. */
const PLAIN: Partial<Record<OptionalField, string>> = {
  'Telefoonnummer 1': 'Telefoonnummer',
  'E-Mailadres': 'E-mailadres',
}

/**
 * All data that will be shared (tekst 1 and 2, R2): the five mandatory columns, then the optional ones in column order.
 */
function sharedFields(optional: readonly OptionalField[]): string[] {
  const chosen = OPTIONAL_FIELDS.filter((field) => optional.includes(field)).map((field) => PLAIN[field] ?? field)
  return [...MANDATORY, ...chosen]
}

type Claim = RenterLetter['claims'][number]

function claimsView({ kind, claims, apart }: RenterLetter): View {
  const open = claims.filter(isOpen)
  // In a first letter all of it is new, and nothing came later than the rest.
  const later = kind === 'follow-up' || open.some((claim) => !claim.later) ? open.filter(isLater) : []
  const laterRent = later.filter(({ rent }) => rent).map(month)
  const laterOther = later.filter(({ rent }) => !rent).map(({ description }) => description)
  const returned = open
    .filter((claim) => claim.returned)
    .map((claim) => (claim.rent ? `uw huur van ${month(claim)}` : claim.description))
  return {
    items: printed(open),
    apart: APART.filter((group) => apart[group].some(isOpen)).map((group) => ({
      ...Object.fromEntries(APART.map((each) => [each, each === group])),
      apartItems: printed(apart[group].filter(isOpen)),
    })),
    hasChanges: later.length + returned.length > 0,
    laterRent: inWords(laterRent),
    laterOther: inWords(laterOther),
    returned: inWords(returned),
  }
}

const month = ({ dueOn }: Pick<Claim, 'dueOn'>): string => `${monthOf(dueOn)} ${dueOn.slice(0, 4)}`

/** A credit that came later is no month that was not paid. */
const isLater = ({ later, openCents }: Claim): boolean => later && openCents > 0

const LIST = new Intl.ListFormat('nl', { type: 'conjunction' })
const inWords = (words: readonly string[]): string | null =>
  words.length === 0 ? null : LIST.format([...new Set(words)])

const ROLES = { administration: 'bewindvoerder', guardian: 'curator' } as const

type Representative = RenterLetter['representative']
const isAddressed = (
  representative: Representative,
): representative is NonNullable<Representative> & { kind: keyof typeof ROLES } =>
  representative !== null && representative.kind !== 'care-of'

/**
 * What stands in the window of the envelope: the renter, or who gets the letter in his place, with whose letter it is
 * (R7). A representative without an address leaves the lines empty: his letter does not go to the renter's home.
 */
export function addressee({ renter, representative }: Pick<RenterLetter, 'renter' | 'representative'>) {
  const name = nameOf(renter)
  if (representative === null) return { name, about: null, ...placeLines(renter) }
  const lines = placeLines(representative)
  return isAddressed(representative)
    ? { name: representative.name, about: `inzake ${name}`, ...lines }
    : { name, about: `p/a ${representative.name}`, ...lines }
}
