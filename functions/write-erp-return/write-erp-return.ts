import { z } from 'zod'
import type { CaseLog, ObjectStore } from '../../shared/contracts/ports.ts'
import { dateOf, type IsoDate, instantAt, plusDays } from '../../shared/domain/calendar.ts'
import { type ReturnLine, returnLine, writeReturnFile } from '../../shared/erp/return-file.ts'

/** What the schedule sends; nothing in it is used. */
export const writeErpReturnInput = z.looseObject({})

/** What the renters' administration gets. */
export interface ReturnWork {
  readonly log: Pick<CaseLog, 'entries'>
  readonly objects: Pick<ObjectStore, 'exists' | 'put'>
  readonly now: () => Date
}

/** A file ends a quarter of an hour before it is written, so that nothing that belongs in it is still under way. */
const CLOSES = '19:45'
/** A day on which no file could be written gets it later: for so many days. */
const LOOK_BACK_DAYS = 7

/**
 * Writes the ERP's return file of each of the last days that has none yet: what was done for each renter since the file
 * before it (work instruction, step 2; S2). A day without anything has no file. The same day always has the same lines.
 */
export async function writeErpReturn(work: ReturnWork): Promise<{ lines: number }> {
  const today = dateOf(work.now().toISOString())
  let lines = 0
  for (let back = LOOK_BACK_DAYS - 1; back >= 0; back -= 1) lines += await writeDay(work, plusDays(today, -back))
  return { lines }
}

async function writeDay({ log, objects, now }: ReturnWork, day: IsoDate): Promise<number> {
  const until = instantAt(day, CLOSES)
  const key = `${day}.csv`
  if (until > now().toISOString() || (await objects.exists('erpReturn', key))) return 0
  const lines: ReturnLine[] = []
  for await (const entry of log.entries(instantAt(plusDays(day, -1), CLOSES), until)) lines.push(returnLine(entry))
  if (lines.length === 0) return 0
  await objects.put('erpReturn', key, writeReturnFile(lines), 'text/csv; charset=utf-8')
  return lines.length
}
