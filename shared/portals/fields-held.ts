import type { Person } from '../contracts/renters.ts'
import type { OptionalField } from '../domain/closed-lists.ts'
import { cleanText } from './clean-text.ts'
import { OPTIONAL_COLUMNS } from './columns.ts'

/** Of the optional fields that may be shared, those that this renter has: a letter names no others (R2). */
export const fieldsHeld = (person: Person, allowed: readonly OptionalField[]): OptionalField[] =>
  OPTIONAL_COLUMNS.filter(({ title, field }) => allowed.includes(title) && cleanText(person[field]) !== '').map(
    ({ title }) => title,
  )
