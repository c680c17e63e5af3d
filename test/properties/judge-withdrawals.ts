import type { StoredEvent } from '../../shared/domain/event.ts'
import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { dateIn, daysAfter, type Told } from './told.ts'
import { isCertain, REMAINDER_CENTS, standingTold } from './told-claims.ts'
import { isVoid } from './voided.ts'

// S4, invariants 3 and 4: a withdrawal says which signal it takes back, at the portal where that signal lies, once; and
// only of a renter who paid or objects. It means no signal of another renter.

export const withdrawalsFindTheirSignal: Judge = (evidence) => [
  ...evidence.cases.flatMap((each) =>
    each.events.flatMap((event) =>
      event.type === 'WithdrawalWritten'
        ? [...judge(evidence, each, event), ...meansOthers(evidence, each, event)]
        : [],
    ),
  ),
  ...strayRows(evidence),
]

const ADDRESS = ['Postcode', 'Huisnummer', 'Huisnummer toevoeging']
const isVps = (file: string) => file.includes('-vps-')
const addressIn = (row: Readonly<Record<string, string>>) => ADDRESS.map((title) => row[title] ?? '').join(' ')

type Withdrawn = StoredEvent & { type: 'WithdrawalWritten' }

/** S4: nothing of what was reported is certainly open, and no other rent is certainly 30 days past due. */
export const allIsPaid = (told: Told, reported: readonly number[], on: string): boolean =>
  !told.claims.some(
    ({ number, openCents, dueOn, rent }) =>
      openCents > REMAINDER_CENTS &&
      (reported.includes(number) ||
        (rent && daysAfter(dueOn, 30) <= on && standingTold(told, on).some((claim) => claim.number === number))),
  )

function judge({ outcome }: Evidence, { caseId, events, told }: JudgedCase, event: Withdrawn): string[] {
  const where = `${caseId}#${event.seq}`
  const signal = events.findLast(
    (each) =>
      each.type === 'SignalWritten' &&
      each.seq < event.seq &&
      !isRejected(events, each.seq, event.seq) &&
      !isVoid(events, each.file, event.seq),
  )
  const file = outcome.withdrawals.find(({ name }) => name === event.file)
  if (!file) return [`3: ${where}: the withdrawal is in no file`]
  if (signal?.type !== 'SignalWritten') return [`3: ${where}: nothing was written that could be withdrawn`]
  const delivered = outcome.signals.find(({ name }) => name === signal.file)?.rows[signal.row - 2]
  const address = delivered && addressIn(delivered)
  const before = told.slice(0, event.seq).findLast(({ seq }) => seq === event.seq - 1)
  const wasTakenAway = events.some((each) => each.type === 'SignalVoided' && each.file === signal.file)
  const claimed = events.findLast(({ type, seq }) => type === 'WithdrawalClaimed' && seq < event.seq)
  const asked = claimed && told[claimed.seq - 1]
  const founded =
    before?.ended ||
    before?.objects ||
    wasTakenAway ||
    events.some(({ type }) => type === 'ObjectionWithdrawn') ||
    (asked && (!isCertain(asked) || allIsPaid(asked, signal.claims, dateIn(event.at))))
  return [
    ...(wasTakenAway || file.rows.some((row) => addressIn(row) === address)
      ? []
      : [`3: ${where}: ${event.file} lacks the signal's address`]),
    ...(isVps(event.file) === isVps(signal.file) ? [] : [`3: ${where}: ${signal.file} is withdrawn at another portal`]),
    ...(founded ? [] : [`3: ${where}: withdrawn of a renter who neither paid what was reported nor objects`]),
  ]
}

/** The signals of other renters that a line takes back too: there when it came to the portal, and to stay. */
function meansOthers({ outcome, cases }: Evidence, { caseId, events }: JudgedCase, event: Withdrawn): string[] {
  const line = outcome.withdrawals.find(({ name }) => name === event.file)?.rows[event.row - 2]
  if (!line) return []
  const came = events.find((each) => each.type === 'SignalWithdrawn' && each.file === event.file)
  const asked = events.findLast(({ type, seq }) => type === 'WithdrawalClaimed' && seq < event.seq)
  const isThere = (each: StoredEvent) => !came || each.at < (came.moment ?? came.at)
  return cases
    .filter((other) => other.caseId !== caseId)
    .flatMap((other) =>
      other.events.flatMap((each) => {
        if (each.type !== 'SignalWritten' || !isThere(each) || isVps(each.file) !== isVps(event.file)) return []
        const row = outcome.signals.find(({ name }) => name === each.file)?.rows[each.row - 2]
        const stays = !isOver(other, each, event.at) && !mayGo(other, each, asked?.at ?? event.at, event.at)
        return row && isMeant(line, row) && stays
          ? [`4: ${caseId}#${event.seq}: ${event.file} takes back ${other.caseId} in ${each.file} too`]
          : []
      }),
    )
}

type Row = Readonly<Record<string, string>>
const ADDITION = 'Huisnummer toevoeging'
const isMeant = (line: Row, row: Row): boolean =>
  line.Postcode === row.Postcode &&
  line.Huisnummer === row.Huisnummer &&
  (!line[ADDITION] || line[ADDITION] === row[ADDITION])

type Written = StoredEvent & { type: 'SignalWritten' }

/** The signal was taken back, or refused, by then. */
const isOver = ({ events }: JudgedCase, signal: Written, at: string): boolean =>
  events.some(
    (each) =>
      each.seq > signal.seq &&
      each.at <= at &&
      (each.type === 'WithdrawalWritten' ||
        each.type === 'SignalWithdrawnByHand' ||
        (each.type === 'SignalRejected' && (each.file ?? signal.file) === signal.file)),
  )

/** The signal was to be taken back as well, as far as was known when the line was written. */
function mayGo({ events, told }: JudgedCase, signal: Written, from: string, until: string): boolean {
  const before = events.filter(({ at }) => at < from).length
  const known = told.slice(before, events.filter(({ at }) => at <= until).length + 1)
  return (
    events.some((each) => each.type === 'SignalVoided' && each.file === signal.file) ||
    known.some(
      (each) => each.ended || each.objects || !isCertain(each) || allIsPaid(each, signal.claims, dateIn(until)),
    )
  )
}

const isRejected = (events: readonly StoredEvent[], after: number, until: number): boolean =>
  events.find(({ type, seq }) => seq > after && seq < until && (type === 'SignalRejected' || type === 'SignalWritten'))
    ?.type === 'SignalRejected'

/** Every row of a withdrawal file stands for one case that says so. */
function strayRows({ outcome, cases }: Evidence): string[] {
  const told = cases.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'WithdrawalWritten' ? [event.file] : [])),
  )
  return outcome.withdrawals.flatMap(({ name, rows }) => {
    const times = told.filter((file) => file === name).length
    return times === rows.length ? [] : [`3: ${name} has ${rows.length} rows, and ${times} cases speak of it`]
  })
}
