import type { Channel } from '../contracts/portals.ts'
import type { CaseLog, RegisterStore } from '../contracts/ports.ts'
import type { KeptQuestion } from '../contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { dateOf, type IsoDate, plusWorkingDays } from '../domain/calendar.ts'
import { manifestSchema } from '../portals/manifest.ts'
import { reasonInWords } from '../questions/wording.ts'
import { getJson } from '../runtime/json-objects.ts'
import { isAtPortal } from './deliveries.ts'
import { manifestKey } from './manifests.ts'

/** A file that was written on an earlier day, and that its portal does not have (S2). */
export interface Undelivered {
  readonly file: string
  readonly since: IsoDate
  /** By their names, in the order of the alphabet. */
  readonly municipalities: readonly string[]
  /** A person brings it there. */
  readonly byHand: boolean
  /** What a person does about it, in Dutch. */
  readonly step: string
  /** Three working days have passed: the operators hear of it too. */
  readonly late: boolean
}

export interface UndeliveredPorts {
  readonly log: Pick<CaseLog, 'summariesOf'>
  readonly registers: Pick<RegisterStore, 'municipality'>
  readonly notebook: Pick<NotebookFor<'delivery read'>, 'list'>
  readonly objects: Pick<ObjectsFor<'evidence read'>, 'get'>
}

const LATE_AFTER = 3

const BY_HAND: ReadonlySet<Channel> = new Set(['upload', 'website'])

/** What stands in the way where nobody asked anything yet, by the channel. */
const STEPS: Readonly<Record<Channel, KeptQuestion['reason']>> = {
  upload: 'to-upload',
  website: 'to-enter',
  sftp: 'not-fetched',
  api: 'portal-unreachable',
}

/**
 * The files that should have been at their portal by the morning of a day, the oldest first: whatever keeps them from
 * it, and whether or not anybody noticed.
 *
 * @param questions those that are open: what is asked about a file is the step that resolves it
 */
export async function undeliveredOn(
  { log, registers, notebook, objects }: UndeliveredPorts,
  on: IsoDate,
  questions: readonly KeptQuestion[],
): Promise<Undelivered[]> {
  const found: Undelivered[] = []
  for (const { id: file, value } of await notebook.list('delivery')) {
    if (value.done || value.delivered || value.voided) continue
    const manifest = await getJson(objects, 'evidence', manifestKey(file), manifestSchema)
    if (!manifest || isAtPortal(manifest)) continue
    const since = dateOf(new Date(manifest.writtenAt).toISOString())
    if (since >= on) continue
    const codes = (await log.summariesOf(manifest.rows.map(({ caseId }) => caseId))).map((each) => each.gemeentecode)
    const names = await Promise.all(
      [...new Set(codes)].map(async (code) => (code === null ? null : await registers.municipality(code))?.name),
    )
    const asked = questions.findLast((question) => question.file === file && question.endedAt === null)
    found.push({
      file,
      since,
      municipalities: names.filter((name) => name !== undefined).sort(),
      byHand: BY_HAND.has(manifest.channel),
      step: reasonInWords(asked?.reason ?? STEPS[manifest.channel]),
      late: plusWorkingDays(since, LATE_AFTER) <= on,
    })
  }
  return found.sort((a, b) => (`${a.since} ${a.file}` < `${b.since} ${b.file}` ? -1 : 1))
}
