import type { Person, RenterRecord, RenterStore } from '../../shared/contracts/renters.ts'
import { type Pair, renumberingId } from '../../shared/contracts/renumbering.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { ownerKey, renterKey } from '../../shared/domain/renter-number.ts'
import type { RenterAccount } from '../../shared/erp/book.ts'
import type { OpenCase } from './guard.ts'

interface Reading {
  readonly renters: Pick<RenterStore, 'getMany'>
  readonly notebook: Pick<NotebookFor<'renumbering read'>, 'get'>
}

/**
 * Renters with an open case who left the book, while a number came into it that nobody knew, with the same contract, an
 * invoice that is one renter's in both books, or the same surname and address (R6). Not those of whom a person said
 * that they are two. Each number is in one pair at most.
 */
export async function renumberedIn(
  { renters, notebook }: Reading,
  accounts: readonly RenterAccount[],
  open: readonly OpenCase[],
): Promise<Pair[]> {
  const inBook = new Set(accounts.map(({ client, renter }) => ownerKey(client, renter)))
  const clients = new Set(accounts.map(({ client }) => client))
  const gone = open.filter((each) => clients.has(each.client) && !inBook.has(ownerKey(each.client, each.renter)))
  if (gone.length === 0) return []
  const hasCase = new Set(open.map(({ client, renter }) => ownerKey(client, renter)))
  const fresh = accounts.filter(({ client, renter }) => !hasCase.has(ownerKey(client, renter)))
  const alike = likenessIn(fresh)
  const known = await renters.getMany(gone)
  const found = known.map((record) => ({ record, like: alike(record) })).filter(({ like }) => like.length > 0)
  if (found.length === 0) return []
  const invoiceIsOnes = await ownInvoices(renters, accounts, open)
  const taken = new Set<string>()
  const pairs: Pair[] = []
  for (const { record, like } of found)
    for (const { account, invoice } of like) {
      const pair = { client: record.client, was: record.renter, renter: account.renter }
      const key = ownerKey(account.client, account.renter)
      if (taken.has(key) || (invoice !== null && !invoiceIsOnes(account.client, invoice))) continue
      if (await isKnownOrAnother({ renters, notebook }, pair)) continue
      taken.add(key)
      pairs.push(pair)
      break
    }
  return pairs
}

/** Whether the number is no new one, or a person said that it is another renter's. */
async function isKnownOrAnother({ renters, notebook }: Reading, pair: Pair): Promise<boolean> {
  const [known] = await renters.getMany([pair])
  return known !== undefined || (await notebook.get('renumbering', renumberingId(pair)))?.state === 'other'
}

interface Like {
  readonly account: RenterAccount
  /** The invoice that is all that they have in common; null when it is more. */
  readonly invoice: string | null
}

/** Of a renter's record, the new numbers that are like it. */
function likenessIn(fresh: readonly RenterAccount[]): (record: RenterRecord) => Like[] {
  const byContract = new Map<string, RenterAccount>()
  const byInvoice = new Map<string, RenterAccount>()
  const byPerson = new Map<string, RenterAccount>()
  for (const account of fresh) {
    const { client } = account
    for (const contract of account.contracts) byContract.set(ownerKey(client, contract), account)
    for (const { invoice } of account.claims) byInvoice.set(ownerKey(client, invoice), account)
    byPerson.set(ownerKey(client, personKey(account)), account)
  }
  return ({ client, contracts, claims, person }) => [
    ...contracts.flatMap((contract) => there(byContract.get(ownerKey(client, contract)), null)),
    ...there(byPerson.get(ownerKey(client, personKey(person))), null),
    ...claims.flatMap(({ invoice }) => there(byInvoice.get(ownerKey(client, invoice)), invoice)),
  ]
}

const there = (account: RenterAccount | undefined, invoice: string | null): Like[] =>
  account ? [{ account, invoice }] : []

const personKey = ({ surname, postcode, houseNumber, houseNumberAddition }: Omit<Person, 'city' | 'email'>): string =>
  JSON.stringify([surname, postcode, houseNumber, houseNumberAddition].map((text) => text.toLowerCase().trim()))

/** Whether an invoice number is one renter's, in this book and as far as the renters of the last one are known. */
async function ownInvoices(
  renters: Reading['renters'],
  accounts: readonly RenterAccount[],
  open: readonly OpenCase[],
): Promise<(client: string, invoice: string) => boolean> {
  const [now, before] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const note = (owners: Map<string, Set<string>>, client: string, invoice: string, renter: string) => {
    const key = ownerKey(client, invoice)
    owners.set(key, (owners.get(key) ?? new Set()).add(renterKey(renter)))
  }
  for (const { client, renter, claims } of accounts)
    for (const { invoice } of claims) note(now, client, invoice, renter)
  for (const { client, renter, claims } of await renters.getMany(open))
    for (const { invoice } of claims) note(before, client, invoice, renter)
  return (client, invoice) => [now, before].every((owners) => owners.get(ownerKey(client, invoice))?.size === 1)
}
