import { ADMINISTERED } from '../../shared/domain/administered.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import type { Evidence, Judge } from './invariants.ts'
import { daysAfter } from './told.ts'

// Nothing is lost on its way out of the house: what was done for a renter stands once in the files for the ERP (S2),
// and a letter for the post in the list of its day (C5).

export const reportsAreWhole: Judge = (evidence) => [...returns(evidence), ...batches(evidence)]

/** Later than this, the file of the day is not yet written. */
const closes = ({ world }: Evidence) => instantAt(world.until, '19:45')

function returns(evidence: Evidence): string[] {
  const times = new Map<string, number>()
  for (const { text } of evidence.outcome.erpReturn)
    for (const line of text.split('\r\n').slice(1, -1)) {
      const reference = line.split(';').at(-2) ?? ''
      times.set(reference, (times.get(reference) ?? 0) + 1)
    }
  const types: ReadonlySet<string> = new Set(ADMINISTERED)
  return evidence.cases.flatMap(({ caseId, events }) =>
    events.flatMap(({ seq, type, at }) => {
      const wanted = types.has(type) && at < closes(evidence) ? 1 : 0
      const found = times.get(`${caseId}-${seq}`) ?? 0
      return found === wanted ? [] : [`4: ${type} of ${caseId}#${seq} stands ${found} times in the files for the ERP`]
    }),
  )
}

function batches({ post, world }: Evidence): string[] {
  return [...post.keys()].flatMap((key) => {
    const [day = '', file = ''] = key.split('/')
    if (!file.endsWith('.pdf') || day > daysAfter(world.until, -1)) return []
    const list = post.get(`batches/${day}.csv`)?.toString() ?? ''
    return list.includes(`;${key};`) ? [] : [`4: ${key} is in no list for the post`]
  })
}
