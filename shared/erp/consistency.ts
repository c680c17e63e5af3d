import { renterKey } from '../domain/renter-number.ts'
import type { Claim } from './claim.ts'
import type { Title } from './columns.ts'
import type { Remark } from './row.ts'

/**
 * Looks at the lines of one book beside each other: a line stands in it once, though an invoice may have several
 * (C12), and lines of one renter tell of one person; lines of one contract of one address. The street and the city are
 * left out of that: the postcode and the house number decide, and systems spell streets in many ways.
 * @param lines whether two lines may not say the same
 * @returns a function that takes the lines in order and gives what is wrong with each, naming the earlier line
 */
export function createConsistencyCheck({
  lines: once,
}: {
  readonly lines: boolean
}): (row: number, claim: Claim) => Remark[] {
  const renters = createRegister()
  const contracts = createRegister()
  const lines = new Map<string, number>()

  return (row, claim) => {
    const remarks: Remark[] = []
    const renter = renters.look(key(claim.client, renterKey(claim.renter)), row, personOf(claim))
    if (renter.difference) remarks.push(contradiction(renter.difference, PERSON_TITLES, 'deze huurder'))
    const contract = contracts.look(key(renter.number, claim.contract), row, addressOf(claim))
    if (contract.difference)
      remarks.push(contradiction(contract.difference, ADDRESS_TITLES, 'dit contract van deze huurder'))

    if (!once) return remarks
    const { contract: at, invoice, description, dueOn, amountCents, openCents } = claim
    const line = key(renter.number, at, invoice, description, dueOn, amountCents, openCents)
    const earlier = lines.get(line)
    if (earlier === undefined) lines.set(line, row)
    else remarks.push({ field: 'Factuurnummer', message: `Deze factuur van deze huurder staat ook in rij ${earlier}.` })
    return remarks
  }
}

const PERSON_TITLES: readonly Title[] = ['Achternaam', 'Soort huurder']
const ADDRESS_TITLES: readonly Title[] = ['Postcode', 'Huisnummer', 'Huisnummer toevoeging', 'Soort eenheid']

function personOf(claim: Claim): string[] {
  return [claim.surname.toLowerCase(), String(claim.naturalPerson)]
}

function addressOf(claim: Claim): string[] {
  return [claim.postcode, claim.houseNumber, claim.houseNumberAddition.toLowerCase(), String(claim.dwelling)]
}

interface Difference {
  readonly row: number
  readonly index: number
}

interface Register {
  /** The number of the subject, from 0, and where its values first differ from those of its first row. */
  look(subject: string, row: number, values: readonly string[]): { number: number; difference: Difference | null }
}

/** What the first row said of each subject. Held in lists beside each other, since a book has 100,000 subjects. */
function createRegister(): Register {
  const numbers = new Map<string, number>()
  const rows: number[] = []
  const first: string[] = []
  return {
    look(subject, row, values) {
      const number = numbers.get(subject)
      if (number === undefined) {
        numbers.set(subject, rows.length)
        first.push(key(...values))
        return { number: rows.push(row) - 1, difference: null }
      }
      if (first[number] === key(...values)) return { number, difference: null }
      const before: unknown[] = JSON.parse(first[number] ?? '[]')
      const index = values.findIndex((value, at) => value !== before[at])
      return { number, difference: { row: rows[number] ?? row, index } }
    },
  }
}

function contradiction(difference: Difference, titles: readonly Title[], subject: string): Remark {
  const field = titles[difference.index] ?? 'Debiteurnummer'
  return { field, message: `Dit is anders dan in rij ${difference.row}, voor ${subject}. Maak de rijen gelijk.` }
}

/** One text for several, that cannot be mistaken for another, and that does not keep the text of the file in memory. */
function key(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts)
}
