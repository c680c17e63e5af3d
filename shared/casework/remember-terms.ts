import type { RegisterStore, Terms } from '../contracts/ports.ts'

/** The same registers for the length of one batch: the terms of a client and a municipality are read once. */
export function rememberTerms(registers: RegisterStore): RegisterStore {
  const known = new Map<string, Promise<Terms>>()
  return {
    ...registers,
    terms(client, gemeentecode) {
      const key = JSON.stringify([client, gemeentecode])
      const terms = known.get(key) ?? registers.terms(client, gemeentecode)
      known.set(key, terms)
      return terms
    },
  }
}
