import type { Conditions, RegisterStore } from '../contracts/ports.ts'

/** So long a function may go by what it read of the registers; the gate itself reads them anew for each file. */
const SECONDS = 10

/**
 * The same registers, of which the terms of a client and a municipality are read at most once in ten seconds, and again after
 * a change that was written through them.
 */
export function rememberConditions(registers: RegisterStore, now: () => Date): RegisterStore {
  let until = 0
  const known = new Map<string, Promise<Conditions>>()
  const forgetAfter = async (change: Promise<boolean>): Promise<boolean> => {
    const written = await change
    known.clear()
    return written
  }
  return {
    ...registers,
    setMandate: (...change) => forgetAfter(registers.setMandate(...change)),
    setClient: (...change) => forgetAfter(registers.setClient(...change)),
    setAgreement: (...change) => forgetAfter(registers.setAgreement(...change)),
    conditions(client, gemeentecode) {
      const moment = now().getTime()
      if (moment >= until || moment < until - SECONDS * 1000) {
        known.clear()
        until = moment + SECONDS * 1000
      }
      const key = JSON.stringify([client, gemeentecode])
      const conditions = known.get(key) ?? registers.conditions(client, gemeentecode)
      known.set(key, conditions)
      // A failure is not remembered.
      conditions.catch(() => known.delete(key))
      return conditions
    },
  }
}
