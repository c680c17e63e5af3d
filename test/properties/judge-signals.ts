import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { clientAt, covers, municipalityAt } from './registers-told.ts'
import { dateIn, daysAfter, deliveredOn, isSuspended, oldestDue, owedAtMost, type Told } from './told.ts'
import { voidFilesAreVoid } from './voided.ts'
import { surnameOf } from './world.ts'

// Invariant 1: no signal leaves without G1–G9 at the moment of writing; and nothing more than the client allows (R2),
// once (S2).

const TITLES =
  'Achternaam|Voorletters|Straatnaam|Huisnummer|Huisnummer toevoeging|Postcode|Woonplaats|Telefoonnummer 1|E-Mailadres|Aantal maanden achterstand|Bedrag achterstand'
const OPTIONAL = ['Voorletters', 'Straatnaam', 'Huisnummer toevoeging', 'Woonplaats', 'Telefoonnummer 1', 'E-Mailadres']
const LETTERS = ['reminder', 'demand', 'notice']

export const signalsPassTheGate: Judge = (evidence) => [
  ...evidence.outcome.signals.flatMap((file) => judgeFile(evidence, file)),
  ...writtenWithoutRow(evidence),
  ...voidFilesAreVoid(evidence),
  ...rewritten(evidence),
]

type File = Evidence['outcome']['signals'][number]

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
  const { at, failing } = gatesAtWriting(evidence, file.name, each, event.seq)
  const named = namedInLastOffer(each.told[event.seq - 1])
  const mayShare = (title: string) =>
    named.includes(title) &&
    clientAt(evidence, each.client, at).some(({ optionalFields }) => optionalFields.includes(title))
  return [
    ...(row.Achternaam === surnameOf(renter) ? [] : [`1: ${who} names somebody else`]),
    ...OPTIONAL.filter((title) => !mayShare(title) && row[title] !== '').map(
      (title) => `1: ${who} shares ${title}, which the client does not allow or no letter announced (R2)`,
    ),
    ...(validRow(row) ? [] : [`1: ${who} lacks what is mandatory (G8)`]),
    ...(failing.length === 0 ? [] : [`1: ${who} left against ${failing.join(', ')}`]),
  ]
}

/** The optional fields that the last letter with an offer named; none without one. */
const namedInLastOffer = (told: Told | undefined): readonly string[] =>
  LETTERS.flatMap((act) => told?.letters.get(act) ?? []).findLast(({ offer }) => offer)?.shared ?? []

const validRow = (row: Readonly<Record<string, string>>): boolean =>
  /\p{L}/u.test(row.Achternaam ?? '') &&
  /^[1-9]\d{0,4}$/.test(row.Huisnummer ?? '') &&
  /^[1-9]\d{3}[A-Z]{2}$/.test(row.Postcode ?? '') &&
  Number(row['Aantal maanden achterstand']) >= 1 &&
  Number((row['Bedrag achterstand'] ?? '').replace(',', '.')) > 0

/**
 * The gates that failed when the file was written, by everything that was known before the function last looked. What
 * came between that look and the writing may count or not: the fewest failures are taken.
 */
function gatesAtWriting(
  evidence: Evidence,
  file: string,
  each: JudgedCase,
  delivered: number,
): { at: string; failing: string[] } {
  const { order } = evidence
  const reservations = each.events.filter(
    (event) => event.type === 'SignalClaimed' && event.file === file && event.seq < delivered,
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
    if (told) attempts.push(failingGates(evidence, each, told, at))
  }
  return { at, failing: attempts.sort((a, b) => a.length - b.length)[0] ?? ['no moment'] }
}

function failingGates(evidence: Evidence, each: JudgedCase, told: Told, at: string): string[] {
  const { policy } = evidence.world.registers
  const on = dateIn(at)
  const oldest = oldestDue(told, on)
  const notice = told.letters.get('notice')
  const owed = owedAtMost(told, on)
  const clients = clientAt(evidence, each.client, at)
  const byPolicy = clients.some(({ resignal }) => resignal === 'monthly')
  const delivered = deliveredOn(told)
  const again = (byPolicy || told.redelivery) && (delivered === null ? told.withdrawn : delivered < on)
  const municipalities = municipalityAt(evidence, told.gemeentecode, at)
  const failing: [boolean, string][] = [
    [!told.naturalPerson || !told.dwelling, 'C9'],
    [owed <= 0 || told.ended !== null, 'G1'],
    [oldest === null || daysAfter(oldest, 30) > on, 'G2'],
    [told.letters.size === 0, 'G3'],
    [!told.called, 'G4b'],
    [!told.letters.has('demand') && !notice, 'G4c'],
    [!told.wantsHelp && ![...told.letters.values()].some(({ offer }) => offer), 'G4d'],
    [told.objects || objectsAt(evidence, each.renter, at), 'G5 (objection)'],
    [!notice || told.bounced === 'notice' || daysAfter(notice.receivedOn, policy.objectionDays + 1) > on, 'G5'],
    [
      notice !== undefined && notice.receivedOn < (notice.channel === 'post' ? daysAfter(notice.on, 2) : notice.on),
      'G5 (receipt)',
    ],
    [!clients.some(({ mandate }) => mandate !== null && covers(mandate, on)), 'G6'],
    [!municipalities.some(({ agreement }) => agreement.status === 'in-force' && covers(agreement, on)), 'G7'],
    [!municipalities.some(({ minimumAmountCents }) => owed >= (minimumAmountCents ?? 0)), 'R3'],
    [isSuspended(told, on, policy.suspensionDays) || told.arrangement !== null, 'G9 (suspended)'],
    [told.written !== null && !again, 'G9 (reported)'],
    [told.rejected, 'S5'],
  ]
  return failing.filter(([fails]) => fails).map(([, gate]) => gate)
}

/**
 * Whether the renter objected at a moment, in whatever case it was said (C7). What was said at that very moment may
 * count or not.
 */
function objectsAt({ order }: Evidence, renter: string | null, at: string): boolean {
  const said = order.objections(renter ?? '')
  const before = said.findLast((each) => each.at < at)
  return [before, ...said.filter((each) => each.at === at)].every((each) => each?.stands ?? false)
}

function writtenWithoutRow({ cases, outcome }: Evidence): string[] {
  const rows = new Map(outcome.signals.map(({ name, rows: { length } }) => [name, length]))
  return cases.flatMap(({ caseId, events }) =>
    events.flatMap((event) =>
      event.type === 'SignalWritten' &&
      event.row > (rows.get(event.file) ?? 0) + 1 &&
      !events.some((each) => each.type === 'SignalVoided' && each.file === event.file)
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
