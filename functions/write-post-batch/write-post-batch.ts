import { z } from 'zod'
import { BATCHES } from '../../shared/contracts/object-keys.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { type IsoDate, plusDays, postDay } from '../../shared/domain/calendar.ts'
import { dutchCsv } from '../../shared/erp/dutch-csv.ts'
import { pagesIn } from '../../shared/letters/pdf.ts'
import { eachDaySince } from '../../shared/runtime/each-day.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

/** What the schedule sends; nothing in it is used. */
export const writePostBatchInput = z.looseObject({})

export interface PostPorts {
  readonly objects: Pick<ObjectsFor<'post read' | 'post write'>, 'list' | 'get' | 'put'>
  readonly notebook: Pick<NotebookFor<'post-batch read' | 'post-batch put'>, 'get' | 'put'>
  readonly now: () => Date
}

/** Letters that are read at the same time. */
const WIDTH = 16
const TITLES = ['Volgnummer', 'Bestand', 'Pagina’s', 'Bytes', 'SHA-256']

/**
 * Closes the post of each day since the last: the mailing house (or whoever puts letters in envelopes) gets a list of
 * the PDFs of a day, by which it can see that it has them all and whole (C5). A day without letters has no list. The
 * list names no person: the address stands in the window of the envelope.
 */
export async function writePostBatch(ports: PostPorts): Promise<{ letters: number }> {
  const closed = plusDays(postDay(ports.now().toISOString()), -1)
  return { letters: await eachDaySince(ports.notebook, 'post-batch', closed, (day) => close(ports, day)) }
}

async function close({ objects }: PostPorts, day: IsoDate): Promise<number> {
  const keys: string[] = []
  for await (const key of objects.list('post', `${day}/`)) keys.push(key)
  if (keys.length === 0) return 0
  const rows = await pool(keys.sort(), WIDTH, async (key) => {
    const pdf = await objects.get('post', key)
    if (!pdf) throw new Error(`${key} left the post queue`)
    return [key, pagesIn(pdf), pdf.length, sha256(pdf)]
  })
  const text = dutchCsv([TITLES, ...rows.map((row, index) => [index + 1, ...row])])
  await objects.put('post', `${BATCHES}${day}.csv`, text, 'text/csv; charset=utf-8')
  return rows.length
}
