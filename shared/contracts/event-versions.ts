import { z } from 'zod'
import { EVENT_VERSION, type StoredEvent } from '../domain/event.ts'
import { storedEventSchema } from './stored-event.ts'

/** An event as it lies in the table. Its hash, and the chain, are of this, whatever version it has. */
export type EventAsStored = Readonly<Record<string, unknown>>

/** By version, how an event of that version is made one of the next. */
type Upgrades = Readonly<Record<number, (event: EventAsStored) => EventAsStored>>

/** No event was ever written in an older shape than today's. */
const UPGRADES: Upgrades = {}

/**
 * Reads an event of any version as one of today's: the one place where an older version is known. What is stored never
 * changes.
 */
export const eventSchemaWith = (upgrades: Upgrades): z.ZodType<StoredEvent> =>
  z
    .looseObject({ v: z.int() })
    .transform((stored): unknown => upgraded(stored, stored.v, upgrades))
    .pipe(storedEventSchema)

function upgraded(event: EventAsStored, version: number, upgrades: Upgrades): EventAsStored {
  const upgrade = version < EVENT_VERSION ? upgrades[version] : undefined
  return upgrade ? upgraded({ ...upgrade(event), v: version + 1 }, version + 1, upgrades) : event
}

export const eventSchema = eventSchemaWith(UPGRADES)
