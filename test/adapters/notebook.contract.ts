import { beforeAll, expect, test } from 'vitest'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import type { Notebook } from '../../shared/contracts/ports.ts'
import type { Database } from '../support/dynalite.ts'

/** What every notebook must do, whatever emulator lies under it. */
export function notebookContract(database: () => Database): void {
  let notebook: Notebook

  beforeAll(async () => {
    notebook = dynamoNotebook(database().client, await database().newTable())
  })

  test('a note is read back exactly; one that nobody wrote is null', async () => {
    const note = { rows: 0, ratio: 0.25, ok: false, from: null, names: ['a', ''], deep: { empty: {} } }
    await notebook.put('import', 'BELEGGER-A', note)

    expect(await notebook.get('import', 'BELEGGER-A')).toStrictEqual(note)
    expect(await notebook.get('import', 'BELEGGER-B')).toBeNull()
    expect(await notebook.get('mail', 'BELEGGER-A')).toBeNull()
  })

  test('the last one written stands', async () => {
    await notebook.put('import', 'BELEGGER-C', 1)
    await notebook.put('import', 'BELEGGER-C', 'two')

    expect(await notebook.get('import', 'BELEGGER-C')).toBe('two')
  })

  test('a reservation is given to one of many, and all learn to whom', async () => {
    const owners = ['round-1', 'round-2', 'round-3', 'round-4']

    const answers = await Promise.all(owners.map((owner) => notebook.reserve('file', 'signalen-1.xlsx', owner)))

    expect(new Set(answers).size).toBe(1)
    expect(await notebook.get('file', 'signalen-1.xlsx')).toBe(answers[0])
    expect(await notebook.reserve('file', 'signalen-1.xlsx', 'round-5')).toBe(answers[0])
  })

  test('a list holds every note of its kind and no other, also where they are many', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `vraag-${index}`)
    const long = 'x'.repeat(50_000)
    await Promise.all(ids.map((id) => notebook.put('question', id, { id, long })))
    await notebook.put('questions', 'another kind', {})

    const notes = await notebook.list<{ id: string; long: string }>('question')

    expect(notes.map(({ id }) => id).sort()).toEqual(ids.sort())
    expect(notes.every(({ id, value }) => value.id === id && value.long === long)).toBe(true)
    expect(await notebook.list('nothing')).toEqual([])
  })
}
