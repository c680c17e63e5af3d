import { z } from 'zod'
import { BATCHES } from '../../shared/casework/dispatch.ts'
import { pool } from '../../shared/casework/pool.ts'
import { sha256 } from '../../shared/casework/sha256.ts'
import type { ObjectStore } from '../../shared/contracts/ports.ts'
import { dateOf, type IsoDate, plusDays, postDay } from '../../shared/domain/calendar.ts'
import { dutchCsv } from '../../shared/erp/dutch-csv.ts'
import { pagesIn } from '../../shared/letters/pdf.ts'

/** What the schedule sends; nothing in it is used. */
export const writePostBatchInput = z.looseObject({})

export interface PostWork {
  readonly objects: Pick<ObjectStore, 'list' | 'exists' | 'get' | 'put'>
  readonly now: () => Date
}

/** A day on which no list could be written gets it later: for so many days. */
const LOOK_BACK_DAYS = 7
/** Letters that are read at the same time. */
const WIDTH = 16
const TITLES = ['Volgnummer', 'Bestand', 'Pagina’s', 'Bytes', 'SHA-256']

/**
 * Closes the post of the last days that have no list yet: the mailing house (or whoever puts letters in envelopes) gets a
 * list of the PDFs of a day, by which it can see that it has them all and whole (C5). A day without letters has no list.
 * The list names no person: the address stands in the window of the envelope.
 */
export async function writePostBatch(work: PostWork): Promise<{ letters: number }> {
  const today = dateOf(work.now().toISOString())
  let letters = 0
  for (let back = LOOK_BACK_DAYS - 1; back >= 0; back -= 1) letters += await close(work, plusDays(today, -back))
  return { letters }
}

async function close({ objects, now }: PostWork, day: IsoDate): Promise<number> {
  const list = `${BATCHES}${day}.csv`
  if (postDay(now().toISOString()) <= day || (await objects.exists('post', list))) return 0
  const keys: string[] = []
  for await (const key of objects.list('post', `${day}/`)) keys.push(key)
  if (keys.length === 0) return 0
  const rows = await pool(keys.sort(), WIDTH, async (key) => {
    const pdf = await objects.get('post', key)
    if (!pdf) throw new Error(`${key} left the post queue`)
    return [key, pagesIn(pdf), pdf.length, sha256(pdf)]
  })
  const text = dutchCsv([TITLES, ...rows.map((row, index) => [index + 1, ...row])])
  await objects.put('post', list, text, 'text/csv; charset=utf-8')
  return rows.length
}
