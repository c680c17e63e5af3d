import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readOutcome, type SimulationOutcome } from './outcome.ts'
import { simulate } from './simulate-cli.ts'

// Writes the input of `npm run simulate` as somebody outside would who has read infra/local/README.md and nothing else.

const TITLES = [
  'Opdrachtgever',
  'Debiteurnummer',
  'Contractnummer',
  'Soort huurder',
  'Achternaam',
  'Voorletters',
  'Straatnaam',
  'Huisnummer',
  'Huisnummer toevoeging',
  'Postcode',
  'Woonplaats',
  'Telefoonnummer',
  'E-mailadres',
  'Soort eenheid',
  'Factuurnummer',
  'Omschrijving',
  'Vervaldatum',
  'Bedrag',
  'Openstaand',
] as const
type Title = (typeof TITLES)[number]
type Line = Readonly<Record<Title, string>>
export type Details = Partial<Record<Exclude<Title, 'Debiteurnummer' | 'Bedrag' | 'Openstaand'>, string>>

export type Fact = { readonly at: string; readonly type: string } & Readonly<Record<string, unknown>>

interface Claim {
  readonly invoice: string
  readonly dueOn: string
  readonly cents: number
  /** What was paid of it, and from which book on it shows. */
  readonly payments: { on: string; cents: number }[]
  readonly details: Details
  /** The first book that shows it. */
  readonly knownFrom: string
}

const RENT = 100_000

/** `100000` cents as a Dutch ERP writes it. */
const euros = (cents: number) => `${Math.trunc(cents / 100)},${String(Math.abs(cents) % 100).padStart(2, '0')}`
const dutch = (date: string) => date.split('-').reverse().join('-')

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let [year = 0, month = 0] = first.split('-').map(Number); ; ) {
    const name = `${year}-${String(month).padStart(2, '0')}`
    if (name > last) return months
    months.push(name)
    ;[year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
  }
}

export interface Period {
  readonly from: string
  readonly until: string
}

export type Scenario = ReturnType<typeof scenario>
export type Renter = ReturnType<Scenario['renter']>

/**
 * A scenario: registers, renters with what they owe and pay, what is reported of them, and the days of every month, and
 * other dates, on which a book comes.
 */
