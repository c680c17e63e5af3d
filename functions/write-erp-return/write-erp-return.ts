import { z } from 'zod'
import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf, type IsoDate, instantAt, plusDays } from '../../shared/domain/calendar.ts'
import { type ReturnLine, returnLine, writeReturnFile } from '../../shared/erp/return-file.ts'
import { eachDaySince } from '../../shared/runtime/each-day.ts'

/** What the schedule sends; nothing in it is used. */
export const writeErpReturnInput = z.looseObject({})

export interface ReturnPorts {
  readonly log: Pick<CaseLog, 'entries'>
  readonly registers: Pick<RegisterStore, 'colleagues'>
  readonly objects: Pick<ObjectsFor<'erpReturn write'>, 'put'>
  readonly notebook: Pick<NotebookFor<'erp-return read' | 'erp-return put'>, 'get' | 'put'>
  readonly now: () => Date
}

/** A file ends a quarter of an hour before it is written, so that nothing that belongs in it is still under way. */
const CLOSES = '19:45'

/**
 * Writes the ERP's return file of each day since the last: what was done for each renter since the file before it (work
 * instruction, step 2; S2). A day without anything has no file. The same day always has the same lines, with the names
 * of colleagues as they are then.
 */
export async function writeErpReturn(ports: ReturnPorts): Promise<{ lines: number }> {
  const now = ports.now().toISOString()
  const today = dateOf(now)
  const closed = instantAt(today, CLOSES) <= now ? today : plusDays(today, -1)
  return { lines: await eachDaySince(ports.notebook, 'erp-return', closed, (day) => writeDay(ports, day)) }
}

async function writeDay({ log, registers, objects }: ReturnPorts, day: IsoDate): Promise<number> {
  const names = new Map((await registers.colleagues()).map(({ id, name }) => [id, name]))
  const lines: ReturnLine[] = []
  for await (const entry of log.entries(instantAt(plusDays(day, -1), CLOSES), instantAt(day, CLOSES)))
    lines.push(returnLine(entry, names))
  if (lines.length > 0) await objects.put('erpReturn', `${day}.csv`, writeReturnFile(lines), 'text/csv; charset=utf-8')
  return lines.length
}
