import { createHash } from 'node:crypto'

/** Bytes that every store that is used here takes as a name, with what is put behind it. */
const MAX_BYTES = 200
/** Characters that get lost in a listing or in a path, and those of a name that is no text. */
const UNFIT = /[&<>'"`\\/\p{Cc}\ufffd]/u
const ANOTHER_NAME =
  'De naam van dit bestand is te lang, of bevat tekens die niet kunnen. Geef het een korte naam van letters, cijfers en streepjes, en lever het opnieuw aan.'
const REPLACED = 'naam-onbruikbaar-'

/**
 * The name under which a file is delivered: its own, or one that is made of it where no store can keep it. Such a file
 * is not read: it waits for a person, who gives it a name.
 */
export function deliveredName(name: string): string {
  if (!UNFIT.test(name) && Buffer.byteLength(name) <= MAX_BYTES) return name
  const [date, behind] = [name.slice(0, 10), name.slice(10)]
  const legible = behind
    .normalize('NFD')
    .replaceAll(/[^a-zA-Z0-9]+/g, '-')
    .replaceAll(/^-|-(csv|xlsx)$/gi, '')
    .slice(0, 40)
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${date}-${REPLACED}${legible}-${hash}${/\.xlsx$/i.test(name) ? '.xlsx' : '.csv'}`
}

/**
 * Why a name that somebody writes in an address cannot be that of one file in its folder, in Dutch; null when it can.
 */
export const wrongName = (name: string): string | null =>
  name !== '' && name !== '.' && name !== '..' && deliveredName(name) === name ? null : ANOTHER_NAME

/** Why a delivered file waits for another name, in Dutch; null when it has its own. */
export const nameProblem = (key: string): string | null => (key.slice(11).startsWith(REPLACED) ? ANOTHER_NAME : null)
