import { expect, test } from 'vitest'
import { reserveReference } from '../../shared/cases/reserve-reference.ts'
import { isReference, referenceOf } from '../../shared/domain/reference.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'

/** Draws these numbers, eight times each. */
function drawing(...numbers: number[]) {
  const left = numbers.flatMap((each) => Array.from({ length: 8 }, () => each))
  return () => left.shift() ?? 0
}
const ofAll = (number: number) => referenceOf('VS', () => number)

test('a reference that was drawn before is never given again', async () => {
  const notebook = aNotebook()
  expect(await reserveReference(notebook, 'VS', drawing(7))).toBe(ofAll(7))
  expect(await reserveReference(notebook, 'VS', drawing(7, 7, 3))).toBe(ofAll(3))
})

test('nor to two that ask at the same moment', async () => {
  const notebook = aNotebook()
  const both = await Promise.all([drawing(7, 1), drawing(7, 2)].map((draw) => reserveReference(notebook, 'VS', draw)))
  expect(new Set(both).size).toBe(2)
  expect(both).toContain(ofAll(7))
})

test('one that was lost in a crash stays taken', async () => {
  const notebook = aNotebook()
  const breaksOff = {
    async reserve(...given: Parameters<typeof notebook.reserve<'reference'>>) {
      await notebook.reserve(...given)
      throw new Error('the machine stopped')
    },
  } as Pick<typeof notebook, 'reserve'>
  await expect(reserveReference(breaksOff, 'VS', drawing(7))).rejects.toThrow('the machine stopped')
  expect(await reserveReference(notebook, 'VS', drawing(7, 3))).toBe(ofAll(3))
})

test('it is random, begins as the register says, and its note says nothing of anybody', async () => {
  const notebook = aNotebook()
  const references = await Promise.all(Array.from({ length: 100 }, () => reserveReference(notebook, 'HA')))
  expect(new Set(references).size).toBe(100)
  expect(references.every((each) => isReference(each) && each.startsWith('HA-'))).toBe(true)
  const notes = await notebook.list('reference')
  expect(notes.map(({ id }) => id).sort()).toEqual([...references].sort())
  expect(new Set(notes.map(({ value }) => value)).size).toBe(100)
})
