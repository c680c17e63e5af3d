import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOutbox, readSentMail } from '../../../infra/local/emulators/outbox.ts'
import { temporaryFolder } from './temporary-folder.ts'

const AT = new Date('2026-03-05T08:00:00Z')
let data: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  data = await temporaryFolder()
})
afterAll(() => data.remove())

describe('the outbox', () => {
  it('is empty at first', async () => {
    expect(await readSentMail(data.folder, 0)).toEqual([])
  })

  it('reads folded headers, any case of their names, bare line ends, and the head only', async () => {
    openOutbox(data.folder).append(
      Buffer.from(
        'to: a@a.example,\n B <b@b.example>\nx-case: CASE-1\nX-LETTER:\n notice\n\nX-Reservation: in the text\n',
      ),
      AT,
    )
    expect(await readSentMail(data.folder, 0)).toMatchObject([
      {
        seq: 1,
        caseId: 'CASE-1',
        letter: 'notice',
        reservation: undefined,
        at: AT,
        to: ['a@a.example', 'b@b.example'],
      },
    ])
  })

  it('gives what came after the number one has seen', async () => {
    const outbox = openOutbox(data.folder)
    outbox.append(Buffer.from('To: c@c.example\r\n\r\n'), AT)
    outbox.append(Buffer.from('To: d@d.example\r\n\r\n'), AT)
    expect((await readSentMail(data.folder, 2)).map(({ seq }) => seq)).toEqual([3])
    expect(await readSentMail(data.folder, 3)).toEqual([])
  })

  it('goes on beyond six digits, in order, and ignores files that are not its own', async () => {
    await writeFile(join(data.folder, '999999-x.eml'), 'To: e@e.example\r\n\r\n')
    await writeFile(join(data.folder, 'note.txt'), 'x')
    const { seq } = openOutbox(data.folder).append(Buffer.from('To: f@f.example\r\n\r\n'), AT)
    expect(seq).toBe(1_000_000)
    expect((await readSentMail(data.folder, 999_998)).map((mail) => mail.seq)).toEqual([999_999, 1_000_000])
    expect(await readdir(data.folder)).toHaveLength(6)
  })
})
