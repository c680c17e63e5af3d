import type { StoredEvent } from '../../shared/domain/event.ts'
import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { failingGates } from './judge-gate.ts'
import { clientAt } from './registers-told.ts'
import type { Told } from './told.ts'
import { voidFilesAreVoid } from './voided.ts'
import { surnameOf } from './world.ts'

// Invariant 1: no signal leaves without G1–G9 at the moment of writing; and nothing more than the client allows (R2),
// once (S2).

const TITLES =
  'Achternaam|Voorletters|Straatnaam|Huisnummer|Huisnummer toevoeging|Postcode|Woonplaats|Telefoonnummer 1|E-Mailadres|Aantal maanden achterstand|Bedrag achterstand'
const OPTIONAL = ['Voorletters', 'Straatnaam', 'Huisnummer toevoeging', 'Woonplaats', 'Telefoonnummer 1', 'E-Mailadres']

export const signalsPassTheGate: Judge = (evidence) => [
  ...evidence.outcome.signals.flatMap((file) => judgeFile(evidence, file)),
  ...writtenWithoutRow(evidence),
  ...voidFilesAreVoid(evidence),
  ...rewritten(evidence),
]

type File = Evidence['outcome']['signals'][number]
type Written = StoredEvent & { type: 'SignalWritten' }

function judgeFile(evidence: Evidence, file: File): string[] {
  const wrongTitles = file.titles.join('|') === TITLES ? [] : [`1: ${file.name} has other titles than the portal wants`]
  return [...wrongTitles, ...file.rows.flatMap((row, index) => judgeRow(evidence, file, row, index + 2))]
}

function judgeRow(evidence: Evidence, file: File, row: Readonly<Record<string, string>>, place: number): string[] {
  const where = `${file.name} row ${place}`
  const [found, ...others] = evidence.cases.flatMap((each) =>
    each.events.flatMap((event) =>
      event.type === 'SignalWritten' && event.file === file.name && event.row === place ? [{ each, event }] : [],
    ),
  )
  if (!found) return [`1: ${where} stands in no history`]
  if (others.length > 0) return [`1: ${where} stands in ${others.length + 1} histories`]
  const { each, event } = found
  const renter = evidence.world.renters.find(({ number }) => number === each.renter)
  if (!renter) return [`1: ${where} is about nobody`]
  const who = `${where} (${each.caseId}, renter ${each.renter})`
  const { at, failing } = gatesAtWriting(evidence, file.name, each, event)
  const named = namedInLastOffer(each.told[event.seq - 1])
  const mayShare = (title: string) =>
    named.includes(title) &&
    clientAt(evidence, each.client, at).some(({ optionalFields }) => optionalFields.includes(title))
  return [
    ...(row.Achternaam === surnameOf(renter) ? [] : [`1: ${who} names somebody else`]),
    ...OPTIONAL.filter((title) => !mayShare(title) && row[title] !== '').map(
      (title) => `1: ${who} shares ${title}, which the client does not allow or no letter announced (R2)`,
    ),
    ...(tellsAsMuch(row, event) ? [] : [`1: ${who} tells of other months or another amount than its history (C12)`]),
    ...(validRow(row) ? [] : [`1: ${who} lacks what is mandatory (G8)`]),
    ...(failing.length === 0 ? [] : [`1: ${who} left against ${failing.join(', ')}`]),
  ]
}

/** The optional fields that the last letter with an offer named; none without one. */
const namedInLastOffer = (told: Told | undefined): readonly string[] =>
  told?.letters.findLast(({ offer }) => offer)?.shared ?? []

const centsIn = (row: Readonly<Record<string, string>>): number =>
  Math.round(Number((row['Bedrag achterstand'] ?? '').replace(',', '.')) * 100)
const tellsAsMuch = (row: Readonly<Record<string, string>>, { months, amountCents }: Written): boolean =>
  Number(row['Aantal maanden achterstand']) === months && centsIn(row) === amountCents

const validRow = (row: Readonly<Record<string, string>>): boolean =>
  /\p{L}/u.test(row.Achternaam ?? '') &&
  /^[1-9]\d{0,4}$/.test(row.Huisnummer ?? '') &&
  /^[1-9]\d{3}[A-Z]{2}$/.test(row.Postcode ?? '') &&
  Number(row['Aantal maanden achterstand']) >= 1 &&
  centsIn(row) > 0

/**
 * The gates that failed when the file was written, by everything that was known before the function last looked. What
 * came between that look and the writing may count or not: the fewest failures are taken.
 */
function gatesAtWriting(
  evidence: Evidence,
  file: string,
  each: JudgedCase,
  event: Written,
): { at: string; failing: string[] } {
  const { order } = evidence
  const { seq: delivered } = event
  const reservations = each.events.filter(
    (before) => before.type === 'SignalClaimed' && before.file === file && before.seq < delivered,
  )
  const reserved = reservations.at(-1)
  if (!reserved) return { at: each.events[delivered - 1]?.at ?? '', failing: ['no reservation'] }
  const [[, [written] = []] = []] = order.putsLike(new RegExp(`^portal-files/.*/signals/${file}$`))
  const look = order.looks(each.caseId).findLast(({ sent, seq }) => sent < (written?.sent ?? 0) && seq > reserved.seq)
  const known = written ? order.newestBefore(each.caseId, look?.sent ?? written.sent) : 0
  const at = written?.at ?? reserved.at
  const attempts: string[][] = []
  for (let seq = Math.max(reserved.seq, known); seq < delivered; seq += 1) {
    const told = each.told[seq]
    if (told) attempts.push(failingGates(evidence, each, told, event, at))
  }
  return { at, failing: attempts.sort((a, b) => a.length - b.length)[0] ?? ['no moment'] }
}

function writtenWithoutRow({ cases, outcome }: Evidence): string[] {
  const rows = new Map(outcome.signals.map(({ name, rows: { length } }) => [name, length]))
  const takenAway = new Set(
    cases.flatMap(({ events }) => events.flatMap((event) => (event.type === 'SignalVoided' ? [event.file] : []))),
  )
  return cases.flatMap(({ caseId, events }) =>
    events.flatMap((event) =>
      event.type === 'SignalWritten' &&
      event.row > (rows.get(event.file) ?? 0) + 1 &&
      !events.some((each) => each.type === 'SignalVoided' && each.file === event.file) &&
      // An answer proved this row alone; the file was taken away for the others (S2).
      !(takenAway.has(event.file) && events.some((each) => each.type === 'SignalDelivered' && each.file === event.file))
        ? [`1: ${caseId} says that it stands in ${event.file} row ${event.row}, and it does not`]
        : [],
    ),
  )
}

/** S2: a file is written once, and never rewritten: what a portal may have fetched does not change. */
const rewritten = ({ order }: Evidence): string[] =>
  ['signals', 'withdrawals'].flatMap((kind) =>
    order
      .putsLike(new RegExp(`^portal-files/.*/${kind}/`))
      .filter(([, puts]) => new Set(puts.map(({ sha256 }) => sha256)).size > 1)
      .map(([key]) => `1: ${key} was rewritten with other content (S2)`),
  )
