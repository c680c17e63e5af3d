import { expect, test } from 'vitest'
import { recordPickUp } from '../../functions/record-pick-up/record-pick-up.ts'
import { aSignalRound } from './signal-round.ts'

const FETCHED = '2026-04-20T07:30:00.000Z'

test('S2 each case of a file that the portal fetched says when, under which user and by which key', async () => {
  const round = await aSignalRound('C-1', 'C-2')
  await round.write()
  round.isAt('2026-04-20T10:00')
  const by = { user: 'inforing', publicKey: 'SHA256:abc' }
  await recordPickUp(round.ports, { key: '/portal-files/ris/sftp/signals/a-file.csv', at: FETCHED, ...by })
  for (const caseId of ['C-1', 'C-2']) {
    expect((await round.eventsOf(caseId)).at(-1)).toMatchObject({
      ...{ type: 'SignalDelivered', file: 'a-file.csv', how: 'fetched', user: 'inforing', key: 'SHA256:abc' },
      ...{ by: 'portal', moment: FETCHED },
    })
    expect(await round.summaryOf(caseId)).toMatchObject({ phase: 'awaiting-answer' })
  }
  expect(round.ports.objects.json('evidence', 'manifests/a-file.csv.json')).toMatchObject({ pickedUpAt: FETCHED })
})

test('a file without a manifest gets none', async () => {
  const { ports } = await aSignalRound()
  const before = ports.objects.keys()
  await recordPickUp(ports, { key: 'ris/sftp/signals/another.csv', at: FETCHED })
  expect(ports.objects.keys()).toEqual(before)
})
