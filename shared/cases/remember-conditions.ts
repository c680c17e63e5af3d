import type { Conditions, RegisterStore } from '../contracts/ports.ts'

/** So long a function may go by what it read of the registers; the gate itself reads them anew for each file. */
const SECONDS = 10

/** The conditions of a client and a municipality, read at most once in ten seconds. */
export function rememberConditions(registers: Pick<RegisterStore, 'conditions'>, now: () => Date) {
  let until = 0
  const known = new Map<string, Promise<Conditions>>()
  return {
    conditions(client: string, gemeentecode: string | null): Promise<Conditions> {
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
    forget: (): void => known.clear(),
  }
}

/** The same registers, of which the conditions are remembered until a change is written through them. */
export function rememberUntilChanged(registers: RegisterStore, now: () => Date): RegisterStore {
  const { conditions, forget } = rememberConditions(registers, now)
  const forgetAfter = async (change: Promise<boolean>): Promise<boolean> => {
    const written = await change
    forget()
    return written
  }
  return {
    ...registers,
    conditions,
    setMandate: (...change) => forgetAfter(registers.setMandate(...change)),
    setClient: (...change) => forgetAfter(registers.setClient(...change)),
    setAgreement: (...change) => forgetAfter(registers.setAgreement(...change)),
  }
}