export function scenario({
  from,
  until,
  registers,
  bookDays = [2, 9, 19],
  extraBooks = [],
}: Period & { registers: unknown; bookDays?: readonly number[]; extraBooks?: readonly string[] }) {
  const renters: { number: string; client: string; lines: (date: string) => Line[] }[] = []
  const facts: Fact[] = []
  const files = new Map<string, string | Uint8Array>()
  const answers = new Map<string, string | Uint8Array>()

  function renter(name: string, { client = 'BELEGGER-A', ...details }: { client?: string } & Details = {}) {
    const number = String(100_001 + renters.length)
    const claims: Claim[] = []
    const person = {
      Opdrachtgever: client,
      Debiteurnummer: number,
      Contractnummer: `H-${number}`,
      'Soort huurder': 'natuurlijk persoon',
      Achternaam: name,
      Voorletters: 'A.B.',
      Straatnaam: 'Dorpsstraat',
      Huisnummer: String(renters.length + 1),
      'Huisnummer toevoeging': '',
      Postcode: '1011 AB',
      Woonplaats: 'Amsterdam',
      Telefoonnummer: '0612345678',
      'E-mailadres': `huurder-${number}@huis.example`,
      'Soort eenheid': 'woning',
      ...details,
    }
    const openOn = ({ cents, payments }: Claim, date: string) =>
      cents - payments.reduce((sum, payment) => (payment.on <= date ? sum + payment.cents : sum), 0)
    const lines = (date: string): Line[] =>
      claims
        .filter((claim) => claim.knownFrom <= date && openOn(claim, date) !== 0)
        .map((claim) => ({
          ...person,
          Factuurnummer: claim.invoice,
          Omschrijving: `Huur ${claim.dueOn.slice(0, 7)}`,
          Vervaldatum: dutch(claim.dueOn),
          Bedrag: euros(claim.cents),
          Openstaand: euros(openOn(claim, date)),
          ...claim.details,
        }))
    renters.push({ number, client, lines })

    const self = {
      name,
      number,
      client,
      houseNumber: person.Huisnummer,
      invoice: (month: string) => `F-${number}-${month}`,
      /** The rent of some months, due on the first. */
      owes(months: readonly string[], cents = RENT) {
        for (const month of months) self.isCharged(self.invoice(month), `${month}-01`, cents)
        return self
      },
      /** The rent of every month from this one on. */
      owesFrom: (month: string, cents = RENT) => self.owes(monthsBetween(month, until.slice(0, 7)), cents),
      /** Any other claim. */
      isCharged(invoice: string, dueOn: string, cents: number, details: Details & { knownFrom?: string } = {}) {
        const { knownFrom = dueOn, ...others } = details
        claims.push({ invoice, dueOn, cents, payments: [], details: others, knownFrom })
        return self
      },
      /** Pays everything that is due; the books from that day on show it. */
      pays(on: string) {
        for (const claim of claims)
          if (claim.dueOn <= on && openOn(claim, on) !== 0) claim.payments.push({ on, cents: openOn(claim, on) })
        return self
      },
      paysPart(on: string, month: string, cents: number) {
        claims.find((claim) => claim.invoice === self.invoice(month))?.payments.push({ on, cents })
        return self
      },
      reports(at: string, type: string, fields: Readonly<Record<string, unknown>> = {}) {
        facts.push({ at, type, renter: number, ...fields })
        return self
      },
      /** A call that reached the renter: what G4b asks. */
      isCalled: (day: string) =>
        self.reports(`${day}T11:00`, 'contact-attempt', { kind: 'Telefoon', reached: true, by: 'AB' }),
    }
    return self
  }

  /** The book of some clients on a day, as the ERP exports it. */
  function book(date: string, clients?: readonly string[]): string {
    const lines = renters
      .filter(({ client }) => clients === undefined || clients.includes(client))
      .flatMap((each) => each.lines(date))
    return toCsv(lines)
  }

  const bookDates = (): string[] => [
    ...monthsBetween(from.slice(0, 7), until.slice(0, 7)).flatMap((month) =>
      bookDays.map((day) => `${month}-${String(day).padStart(2, '0')}`),
    ),
    ...extraBooks,
  ]

  /** Writes everything into a folder. @returns the options of the command that plays it */
  function writeTo(folder: string): string[] {
    const path = (name: string) => join(folder, name)
    mkdirSync(path('exports'), { recursive: true })
    writeFileSync(path('registers.json'), JSON.stringify(registers, null, 2))
    writeFileSync(path('events.jsonl'), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''))
    for (const date of bookDates())
      if (date >= from && date <= until) writeFileSync(path(`exports/${date}.csv`), book(date))
    for (const [name, content] of files) writeFileSync(path(`exports/${name}`), content)
    for (const [name, content] of answers) {
      mkdirSync(dirname(path(`answers/${name}`)), { recursive: true })
      writeFileSync(path(`answers/${name}`), content)
    }
    return [
      ...(answers.size > 0 ? ['--answers', path('answers')] : []),
      ...['--registers', path('registers.json'), '--exports', path('exports'), '--events', path('events.jsonl')],
      ...['--from', from, '--until', until, '--out', path('out')],
    ]
  }

  return {
    renter,
    book,
    writeTo,
    /** Something that concerns no single renter. */
    reports(at: string, type: string, fields: Readonly<Record<string, unknown>> = {}): void {
      facts.push({ at, type, ...fields })
    },
    /** A person puts files in their portal, in the afternoon of the day that stands in their names. */
    uploads(...names: string[]): void {
      for (const file of names) {
        const [day] = /\d{4}-\d\d-\d\d/.exec(file) ?? []
        facts.push({ at: `${day}T15:00`, type: 'upload-confirmed', file, by: 'AB' })
      }
    },
    /** One more file in the exports folder, beside the books of the usual days. */
    delivers(name: string, content: string | Uint8Array): void {
      files.set(name, content)
    },
    /** A file of a portal: `vps-answers/2026-03-04.csv`. */
    answers(name: string, content: string | Uint8Array): void {
      answers.set(name, content)
    },
    /** Plays it with the command line, and reads what it leaves behind. */
    async play(): Promise<SimulationOutcome> {
      const folder = mkdtempSync(join(tmpdir(), 'scenario-'))
      try {
        const { code, stdout, stderr } = await simulate(writeTo(folder))
        if (code !== 0) throw new Error(`the simulation ended with ${code}: ${stderr}${stdout}`)
        return await readOutcome(join(folder, 'out'))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}

/** Lines of claims as the CSV that is known without a mapping. */
export function toCsv(lines: readonly Readonly<Record<string, string>>[], titles: readonly string[] = TITLES): string {
  const rows = lines.map((line) => titles.map((title) => line[title] ?? '').join(';'))
  return `${[titles.join(';'), ...rows].join('\r\n')}\r\n`
}

export const EXPORT_TITLES: readonly string[] = TITLES
