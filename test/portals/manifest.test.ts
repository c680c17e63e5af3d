import { expect, test } from 'vitest'
import { manifestSchema } from '../../shared/portals/manifest.ts'

const manifest = {
  file: 'vroegsignalen-2026-04-20-01.xlsx',
  kind: 'signals',
  portal: 'RIS',
  channel: 'sftp',
  profile: { name: 'ris-xlsx', version: '1' },
  writtenAt: '2026-04-20T09:00:00+02:00',
  rows: [
    { row: 2, caseId: 'c-1', document: 'rows/c-1/a.json', sha256: 'b'.repeat(64) },
    { row: 3, caseId: 'c-2', document: 'rows/c-2/a.json', sha256: 'c'.repeat(64) },
  ],
  pickedUpAt: null,
}

test('a manifest tells what was in a file, when it was written and when it was picked up', () => {
  expect(manifestSchema.parse(manifest)).toEqual(manifest)
  const pickedUp = { ...manifest, pickedUpAt: '2026-04-20T10:00:00Z' }
  expect(manifestSchema.parse(pickedUp)).toEqual(pickedUp)
})

test.each([
  ['a renter in a row', { rows: [{ ...manifest.rows[0], surname: 'Bos' }] }],
  ['a folder in the file name', { file: 'signals/x.xlsx' }],
  ['a case on the row of the titles', { rows: [{ ...manifest.rows[0], row: 1 }] }],
  ['two cases on one row', { rows: [...manifest.rows, { ...manifest.rows[1], caseId: 'c-3' }] }],
  ['no rows', { rows: [] }],
  ['a hash of another length', { rows: [{ ...manifest.rows[0], sha256: 'abc' }] }],
  ['a hash of the whole file', { sha256: 'a'.repeat(64) }],
  ['a time without a zone', { writtenAt: '2026-04-20T09:00:00' }],
  ['anything more', { client: 'BELEGGER-A' }],
])('a manifest with %s is refused', (_what, change) => {
  expect(manifestSchema.safeParse({ ...manifest, ...change }).success).toBe(false)
})
