import { type CaseList, type CaseLog, type CaseSummary, type RegisterStore, UnknownPlace } from '../contracts/ports.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import { hasEnded, type Phase } from '../domain/phase.ts'

/** What is left out narrows nothing. */
export interface CaseFilter {
  readonly client?: string
  readonly phase?: Phase
  readonly gemeentecode?: string
  /** Only cases whose step is due before this moment, the soonest first. */
  readonly dueBefore?: IsoInstant
}

export interface CasePage {
  readonly cases: readonly CaseSummary[]
  /** Gives the next page; null when there is none. */
  readonly next: string | null
}

/**
 * One page of the cases that a filter lets through, ended ones included: by client, what is open before what has ended,
 * and by case id; with `dueBefore` by that moment. A filter on anything but the client, the end and the moment is
 * looked for one by one. A case that changes its list between two pages may stand in both, or in neither; every other
 * case stands in one.
 *
 * @param cursor `next` of the page before this one, of the same filter; null for the first
 * @param size how many cases a page has at most; at least 1
 * @throws UnknownPlace when the cursor is of another filter, or none of ours
 */
export async function listCases(
  ports: { readonly log: Pick<CaseLog, 'listed'>; readonly registers: Pick<RegisterStore, 'clients'> },
  filter: CaseFilter,
  { size, cursor }: { readonly size: number; readonly cursor: string | null },
): Promise<CasePage> {
  const lists = await listsFor(ports, filter)
  const start = cursor === null ? { list: 0, after: null } : placeIn(cursor, lists)
  const cases: CaseSummary[] = []
  let next = ''
  for (const [at, list] of lists.entries()) {
    if (at < start.list) continue
    for await (const { summary, place } of ports.log.listed(list, at === start.list ? start.after : null)) {
      if (isPast(summary, filter)) break
      if (!matches(summary, filter)) continue
      if (cases.length === size) return { cases, next }
      cases.push(summary)
      if (cases.length === size) next = cursorTo(list, place())
    }
  }
  return { cases, next: null }
}

/** The lists in which the cases stand, in the order in which they are read. */
async function listsFor(
  { registers }: { readonly registers: Pick<RegisterStore, 'clients'> },
  { client, phase, dueBefore }: CaseFilter,
): Promise<CaseList[]> {
  if (dueBefore !== undefined) return [{ of: 'due' }]
  const clients = client === undefined ? (await registers.clients()).map(({ id }) => id).sort() : [client]
  const ends = phase === undefined ? [false, true] : [hasEnded(phase)]
  return clients.flatMap((of) => ends.map((ended): CaseList => ({ of: ended ? 'ended' : 'open', client: of })))
}

const isPast = ({ due }: CaseSummary, { dueBefore }: CaseFilter): boolean =>
  dueBefore !== undefined && due !== null && due >= dueBefore

const matches = (summary: CaseSummary, { client, phase, gemeentecode }: CaseFilter): boolean =>
  (client === undefined || summary.client === client) &&
  (phase === undefined || summary.phase === phase) &&
  (gemeentecode === undefined || summary.gemeentecode === gemeentecode)

const nameOf = (list: CaseList): string => (list.of === 'due' ? list.of : `${list.of} ${list.client}`)

const cursorTo = (list: CaseList, place: string): string =>
  Buffer.from(JSON.stringify([nameOf(list), place])).toString('base64url')

function placeIn(cursor: string, lists: readonly CaseList[]): { list: number; after: string } {
  const [name, after] = parsed(cursor)
  const list = lists.findIndex((each) => nameOf(each) === name)
  if (list < 0 || typeof after !== 'string') throw new UnknownPlace('this is no cursor of these cases')
  return { list, after }
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
