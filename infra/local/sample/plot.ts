import type { z } from 'zod'
import { dayOfMonth, type IsoDate, plusDays, workingDayFrom } from '../../../shared/domain/calendar.ts'
import type { eventSchema } from '../simulation/events.ts'
import type { ClientId, TownKey } from './landscape.ts'
import type { Casting, Renter } from './people.ts'
import type { Random } from './random.ts'

/** A line of events.jsonl, as it is written. */
export type WrittenFact = z.input<typeof eventSchema>
/** The part of a fact that a story tells; renter and time are added. */
export type Told<T = WrittenFact> = T extends { renter?: unknown } ? Omit<T, 'at' | 'renter'> : never

export interface Contract {
  readonly number: string
  readonly unit: 'woning' | 'overig'
  readonly rentCents: number
}

/** A claim as the ERP knows it through time. Amounts in cents; a credit is negative. */
export interface Claim {
  readonly invoice: string
  readonly contract: Contract
  readonly description: string
  readonly dueOn: IsoDate
  /** From this day on the books show it. */
  readonly invoicedOn: IsoDate
  readonly cents: number
  readonly payments: { readonly on: IsoDate; readonly cents: number }[]
}

/** What the book of a day shows as open of a claim; a payment counts from the day on which it is booked. */
export const openOn = (claim: Claim, day: IsoDate): number =>
  claim.cents - claim.payments.filter(({ on }) => on <= day).reduce((sum, { cents }) => sum + cents, 0)

/** So many days before it falls due, an ERP that invoices ahead does so. */
const DAYS_AHEAD = 20

export const LAST_DAY = '2026-05-31'

/** How a renter is chosen for a story; what is absent is drawn. */
export interface Story {
  readonly count: number
  /** First days of the months in which the story may begin, one renter after the other. */
  readonly starts: readonly IsoDate[]
  readonly clients: readonly ClientId[]
  readonly towns: readonly TownKey[]
  readonly casting?: Omit<Casting, 'client' | 'town'>
  readonly unit?: Contract['unit']
  readonly rentCents?: number
  readonly tell: (plot: Plot) => void
}

/** The number that the renter has from a day on, by the ERP. */
export interface Renumbering {
  readonly on: IsoDate
  readonly debtor: string
}

/** One renter's five months, written down by a story. `months` counts from the month in which the story begins. */
export interface Plot {
  readonly renter: Renter
  readonly claims: readonly Claim[]
  readonly facts: readonly WrittenFact[]
  /** Null while the renter keeps the number. */
  readonly renumbered: Renumbering | null
  readonly random: Random
  readonly rentCents: number
  /** The working day on or after a day of a month. */
  day(months: number, day: number): IsoDate
  /** The rent of these months falls due on the first and is not paid. */
  owes(...months: number[]): void
  /** The rent of a month stands in the books for weeks before it falls due. */
  isInvoicedAhead(month: number): void
  /** As `owes`, for every month from this one to the end of the sample. */
  owesFrom(month: number): void
  /** A claim other than rent; a negative amount is a credit. Gives the invoice number. */
  isCharged(description: string, dueOn: IsoDate, cents: number): string
  /** A second contract, with its own rent for these months. */
  alsoRents(unit: Contract['unit'], rentCents: number, ...months: number[]): void
  /** The ERP books that everything due so far is paid. */
  pays(on: IsoDate): void
  /** The ERP books a payment, on the oldest claim first. */
  paysPart(on: IsoDate, cents: number): void
  owedOn(day: IsoDate): number
  /** Someone reports a fact on this day, between 09:30 and 16:55. */
  reports(on: IsoDate, fact: Told): void
  /** A colleague says that what a question asked is done (H1). */
  isDone(on: IsoDate, question: string, by: string): void
  /** From this day on the ERP shows the renter under this number. */
  isRenumbered(on: IsoDate, debtor: string): void
  /** An attempt at personal contact (C6b). */
  isContacted(on: IsoDate): void
}

const MONTHS = 'januari februari maart april mei juni juli augustus september oktober november december'.split(' ')
const monthName = (day: IsoDate) => `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`

export function beginPlot(renter: Renter, home: Contract, start: IsoDate, random: Random): Plot {
  const claims: Claim[] = []
  const facts: WrittenFact[] = []
  let renumbered: Renumbering | null = null
  const firstOf = (months: number) => dayOfMonth(start, months, 1)

  function charge(
    contract: Contract,
    description: string,
    dueOn: IsoDate,
    cents: number,
    invoicedOn: IsoDate = dueOn,
  ): string {
    const invoice = `F${dueOn.slice(2, 4)}${dueOn.slice(5, 7)}-${renter.debtor}-${claims.length + 1}`
    claims.push({ invoice, contract, description, dueOn, invoicedOn, cents, payments: [] })
    return invoice
  }
  const rent = (contract: Contract, month: number, daysAhead = 0) => {
    const dueOn = firstOf(month)
    return charge(contract, `Huur ${monthName(dueOn)}`, dueOn, contract.rentCents, plusDays(dueOn, -daysAhead))
  }

  /** Some minute between 09:30 and 16:55. */
  const sometime = (on: IsoDate): string => {
    const minutes = random.between(9 * 12 + 6, 16 * 12 + 11) * 5
    return `${on}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  }

  const plot: Plot = {
    renter,
    claims,
    facts,
    get renumbered() {
      return renumbered
    },
    random,
    rentCents: home.rentCents,
    day: (months, day) => workingDayFrom(dayOfMonth(start, months, day)),
    owes: (...months) => {
      for (const month of months) rent(home, month)
    },
    isInvoicedAhead: (month) => {
      rent(home, month, DAYS_AHEAD)
    },
    owesFrom: (month) => {
      for (let later = month; firstOf(later) <= LAST_DAY; later += 1) rent(home, later)
    },
    isCharged: (description, dueOn, cents) => charge(home, description, dueOn, cents),
    alsoRents: (unit, rentCents, ...months) => {
      const contract = { number: `${home.number}-2`, unit, rentCents }
      for (const month of months) rent(contract, month)
    },
    pays: (on) => {
      for (const claim of claims.filter(({ dueOn }) => dueOn <= on)) {
        const open = openOn(claim, on)
        if (open !== 0) claim.payments.push({ on, cents: open })
      }
    },
    paysPart: (on, cents) => {
      let rest = cents
      for (const claim of claims.filter(({ dueOn }) => dueOn <= on)) {
        const part = Math.min(rest, Math.max(0, openOn(claim, on)))
        if (part > 0) claim.payments.push({ on, cents: part })
        rest -= part
      }
    },
    owedOn: (day) => claims.filter(({ dueOn }) => dueOn <= day).reduce((sum, claim) => sum + openOn(claim, day), 0),
    reports: (on, fact) => {
      const debtor = renumbered && renumbered.on <= on ? renumbered.debtor : renter.debtor
      facts.push({ at: sometime(on), renter: debtor, ...fact } as WrittenFact)
    },
    isDone: (on, question, by) => {
      facts.push({ at: sometime(on), type: 'question-answered', question, answer: 'done', by })
    },
    isRenumbered: (on, debtor) => {
      renumbered = { on, debtor }
    },
    isContacted: (on) =>
      plot.reports(on, {
        type: 'contact-attempt',
        kind: random.pick(['Telefoon', 'Telefoon', 'Huisbezoek', 'SMS/Whatsapp', 'Mail', 'Kaartje', 'Brief']),
        reached: random.between(1, 3) === 1,
        by: random.pick(['Team huurincasso', 'Team huurincasso', 'Wijkbeheer']),
      }),
  }
  return plot
}
