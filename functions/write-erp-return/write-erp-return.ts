import { z } from 'zod'
import { namesOf } from '../../shared/cases/named-claims.ts'
import type { AdministrationEntry, CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { RenterRecord, RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf, type IsoDate, instantAt, plusDays } from '../../shared/domain/calendar.ts'
import { type InvoiceOf, returnLine, writeReturnFile } from '../../shared/erp/return-file.ts'
import { eachDaySince } from '../../shared/runtime/each-day.ts'

/** What the schedule sends; nothing in it is used. */
export const writeErpReturnInput = z.looseObject({})

export interface ReturnPorts {
  readonly renters: Pick<RenterStore, 'getMany'>
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

async function writeDay({ log, renters, registers, objects }: ReturnPorts, day: IsoDate): Promise<number> {
  const entries: AdministrationEntry[] = []
  for await (const entry of log.entries(instantAt(plusDays(day, -1), CLOSES), instantAt(day, CLOSES)))
    entries.push(entry)
  if (entries.length === 0) return 0
  const records = new Map((await renters.getMany(disputes(entries))).map((record) => [keyOf(record), record]))
  const colleagues = new Map((await registers.colleagues()).map(({ id, name }) => [id, name]))
  const lines = entries.map((entry) =>
    returnLine(entry, { colleagues, invoices: invoices(records.get(keyOf(entry)) ?? null) }),
  )
  await objects.put('erpReturn', `${day}.csv`, writeReturnFile(lines), 'text/csv; charset=utf-8')
  return lines.length
}

const keyOf = ({ renter, client }: { readonly renter: string; readonly client: string }) =>
  JSON.stringify([renter, client])

/** Those about a claim, of which only the renter's record knows the invoice. */
const disputes = (entries: readonly AdministrationEntry[]): AdministrationEntry[] =>
  entries.filter(({ event }) => event.type === 'ItemDisputed' || event.type === 'DisputeResolved')

function invoices(record: RenterRecord | null): InvoiceOf {
  const names = record && namesOf(record)
  return (claim) => names?.get(claim)?.invoice ?? null
}
