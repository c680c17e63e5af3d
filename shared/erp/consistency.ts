import type { Claim } from './claim.ts'
import type { Title } from './columns.ts'
import type { Remark } from './row.ts'

interface Facts {
  readonly row: number
  readonly values: string
}

/**
 * Looks at the lines of one book beside each other: an invoice stands in it once for a renter, and lines of one renter
 * tell of one person; lines of one contract of one address. The street and the city are left out of that: the postcode
 * and the house number decide, and systems spell streets in many ways.
 * @returns a function that takes the lines in order and gives what is wrong with each, naming the earlier line
 */
export function createConsistencyCheck(): (row: number, claim: Claim) => Remark[] {
  const renters = new Map<string, number>()
  const invoices = new Map<string, number>()
  const persons = new Map<string, Facts>()
  const addresses = new Map<string, Facts>()

  return (row, claim) => {
    const remarks: Remark[] = []
    const name = key(claim.client, claim.renter)
    const renter = renters.get(name) ?? renters.size
    renters.set(name, renter)

    const invoice = key(renter, claim.invoice)
    const earlier = invoices.get(invoice)
    if (earlier === undefined) invoices.set(invoice, row)
    else remarks.push({ field: 'Factuurnummer', message: `Deze factuur van deze huurder staat ook in rij ${earlier}.` })

    const person = compare(persons, key(renter), row, personOf(claim))
    if (person) remarks.push(contradiction(person, personTitles, 'deze huurder'))
    const address = compare(addresses, key(renter, claim.contract), row, addressOf(claim))
    if (address) remarks.push(contradiction(address, addressTitles, 'dit contract van deze huurder'))
    return remarks
  }
}

const personTitles: readonly Title[] = ['Achternaam', 'Soort huurder']
const addressTitles: readonly Title[] = ['Postcode', 'Huisnummer', 'Huisnummer toevoeging', 'Soort eenheid']

function personOf(claim: Claim): string[] {
  return [claim.surname.toLowerCase(), String(claim.naturalPerson)]
}

function addressOf(claim: Claim): string[] {
  return [claim.postcode, String(claim.houseNumber), claim.houseNumberAddition.toLowerCase(), String(claim.dwelling)]
}

interface Difference {
  readonly row: number
  readonly index: number
}

function compare(
  known: Map<string, Facts>,
  subject: string,
  row: number,
  values: readonly string[],
): Difference | null {
  const first = known.get(subject)
  const joined = key(...values)
  if (first === undefined) known.set(subject, { row, values: joined })
  if (first === undefined || first.values === joined) return null
  const before: unknown[] = JSON.parse(first.values)
  return { row: first.row, index: values.findIndex((value, index) => value !== before[index]) }
}

function contradiction(difference: Difference, titles: readonly Title[], subject: string): Remark {
  const field = titles[difference.index] ?? 'Debiteurnummer'
  return { field, message: `Dit is anders dan in rij ${difference.row}, voor ${subject}. Maak de rijen gelijk.` }
}

/** One text for several, that cannot be mistaken for another, and that does not keep the text of the file in memory. */
function key(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts)
}
