import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { writePostBatch } from '../../functions/write-post-batch/write-post-batch.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { renderPdf } from '../../shared/letters/pdf.ts'
import { aNotice, aReminder, someFonts, templates } from '../letters/support.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'
import { aBucketful } from '../support/in-memory/objects.ts'

/** The post queue, with these letters in it, and the people who empty it. */
async function aPostRoom(letters: Readonly<Record<string, Uint8Array>>) {
  const objects = aBucketful()
  const notebook = aNotebook()
  const post = (key: string, pdf: Uint8Array) => objects.put('post', key, pdf, 'application/pdf')
  for (const [key, pdf] of Object.entries(letters)) await post(key, pdf)
  return {
    post,
    afternoon: (date: string, time = '14:15') =>
      writePostBatch({ now: () => new Date(instantAt(date, time)), notebook, objects }),
    list: (date: string) => objects.text('post', `batches/${date}.csv`),
    lists: () => objects.keys().filter((key) => key.startsWith('post/batches/')),
  }
}

const fonts = await someFonts()
const long = await renderPdf(templates, aNotice(), fonts)
const short = await renderPdf(templates, aReminder(), fonts)
const hashed = (pdf: Uint8Array) => `${pdf.length};${createHash('sha256').update(pdf).digest('hex')}`

describe('C5 the letters of a day go out together, with a list for the mailing house', () => {
  test('that names each PDF, its pages and its hash, and no person', async () => {
    const room = await aPostRoom({ '2026-03-05/C-1-9.pdf': short, '2026-03-05/C-2-4.pdf': long })
    expect(await room.afternoon('2026-03-05')).toEqual({ letters: 2 })
    expect(room.list('2026-03-05')).toBe(
      '\uFEFFVolgnummer;Bestand;Pagina’s;Bytes;SHA-256\r\n' +
        `1;2026-03-05/C-1-9.pdf;1;${hashed(short)}\r\n` +
        `2;2026-03-05/C-2-4.pdf;2;${hashed(long)}\r\n`,
    )
  })

  test('never changes afterwards, and is not made before the post of the day is closed', async () => {
    const room = await aPostRoom({ '2026-03-05/C-1-9.pdf': short })
    expect(await room.afternoon('2026-03-05', '13:59')).toEqual({ letters: 0 })
    await room.afternoon('2026-03-05')
    const before = room.list('2026-03-05')
    await room.post('2026-03-05/C-3-1.pdf', long)
    expect(await room.afternoon('2026-03-05', '15:00')).toEqual({ letters: 0 })
    expect(room.list('2026-03-05')).toBe(before)
  })

  test('comes later when it could not be made on its day; a day without letters has none', async () => {
    const room = await aPostRoom({
      '2026-03-05/C-1-9.pdf': short,
      '2026-03-09/C-2-9.pdf': short,
      '2026-03-10/C-3-9.pdf': short,
    })
    expect(await room.afternoon('2026-03-09')).toEqual({ letters: 2 })
    expect(room.lists()).toEqual(['post/batches/2026-03-05.csv', 'post/batches/2026-03-09.csv'])
  })
})
