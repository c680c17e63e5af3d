import { isDeepStrictEqual } from 'node:util'
import { registersThen } from '../../../shared/adapters/registers-then.ts'
import { clientConditionsOf, municipalityConditionsOf, renewed } from '../../../shared/contracts/conditions.ts'
import { type RegisterStore, UnknownClient } from '../../../shared/contracts/ports.ts'
import {
  type Client,
  type Colleague,
  type Municipality,
  type Organisation,
  type Policy,
  sameName,
} from '../../../shared/contracts/registers.ts'
import type { Beat } from '../../../shared/domain/stop.ts'

interface Entry<T> {
  readonly value: T
  readonly at: string
  readonly by: string
}
/** A value that was replaced, from when until when it stood, and whose it was. */
export interface Replaced {
  readonly value: unknown
  readonly from: string
  readonly until: string
  readonly by: string
}

/** The registers in memory, and what they keep of the past. */
export function aRegisterStore() {
  const kept = {
    organisation: new Map<string, Entry<Organisation>>(),
    policy: new Map<string, Entry<Policy>>(),
    clients: new Map<string, Entry<Client>>(),
    municipalities: new Map<string, Entry<Municipality>>(),
    colleagues: new Map<string, Entry<Colleague>>(),
    signers: new Map<string, Entry<Colleague>>(),
  }
  const past = new Map<string, Replaced[]>()
  let openCases = 0
  const books = new Map<string, { on: string; at: string }>()
  const waiting = new Map<string, string>()
  let beat: Beat | null = null

  const set = <T>(entries: Map<string, Entry<T>>, name: string, value: T, at: string, by: string): void => {
    const before = entries.get(name)
    if (before && isDeepStrictEqual(before.value, value)) return
    if (before)
      past.set(name, [...(past.get(name) ?? []), { value: before.value, from: before.at, until: at, by: before.by }])
    entries.set(name, { value: structuredClone(value), at, by })
  }
  /** False when there is no such entry. */
  const change = <T>(
    entries: Map<string, Entry<T>>,
    name: string,
    part: (value: T) => Partial<T>,
    at: string,
    by: string,
  ): boolean => {
    const before = entries.get(name)
    if (before) set(entries, name, { ...before.value, ...part(before.value) }, at, by)
    return before !== undefined
  }
  const only = <T>(entries: Map<string, Entry<T>>): T => {
    for (const { value } of entries.values()) return structuredClone(value)
    throw new Error('the registers are empty: load registers.json first')
  }
  const municipality = (code: string): Municipality | null =>
    structuredClone(kept.municipalities.get(`MUNICIPALITY#${code}`)?.value ?? null)

  return {
    async load({ organisation, policy, clients, municipalities, colleagues }, at, by) {
      set(kept.organisation, 'ORGANISATION', organisation, at, by)
      set(kept.policy, 'POLICY', policy, at, by)
      for (const each of clients) set(kept.clients, `CLIENT#${each.id}`, each, at, by)
      for (const each of municipalities) set(kept.municipalities, `MUNICIPALITY#${each.gemeentecode}`, each, at, by)
      for (const each of colleagues) set(kept.colleagues, `COLLEAGUE#${each.id}`, each, at, by)
    },
    async conditions(clientId, gemeentecode) {
      const found = kept.clients.get(`CLIENT#${clientId}`)
      if (!found) throw new UnknownClient(clientId)
      const client = structuredClone(found.value)
      const book = books.get(clientId)
      const place = gemeentecode === null ? null : municipality(gemeentecode)
      return {
        organisation: only(kept.organisation),
        policy: only(kept.policy),
        client,
        clientConditions: clientConditionsOf(
          client,
          { on: null, at: null, ...book, waits: (waiting.get(clientId) ?? '') > (book?.on ?? '') },
          found.at,
        ),
        municipality: place,
        municipalityConditions: place && municipalityConditionsOf(place),
        openCases,
        beat,
      }
    },
    organisation: async () => only(kept.organisation),
    async clients() {
      const names = [...kept.clients.keys()].sort()
      return names.flatMap((name) => structuredClone(kept.clients.get(name)?.value) ?? [])
    },
    municipality: async (code) => municipality(code),
    setMandate: async (clientId, period, at, by) =>
      change(kept.clients, `CLIENT#${clientId}`, (client) => ({ mandate: renewed(client, period, by) }), at, by),
    setClient: async (clientId, part, at, by) => change(kept.clients, `CLIENT#${clientId}`, () => part, at, by),
    setAgreement: async (code, agreement, at, by) =>
      change(kept.municipalities, `MUNICIPALITY#${code}`, () => ({ agreement }), at, by),
    async colleagues() {
      return [...kept.colleagues.values(), ...kept.signers.values()].map(({ value }) => structuredClone(value))
    },
    async addColleague(colleague, at, by) {
      const name = `COLLEAGUE-${sameName(colleague.name)}`
      if (!kept.signers.has(name)) set(kept.signers, name, colleague, at, by)
      return structuredClone(kept.signers.get(name)?.value ?? colleague)
    },
    async asOf(day) {
      const before = [...past].flatMap(([sk, values]) =>
        values.map(({ value, from, by }) => ({ sk, value, at: from, by })),
      )
      const now = Object.values(kept).flatMap((entries) => [...entries].map(([sk, entry]) => ({ ...entry, sk })))
      return registersThen(structuredClone([...before, ...now]), day)
    },
    async noteOpenCases(count) {
      openCases = count
    },
    async expectOpenCases(count) {
      openCases = Math.max(openCases, count)
    },
    async noteBook(clientId, on, at) {
      if ((books.get(clientId)?.on ?? '') <= on) books.set(clientId, { on, at })
    },
    async noteWaitingBook(clientId, on) {
      if ((waiting.get(clientId) ?? '') <= on) waiting.set(clientId, on)
    },
    beat: async () => beat,
    async noteBeat(next) {
      beat = next
    },
    historyOf: async (entry: string): Promise<Replaced[]> => past.get(entry) ?? [],
  } satisfies RegisterStore & Record<string, unknown>
}
