import type { z } from 'zod'
import type { Kept, RegistersThen } from '../contracts/ports.ts'
import {
  clientSchema,
  colleagueSchema,
  municipalitySchema,
  organisationSchema,
  policySchema,
} from '../contracts/stored-registers.ts'
import { type IsoDate, type IsoInstant, instantAt, plusDays } from '../domain/calendar.ts'
import type { Author } from '../domain/event.ts'
import { parsed } from './parsed.ts'

/** A value of an entry, from when it stood and whose it was. */
export interface KeptEntry {
  readonly sk: string
  readonly value: unknown
  readonly at: IsoInstant
  readonly by: Author
}

/**
 * The registers as they stood at the end of a day.
 *
 * @param entries every value that ever stood, those of one entry the oldest first
 */
export function registersThen(entries: readonly KeptEntry[], day: IsoDate): RegistersThen {
  const end = instantAt(plusDays(day, 1), '00:00')
  const stood = [...new Map(entries.filter(({ at }) => at < end).map((entry) => [entry.sk, entry])).values()]
  const of = <T>(kind: string, schema: z.ZodType<T>): Kept<T>[] =>
    stood
      .filter(({ sk }) => sk.startsWith(kind))
      .sort((a, b) => (a.sk < b.sk ? -1 : 1))
      .map(({ sk, value, at, by }) => ({
        value: parsed(schema, value, `${sk} of ${at} does not hold what it should`),
        since: at,
        by,
      }))
  return {
    organisation: of('ORGANISATION', organisationSchema)[0] ?? null,
    policy: of('POLICY', policySchema)[0] ?? null,
    clients: of('CLIENT#', clientSchema),
    municipalities: of('MUNICIPALITY#', municipalitySchema),
    colleagues: of('COLLEAGUE', colleagueSchema),
  }
}
