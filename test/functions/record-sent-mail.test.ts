import { describe, expect, test } from 'vitest'
import { recordSentMail, recordSentMailInput } from '../../functions/record-sent-mail/record-sent-mail.ts'
import type { Notebook } from '../../shared/contracts/ports.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'

const report = (messageId: string, ...reservation: string[]) => ({
  detail: { eventType: 'Send', mail: { messageId, tags: { 'ses:source-ip': ['192.0.2.1'], reservation } } },
})
const batch = (...reports: object[]) => ({ Records: reports.map((each) => ({ body: JSON.stringify(each) })) })
const recorded = (notebook: Pick<Notebook, 'putMany'>, ...reports: object[]) =>
  recordSentMail({ notebook }, recordSentMailInput.parse(batch(...reports)))

describe('invariant 3: what the mail service reports as sent', () => {
  test('is remembered by reservation, a whole batch at once', async () => {
    const notebook = aNotebook()
    await recorded(notebook, report('m-1', 'C-1-2'), report('m-2', 'C-2-2'))
    expect(await notebook.get('mail', 'C-1-2')).toEqual({ messageId: 'm-1' })
    expect(await notebook.get('mail', 'C-2-2')).toEqual({ messageId: 'm-2' })
  })

  test('that comes twice is the same, also within a batch: the table takes each key once', async () => {
    const notebook = aNotebook()
    const written: string[] = []
    const putMany: typeof notebook.putMany = async (kind, notes) => {
      written.push(...notes.map(({ id }) => id))
      await notebook.putMany(kind, notes)
    }
    await recorded({ putMany }, report('m-1', 'C-1-2'), report('m-1', 'C-1-2'))
    await recorded({ putMany }, report('m-1', 'C-1-2'))
    expect(written).toEqual(['C-1-2', 'C-1-2'])
    expect(await notebook.list('mail')).toEqual([{ id: 'C-1-2', value: { messageId: 'm-1' } }])
  })

  test('of mail that no act reserved is nothing to remember', async () => {
    const notebook = aNotebook()
    await recorded(notebook, { detail: { mail: { messageId: 'm-1', tags: {} } } }, report('m-2'))
    expect(await notebook.list('mail')).toEqual([])
  })

  test.each([
    ['without a message id', { detail: { mail: { messageId: '', tags: { reservation: ['C-1-2'] } } } }],
    ['without tags', { detail: { mail: { messageId: 'm-1' } } }],
    ['of something else', { detail: {} }],
  ])('is not read from a report %s', (_, each) => {
    expect(recordSentMailInput.safeParse(batch(each)).success).toBe(false)
  })
})
