import type { Seen } from './trace.ts'

type Of<W extends Seen['what']> = Extract<Seen, { what: W }>

/** In which order things took effect, as the relay before the emulators saw it. */
export type Order = ReturnType<typeof orderOf>

export function orderOf(trace: readonly Seen[]) {
  const of = <W extends Seen['what']>(what: W) => trace.filter((seen): seen is Of<W> => seen.what === what)
  const appends = Map.groupBy(of('append'), (seen) => seen.case)
  const looks = Map.groupBy(of('look'), (seen) => seen.case)
  const mails = new Map(of('mail').map((seen) => [seen.reservation, seen]))
  const puts = Map.groupBy(of('put'), (seen) => seen.key)
  const objections = Map.groupBy(of('objection'), (seen) => seen.renter)
  const registers = Map.groupBy(of('register'), (seen) => seen.entry)
  const facts = Map.groupBy(of('fact'), (seen) => seen.id)
  return {
    appends: (caseId: string) => appends.get(caseId) ?? [],
    /** The newest event of a case that was certainly in its history before a moment. */
    newestBefore: (caseId: string, moment: number): number =>
      Math.max(0, ...(appends.get(caseId) ?? []).filter(({ done }) => done < moment).map(({ seq }) => seq)),
    /** When it was asked whether anything had followed the event at this place. */
    looksAfter: (caseId: string, seq: number) => (looks.get(caseId) ?? []).filter((look) => look.seq === seq + 1),
    looks: (caseId: string) => looks.get(caseId) ?? [],
    mail: (reservation: string) => mails.get(reservation),
    puts: (key: string) => puts.get(key) ?? [],
    putsLike: (pattern: RegExp) => [...puts.entries()].filter(([key]) => pattern.test(key)),
    objections: (renter: string) => objections.get(renter) ?? [],
    registers: (entry: string) => registers.get(entry) ?? [],
    facts: (id: string) => facts.get(id) ?? [],
  }
}
