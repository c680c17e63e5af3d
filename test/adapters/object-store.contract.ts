import { beforeAll, expect, test } from 'vitest'
import type { ObjectStore } from '../../shared/contracts/ports.ts'

export const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251)

/** What every object store must do, whatever lies under it. */
export function objectStoreContract(newStore: () => Promise<ObjectStore>): void {
  let objects: ObjectStore

  beforeAll(async () => {
    objects = await newStore()
  })

  test.each([0, 1, 70_000, 3_000_000])('%i bytes come back as they were put', async (length) => {
    const key = `letters/Z-1/${length}.eml`
    await objects.put('evidence', key, bytes(length), 'message/rfc822')

    expect(Buffer.from((await objects.get('evidence', key)) ?? []).equals(bytes(length))).toBe(true)
  })

  test('text is kept as UTF-8, under a key with any character', async () => {
    await objects.put('erpReturn', 'terug/2026-03-20 één+&.csv', 'dossier;één\r\n', 'text/csv')

    const kept = await objects.get('erpReturn', 'terug/2026-03-20 één+&.csv')

    expect(Buffer.from(kept ?? []).toString('utf8')).toBe('dossier;één\r\n')
  })

  test('what is put as new stays as it was first put', async () => {
    const put = (text: string) => objects.putNew('evidence', 'letters/Z-1/new.eml', text, 'message/rfc822')
    expect(await put('first')).toBe(true)
    expect(await put('second')).toBe(false)
    expect(Buffer.from((await objects.get('evidence', 'letters/Z-1/new.eml')) ?? []).toString()).toBe('first')
  })

  test('what is not there is null, in each way of asking', async () => {
    expect(await objects.get('inbox', 'nothing.csv')).toBeNull()
    expect(await objects.stream('inbox', 'nothing.csv')).toBeNull()
    expect(await objects.exists('inbox', 'nothing.csv')).toBe(false)
  })

  test('a large object is read as a stream, with its size', async () => {
    await objects.put('work', 'book.ndjson', bytes(5_000_000), 'application/x-ndjson')

    const object = await objects.stream('work', 'book.ndjson')
    const chunks: Uint8Array[] = []
    for await (const chunk of object?.body ?? []) chunks.push(chunk)

    expect(object?.size).toBe(5_000_000)
    expect(chunks.length).toBeGreaterThan(1)
    expect(Buffer.concat(chunks).equals(bytes(5_000_000))).toBe(true)
  })

  test('a key that was put exists, and what is put again stands', async () => {
    await objects.put('post', '2026-03-05/Z-1.pdf', 'first', 'application/pdf')
    await objects.put('post', '2026-03-05/Z-1.pdf', 'second', 'application/pdf')

    expect(await objects.exists('post', '2026-03-05/Z-1.pdf')).toBe(true)
    expect(Buffer.from((await objects.get('post', '2026-03-05/Z-1.pdf')) ?? []).toString()).toBe('second')
  })

  test('what is put only where nothing is leaves what is there', async () => {
    const key = 'anchors/2026-03-05.json'
    expect(await objects.putNew('evidence', key, 'first', 'application/json')).toBe(true)
    expect(await objects.putNew('evidence', key, 'second', 'application/json')).toBe(false)

    expect(Buffer.from((await objects.get('evidence', key)) ?? []).toString()).toBe('first')
  })

  test('what is taken away is not there any more, and may be taken away twice', async () => {
    await objects.put('signals', 'ris/sftp/signals/a.xlsx', 'first', 'text/plain')
    await objects.remove('signals', 'ris/sftp/signals/a.xlsx')
    await objects.remove('signals', 'ris/sftp/signals/a.xlsx')

    expect(await objects.exists('signals', 'ris/sftp/signals/a.xlsx')).toBe(false)
  })

  test('every key under a prefix is listed, past one page, and no other', async () => {
    const keys = Array.from({ length: 1_010 }, (_, index) => `signalen/${String(index).padStart(4, '0')}.json`)
    await objects.put('signals', 'intrekkingen/0000.json', '{}', 'application/json')
    for (let from = 0; from < keys.length; from += 50)
      await Promise.all(keys.slice(from, from + 50).map((key) => objects.put('signals', key, '{}', 'application/json')))

    const listed: string[] = []
    for await (const key of objects.list('signals', 'signalen/')) listed.push(key)

    expect(listed).toEqual(keys)
  })
}
