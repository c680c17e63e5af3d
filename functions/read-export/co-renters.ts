import type { RenterAccount } from '../../shared/erp/book.ts'

/** Whom a contract names together is a household. A number that more renters have is no contract of theirs. */
const MOST = 20

/**
 * Of each renter who shares an invoice under a contract with others of the same client, the numbers of those others
 * (G10). Where the export has no contracts, the address stands for it: an invoice number alone may be given every month
 * anew.
 */
export function coRentersIn(accounts: readonly RenterAccount[]): ReadonlyMap<RenterAccount, readonly string[]> {
  const together = new Map<RenterAccount, Set<string>>()
  const sharing = grouped(accounts, places)
  for (const group of sharing)
    for (const same of grouped(group, invoices))
      for (const account of same) {
        const others = together.get(account) ?? new Set()
        for (const { renter } of same) if (renter !== account.renter) others.add(renter)
        together.set(account, others)
      }
  return new Map([...together].map(([account, others]) => [account, [...others].sort()]))
}

/** Those that have a key in common, where there are several, and no more than a household. */
function grouped(
  accounts: readonly RenterAccount[],
  keysOf: (account: RenterAccount) => readonly string[],
): RenterAccount[][] {
  const byKey = new Map<string, RenterAccount[]>()
  for (const account of accounts)
    for (const key of new Set(keysOf(account))) {
      const group = byKey.get(key)
      if (group) group.push(account)
      else byKey.set(key, [account])
    }
  return [...byKey.values()].filter(({ length }) => length > 1 && length <= MOST)
}

const places = ({ client, contracts, postcode, houseNumber, houseNumberAddition }: RenterAccount): string[] =>
  contracts.length > 0
    ? contracts.map((contract) => JSON.stringify([client, contract]))
    : [JSON.stringify([client, postcode, houseNumber, houseNumberAddition])]

const invoices = ({ claims }: RenterAccount): string[] =>
  claims.filter(({ openCents }) => openCents > 0).map(({ contract, invoice }) => JSON.stringify([contract, invoice]))
