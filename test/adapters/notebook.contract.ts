import { beforeAll, expect, test } from 'vitest'
import type { Notebook } from '../../shared/contracts/ports.ts'

/** What every notebook must do, whatever lies under it. */
export function notebookContract(newNotebook: () => Promise<Notebook>): void {
  let notebook: Notebook

  beforeAll(async () => {
    notebook = await newNotebook()
  })

  test('a note is read back exactly; one that nobody wrote is null', async () => {
    const delivery = { kind: 'signals', key: 'rounds/één.csv', done: true } as const
    await notebook.put('delivery', 'één.csv', delivery)
    await notebook.put('book', 'BELEGGER-A', {
      on: '2026-03-05',
      clients: ['BELEGGER-A', ''],
      done: true,
      afterBroken: false,
    })

    expect(await notebook.get('delivery', 'één.csv')).toStrictEqual(delivery)
    expect(await notebook.get('book', 'BELEGGER-A')).toStrictEqual({
      on: '2026-03-05',
      clients: ['BELEGGER-A', ''],
      done: true,
      afterBroken: false,
    })
    expect(await notebook.get('book', 'BELEGGER-B')).toBeNull()
    expect(await notebook.get('mail', 'BELEGGER-A')).toBeNull()
  })

  test('the last one written stands', async () => {
    await notebook.put('execution', 'Z-1', 2)
    await notebook.put('execution', 'Z-1', 3)
    await notebook.putMany('mail', [{ id: 'Z-1-2', value: { messageId: 'm-1' } }])
    await notebook.putMany('mail', [
      { id: 'Z-1-2', value: { messageId: 'm-2' } },
      { id: 'Z-1-3', value: { messageId: '' } },
    ])

    expect(await notebook.get('execution', 'Z-1')).toBe(3)
    expect(await notebook.list('mail')).toEqual([
      { id: 'Z-1-2', value: { messageId: 'm-2' } },
      { id: 'Z-1-3', value: { messageId: '' } },
    ])
  })

  test('a note is not changed through what was given or got', async () => {
    const book = { on: '2026-03-05', clients: ['BELEGGER-C'], done: true, afterBroken: false }
    await notebook.put('book', 'BELEGGER-C', book)
    book.clients.push('BELEGGER-D')
    ;(await notebook.get('book', 'BELEGGER-C'))?.clients.push('BELEGGER-E')

    expect((await notebook.get('book', 'BELEGGER-C'))?.clients).toEqual(['BELEGGER-C'])
  })

  test('what a note may leave out is filled in', async () => {
    const question = { about: 'letter', reason: 'no-address', caseId: null, at: '2026-03-05T08:00:00.000Z' }

    const reserved = await notebook.reserve('question', 'Z-9-letter', question)

    const open = { options: null, fact: null, urgent: false, answeredBy: null, answer: null, endedAt: null }
    const nowhere = { file: null, row: null, field: null }
    expect(reserved).toEqual({ ...question, client: null, renter: null, ...nowhere, ...open })
    expect(await notebook.get('question', 'Z-9-letter')).toEqual(reserved)
  })

  test('a note of one word is replaced by whoever knows what it says, and by one of many', async () => {
    expect(await notebook.replace('import', 'turn', '', 'import-1')).toBe(false)
    expect(await notebook.get('import', 'turn')).toBeNull()
    await notebook.put('import', 'turn', 'import-1')
    expect(await notebook.replace('import', 'turn', 'import-2', 'import-3')).toBe(false)
    const next = ['import-4', 'import-5', 'import-6']
    const taken = await Promise.all(next.map((each) => notebook.replace('import', 'turn', 'import-1', each)))
    expect(taken.filter((each) => each)).toHaveLength(1)
    expect(await notebook.get('import', 'turn')).toBe(next[taken.indexOf(true)])
    expect(await notebook.replace('import', 'turn', next[taken.indexOf(true)] ?? '', '')).toBe(true)
    expect(await notebook.get('import', 'turn')).toBe('')
  })

  test('a reservation is given to one of many, and all learn to whom', async () => {
    const owners = ['round-1', 'round-2', 'round-3', 'round-4']

    const answers = await Promise.all(owners.map((owner) => notebook.reserve('file', 'signalen-1.xlsx', owner)))

    expect(new Set(answers).size).toBe(1)
    expect(await notebook.get('file', 'signalen-1.xlsx')).toBe(answers[0])
    expect(await notebook.reserve('file', 'signalen-1.xlsx', 'round-5')).toBe(answers[0])
  })

  test('a list holds every note of its kind and no other, also where they are many', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `nvvk-${index}`)
    const long = 'x'.repeat(50_000)
    await Promise.all(ids.map((id) => notebook.put('nvvk', id, { codes: `${id} ${long}` })))
    await notebook.put('agency', 'nvvk-1', { name: 'Bureau X', email: 'dossiers@bureau-x.example' })

    const notes = await notebook.list('nvvk')

    expect(notes.map(({ id }) => id).sort()).toEqual(ids.sort())
    expect(notes.every(({ id, value }) => value.codes === `${id} ${long}`)).toBe(true)
    expect(await notebook.list('post-batch')).toEqual([])
  })
}
