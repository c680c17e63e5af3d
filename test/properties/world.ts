import type { FaultPlan } from './faults.ts'

/** One claim on a renter: what it is for, and from which day on the books show which part of it as paid. */
export interface Charge {
  readonly invoice: string
  readonly contract: string
  /** The first word of its description: it tells whether it is rent (C12). */
  readonly what: 'Huur' | 'Parkeerplaats'
  readonly client: string
  readonly dueOn: string
  /** Negative for a credit. */
  readonly cents: number
  /** A negative part was paid, and came back (C14). */
  readonly paid: readonly { readonly on: string; readonly cents: number }[]
}

export interface WorldRenter {
  readonly number: string
  readonly place: Place
  /** Empty without; who moves gets another one. */
  readonly email: string
  readonly moves: { readonly on: string; readonly to: Place } | null
  readonly naturalPerson: boolean
  readonly dwelling: boolean
  /** The days on which the books have a dunning block for the renter (R7); null without one. */
  readonly blocked: { readonly from: string; readonly until: string } | null
  readonly charges: readonly Charge[]
}

export interface Place {
  readonly postcode: string
  readonly gemeentecode: string | null
}

/** A delivered file: the whole book of its day, or what went wrong with it. */
export interface Delivery {
  readonly file: string
  readonly on: string
  readonly harm: 'none' | 'cut' | 'client-missing' | 'no-amounts'
  /** Where it is cut: after so many of its lines, counted in hundredths, in the middle of the next one. */
  readonly at: number
}

/** A line of events.jsonl; `again` are the moments at which the bus delivers the very same event once more. */
export interface WorldFact {
  readonly at: string
  readonly type: string
  readonly again: readonly string[]
  readonly [field: string]: unknown
}

/** Everything that comes from outside in some months, and what fails meanwhile. */
export interface World {
  readonly from: string
  readonly until: string
  /** The last day on which anything fails: what follows is time to recover in. */
  readonly calmFrom: string
  readonly registers: WorldRegisters
  readonly renters: readonly WorldRenter[]
  readonly deliveries: readonly Delivery[]
  readonly facts: readonly WorldFact[]
  /**
   * Whether portals fetch their files by themselves; else only an answer or a refusal tells that they have them (S2).
   */
  readonly portalFetches: boolean
  readonly faults: Omit<FaultPlan, 'until'>
}

export interface Mandate {
  readonly from: string
  readonly until: string | null
}
export interface WorldClient {
  readonly id: string
  readonly name: string
  readonly mandate: Mandate | null
  readonly optionalFields: readonly string[]
  readonly collectionAgency: { readonly name: string; readonly email: string } | null
  readonly handOver: 'after-answer-period' | 'after-signal' | 'never'
  readonly resignal: 'never' | 'monthly'
  readonly handOverUnreported: 'ask' | 'after-notice'
}
export interface WorldMunicipality {
  readonly gemeentecode: string
  readonly name: string
  readonly portal: 'RIS' | 'VPS'
  readonly format?: 'xlsx' | 'csv'
  readonly agreement: { readonly status: string; readonly from: string | null; readonly until: string | null }
  /** In euros. */
  readonly minimumAmount: number | null
}
export interface WorldRegisters {
  readonly organisation: Readonly<Record<string, string>>
  readonly clients: readonly WorldClient[]
  readonly municipalities: readonly WorldMunicipality[]
  readonly addresses: readonly { readonly postcode: string; readonly gemeentecode: string }[]
  readonly policy: {
    readonly signalDay: number
    readonly objectionDays: number
    readonly suspensionDays: number
    readonly answerDays: number
  }
}

/**
 * What is written of a person nowhere but in the book, the letters and the files for portals: each is found by one
 * search.
 */
export const MARKERS = ['Xqmerk', '@xqmerk.example', 'Xqstraat', '06 55 '] as const
export const surnameOf = ({ number }: WorldRenter): string =>
  `Xqmerk${number.replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))}`
const PHONE = (number: string) => `06 55 ${number}`

const TITLES =
  'Opdrachtgever;Debiteurnummer;Contractnummer;Soort huurder;Achternaam;Voorletters;Straatnaam;Huisnummer;Huisnummer toevoeging;Postcode;Woonplaats;Telefoonnummer;E-mailadres;Soort eenheid;Factuurnummer;Omschrijving;Vervaldatum;Bedrag;Openstaand;Aanmaanblokkade'

/** One line of a book: who owes what on its day. */
export interface BookLine {
  readonly client: string
  readonly renter: string
  readonly invoice: string
  readonly dueOn: string
  readonly openCents: number
  readonly text: string
}

/** What the ERP would export on a day. */
const wholeBook = ({ renters }: World, on: string): BookLine[] =>
  renters.flatMap((renter) =>
    renter.charges.flatMap((charge) => {
      const openCents = charge.cents - charge.paid.reduce((sum, each) => (each.on <= on ? sum + each.cents : sum), 0)
      if (charge.dueOn > on || openCents === 0) return []
      const { client, invoice, dueOn } = charge
      return [{ client, renter: renter.number, invoice, dueOn, openCents, text: lineOf(renter, charge, openCents, on) }]
    }),
  )

function lineOf(renter: WorldRenter, charge: Charge, openCents: number, on: string): string {
  const { number, naturalPerson, dwelling, moves, blocked } = renter
  const isBlocked = blocked !== null && blocked.from <= on && on <= blocked.until
  const moved = moves !== null && moves.on <= on
  const place = moved ? moves.to : renter.place
  const email = renter.email === '' ? '' : `${moved ? 'nieuw-' : ''}${number}@xqmerk.example`
  return [
    ...[charge.client, number, charge.contract, naturalPerson ? 'natuurlijk persoon' : 'rechtspersoon'],
    ...[surnameOf(renter), 'A.B.', 'Xqstraat', String(houseOf(number)), moved ? 'II' : '', place.postcode, 'Stad'],
    ...[PHONE(number), email, dwelling ? 'woning' : 'overig', charge.invoice, `${charge.what} ${charge.invoice}`],
    ...[
      charge.dueOn.split('-').reverse().join('-'),
      euros(charge.cents),
      euros(openCents),
      isBlocked ? 'sanering' : '',
    ],
  ].join(';')
}

/** Of the renters in one street four live in each house, so that a line may mean the signal of another (S4). */
const houseOf = (number: string): number => Math.ceil((Number(number) - 100_000) / 4)

const euros = (cents: number): string =>
  `${cents < 0 ? '-' : ''}${Math.trunc(Math.abs(cents) / 100)},${String(Math.abs(cents) % 100).padStart(2, '0')}`

/** The lines that a delivered file still has in full, and its text. */
export function contentOf(world: World, { on, harm, at }: Delivery): { lines: BookLine[]; text: string } {
  const whole = wholeBook(world, on)
  if (harm === 'cut' && whole.length > 0) {
    const kept = Math.floor((whole.length * at) / 100)
    const half = whole[kept]?.text.split(';').slice(0, 12).join(';') ?? ''
    return {
      lines: whole.slice(0, kept),
      text: [TITLES, ...whole.slice(0, kept).map(({ text }) => text), half].join('\r\n'),
    }
  }
  const missing = whole[0]?.client
  const lines = harm === 'client-missing' ? whole.filter(({ client }) => client !== missing) : whole
  const titles = harm === 'no-amounts' ? TITLES.replace(';Openstaand', ';Saldo') : TITLES
  return { lines, text: `${[titles, ...lines.map(({ text }) => text)].join('\r\n')}\r\n` }
}
