import { expect, test } from 'vitest'
import { recordPickUp } from '../../functions/record-pick-up/record-pick-up.ts'
import { type Manifest, manifestSchema } from '../../shared/portals/manifest.ts'
import { aBucketful } from '../support/in-memory/objects.ts'

const written: Manifest = {
  file: 'vroegsignalen-2026-04-20-01.xlsx',
  kind: 'signals',
  portal: 'RIS',
  channel: 'sftp',
  profile: { name: 'ris-xlsx', version: '1' },
  writtenAt: '2026-04-20T08:00:00.000Z',
  sha256: 'a'.repeat(64),
  rows: [{ row: 2, caseId: 'c-1' }],
  pickedUpAt: null,
}
const key = 'ris/sftp/signals/vroegsignalen-2026-04-20-01.xlsx'

test('S2 the manifest says when the portal picked the file up: the first time, however it names the file', async () => {
  const objects = aBucketful({ 'evidence/manifests/vroegsignalen-2026-04-20-01.xlsx.json': JSON.stringify(written) })
  await recordPickUp({ objects }, { key: `/portal-files/${key}`, at: '2026-04-20T09:00:00.000Z' })
  await recordPickUp({ objects }, { key, at: '2026-04-21T09:00:00.000Z' })
  const manifest = manifestSchema.parse(objects.json('evidence', `manifests/${written.file}.json`))
  expect(manifest).toEqual({ ...written, pickedUpAt: '2026-04-20T09:00:00.000Z' })
})

test('a file without a manifest gets none', async () => {
  const objects = aBucketful({})
  await recordPickUp({ objects }, { key, at: '2026-04-20T09:00:00.000Z' })
  expect(objects.keys()).toEqual([])
})
