import type { Remark } from '../../shared/contracts/import.ts'
import type { IsoDate } from '../../shared/domain/calendar.ts'
import { postcodeOf } from '../../shared/domain/postcode.ts'
import { type Cell, good, type Read, type SheetRow } from '../../shared/erp/cell.ts'
import { dueDate } from '../../shared/erp/date.ts'
import { splitHouseNumber } from '../../shared/erp/people/address.ts'
import { code, EMPTY_REASON, freeText } from '../../shared/erp/text.ts'
import { type AnswerProfile, asWord, type Meaning } from '../../shared/portals/answer-profile.ts'
import { isNearAccepted } from '../../shared/portals/near-accepted.ts'

/** One line of a portal's file. */
export interface PortalAnswer {
  /** As a spreadsheet numbers it. */
  readonly row: number
  readonly postcode: string
  readonly houseNumber: string
  readonly houseNumberAddition: string
  readonly meaning: Meaning
  /** The portal's word for it. */
  readonly status: string
  /** Null where the portal gives none. */
  readonly on: IsoDate | null
}

/** Which dwelling a line is about. */
export type Place = Pick<PortalAnswer, 'postcode' | 'houseNumber' | 'houseNumberAddition'>

/** A line that does not count, with what is wrong with it; a person must look (F2). */
export interface UnreadLine extends Remark {
  readonly row: number
  /** Null where that cannot be read. */
  readonly place: Place | null
  readonly reason: 'unknown-answer' | 'maybe-accepted' | 'answer-unread'
  /** Help was accepted, or may have been. */
  readonly urgent: boolean
}

export type Field = keyof AnswerProfile['columns']
interface Column {
  readonly index: number
  readonly title: string
}
export type Header = Readonly<Partial<Record<Field, Column>>>

/** Reads one line; the first thing that is wrong with it is told, without what stood there. */
export function readAnswer(
  row: SheetRow,
  header: Header,
  profile: AnswerProfile,
  today: IsoDate,
): PortalAnswer | UnreadLine {
  const cellOf = (field: Field): Cell => row.cells[header[field]?.index ?? -1] ?? ''
  const status = freeText(cellOf('status'))
  const known = status.ok ? meaningOf(status.value, profile) : undefined
  const postcode = readPostcode(cellOf('postcode'))
  const house = readHouse(cellOf('houseNumber'), cellOf('houseNumberAddition'))
  const place = row.fault === undefined && postcode.ok && house.ok ? { postcode: postcode.value, ...house.value } : null
  const unread = (
    field: Field | null,
    message: string,
    reason: UnreadLine['reason'] = 'answer-unread',
  ): UnreadLine => ({
    ...{ row: row.row, place, field: field && (header[field]?.title ?? null), message, reason },
    urgent: known?.meaning === 'accepted' || reason === 'maybe-accepted',
  })
  if (row.fault !== undefined)
    return unread(null, row.fault, mayBeAccepted(row, profile) ? 'maybe-accepted' : undefined)
  if (!status.ok) return unread('status', status.reason)
  if (status.value === '') return unread('status', EMPTY_REASON)
  if (!known) {
    const near = isNearAccepted(status.value, profile)
    return unread('status', unknownStatus(profile), near ? 'maybe-accepted' : 'unknown-answer')
  }
  if (!postcode.ok) return unread('postcode', postcode.reason)
  if (!house.ok) return unread('houseNumber', house.reason)
  const on = readDate(cellOf('date'), known.meaning, today)
  if (!on.ok) return unread('date', on.reason)
  return { row: row.row, postcode: postcode.value, ...house.value, ...known, on: on.value }
}

function meaningOf(status: string, { statuses }: AnswerProfile): Pick<PortalAnswer, 'meaning' | 'status'> | undefined {
  const found = Object.entries(statuses).find(([word]) => asWord(word) === asWord(status))
  return found && { status: found[0], meaning: found[1] }
}

/** A row with a fault has its cells, but perhaps not each in its own column. */
const mayBeAccepted = ({ cells }: SheetRow, profile: AnswerProfile): boolean =>
  cells.some(
    (cell) =>
      typeof cell === 'string' && (meaningOf(cell, profile)?.meaning === 'accepted' || isNearAccepted(cell, profile)),
  )

const unknownStatus = ({ name, statuses }: AnswerProfile): string =>
  `Deze status is niet bekend. Kies uit: ${Object.keys(statuses).join(', ')}. Of zet hem in het profiel ${name}.`

function readPostcode(cell: Cell): Read<string> {
  const text = code(cell)
  if (!text.ok) return text
  const postcode = postcodeOf(text.value.replace(/[^\p{L}\p{N}]/gu, ''))
  return postcode === null ? { ok: false, reason: 'Dit is geen postcode.' } : good(postcode)
}

/** The addition may stand in the number's cell, in its own, or in both. */
function readHouse(
  numberCell: Cell,
  additionCell: Cell,
): Read<Pick<PortalAnswer, 'houseNumber' | 'houseNumberAddition'>> {
  const text = code(numberCell)
  if (!text.ok) return text
  const addition = code(additionCell)
  if (!addition.ok) return addition
  const house = splitHouseNumber(text.value)
  if (!/^[1-9][0-9]{0,4}$/.test(house.number)) return { ok: false, reason: 'Dit is geen huisnummer.' }
  if (house.addition !== '' && addition.value !== '' && asWord(house.addition) !== asWord(addition.value))
    return { ok: false, reason: 'Dit huisnummer heeft een andere toevoeging dan de kolom daarvoor.' }
  return good({ houseNumber: house.number, houseNumberAddition: addition.value || house.addition })
}

/** Help accepted always has its date: the 30 days count from it (U1). */
function readDate(cell: Cell, meaning: Meaning, today: IsoDate): Read<IsoDate | null> {
  if (cell === '' && meaning !== 'accepted') return good(null)
  const on = dueDate(cell)
  return on.ok && on.value > today ? { ok: false, reason: 'Deze datum ligt in de toekomst.' } : on
}
