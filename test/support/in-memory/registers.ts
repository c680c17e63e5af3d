import { isDeepStrictEqual } from 'node:util'
import { type RegisterStore, UnknownClient } from '../../../shared/contracts/ports.ts'
import type { Client, Municipality, Organisation, Policy } from '../../../shared/contracts/registers.ts'

interface Entry<T> {
  readonly value: T
  readonly at: string
}
/** A value that was replaced, and from when until when it stood. */
export interface Replaced {
  readonly value: unknown
  readonly from: string
  readonly until: string
}

/** The registers in memory, and what they keep of the past. */
export function aRegisterStore() {
  const kept = {
    organisation: new Map<string, Entry<Organisation>>(),
    policy: new Map<string, Entry<Policy>>(),
    clients: new Map<string, Entry<Client>>(),
    municipalities: new Map<string, Entry<Municipality>>(),
  }
  const past = new Map<string, Replaced[]>()
  let openCases = 0

  const set = <T>(entries: Map<string, Entry<T>>, name: string, value: T, at: string): void => {
    const before = entries.get(name)
    if (before && isDeepStrictEqual(before.value, value)) return
    if (before) past.set(name, [...(past.get(name) ?? []), { value: before.value, from: before.at, until: at }])
    entries.set(name, { value: structuredClone(value), at })
  }
  /** False when there is no such entry. */
  const change = <T>(entries: Map<string, Entry<T>>, name: string, part: Partial<T>, at: string): boolean => {
    const before = entries.get(name)
    if (before) set(entries, name, { ...before.value, ...part }, at)
    return before !== undefined
  }
  const only = <T>(entries: Map<string, Entry<T>>): T => {
    for (const { value } of entries.values()) return structuredClone(value)
    throw new Error('the registers are empty: load registers.json first')
  }
  const municipality = (code: string): Municipality | null =>
    structuredClone(kept.municipalities.get(`MUNICIPALITY#${code}`)?.value ?? null)

  return {
    async load({ organisation, policy, clients, municipalities }, at) {
      set(kept.organisation, 'ORGANISATION', organisation, at)
      set(kept.policy, 'POLICY', policy, at)
      for (const each of clients) set(kept.clients, `CLIENT#${each.id}`, each, at)
      for (const each of municipalities) set(kept.municipalities, `MUNICIPALITY#${each.gemeentecode}`, each, at)
    },
    async conditions(clientId, gemeentecode) {
      const found = kept.clients.get(`CLIENT#${clientId}`)
      if (!found) throw new UnknownClient(clientId)
      const client = structuredClone(found.value)
      const { mandate, handOver, resignal, collectionAgency } = client
      const place = gemeentecode === null ? null : municipality(gemeentecode)
      return {
        organisation: only(kept.organisation),
        policy: only(kept.policy),
        client,
        clientConditions: {
          mandate,
          handOver,
          resignal,
          hasCollectionAgency: collectionAgency !== null,
          since: found.at,
        },
        municipality: place,
        municipalityConditions: place && { agreement: place.agreement, minimumAmountCents: place.minimumAmountCents },
        openCases,
      }
    },
    organisation: async () => only(kept.organisation),
    async clients() {
      const names = [...kept.clients.keys()].sort()
      return names.flatMap((name) => structuredClone(kept.clients.get(name)?.value) ?? [])
    },
    municipality: async (code) => municipality(code),
    setMandate: async (clientId, mandate, at) => change(kept.clients, `CLIENT#${clientId}`, { mandate }, at),
    setClient: async (clientId, part, at) => change(kept.clients, `CLIENT#${clientId}`, part, at),
    setAgreement: async (code, agreement, at) => change(kept.municipalities, `MUNICIPALITY#${code}`, { agreement }, at),
    async noteOpenCases(count) {
      openCases = count
    },
    async expectOpenCases(count) {
      openCases = Math.max(openCases, count)
    },
    historyOf: async (entry: string): Promise<Replaced[]> => past.get(entry) ?? [],
  } satisfies RegisterStore & Record<string, unknown>
}
