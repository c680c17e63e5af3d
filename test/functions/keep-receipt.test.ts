import { expect, test } from 'vitest'
import { keepReceipt } from '../../functions/keep-receipt/keep-receipt.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { aSignalRound } from './signal-round.ts'

const RECEIPT = 'Ontvangen: 2 signalen'

/** A written file of two signals, and what the inbox holds under a name. */
async function aReceipt(name: string) {
  const round = await aSignalRound('C-1', 'C-2')
  await round.write()
  const key = `ontvangstbewijzen/${name}`
  await round.ports.objects.put('inbox', key, RECEIPT, 'application/pdf')
  round.isAt('2026-04-21T10:00')
  return { ...round, take: () => keepReceipt(round.ports, { key }) }
}

test('S2 a receipt in the inbox is kept as it came, and each case of its file is confirmed, once', async () => {
  const { take, ports, eventsOf, since } = await aReceipt('a-file.csv - Jansen.PDF')
  expect(await take()).toEqual({ kept: true })
  expect(await take()).toEqual({ kept: true })
  for (const caseId of ['C-1', 'C-2']) {
    expect(await since('SignalWritten', caseId)).toEqual(['SignalDelivered', 'SignalConfirmed'])
    const document = 'receipts/a-file.csv/copy-1.pdf.json'
    expect((await eventsOf(caseId)).at(-1)).toMatchObject({
      ...{ file: 'a-file.csv', on: '2026-04-21', by: 'portal' },
      ...{ document, sha256: sha256(ports.objects.text('evidence', document)) },
    })
    expect(ports.objects.json('evidence', document)).toEqual({
      ...{ file: 'a-file.csv', on: '2026-04-21', by: 'portal', salt: expect.stringMatching(/^[0-9a-f]{32}$/) },
      ...{ copy: 'receipts/a-file.csv/copy/1.pdf', sha256: sha256(RECEIPT) },
    })
  }
  expect(ports.objects.text('evidence', 'receipts/a-file.csv/copy/1.pdf')).toBe(RECEIPT)
})

test('of a file that is not known people are asked', async () => {
  const file = 'vroegsignalen-2026-02-20-01.csv'
  const { take, questions } = await aReceipt(`${file}.pdf`)
  expect(await take()).toEqual({ kept: false })
  expect(await questions()).toMatchObject([{ about: 'portal-receipt', reason: 'unknown-file', file }])
})

test('one that is gone from the inbox by now is nothing', async () => {
  const { take, ports, since } = await aReceipt('a-file.csv.pdf')
  await ports.objects.remove('inbox', 'ontvangstbewijzen/a-file.csv.pdf')
  expect(await take()).toEqual({ kept: false })
  expect(await since('SignalWritten', 'C-1')).toEqual([])
})

test.each(['Ramdin.csv.pdf', 'Ramdin-2026-02-20-01.csv', 'bewijs van mevrouw Ramdin.pdf'])(
  'invariant 6: under the name %s, which no file of ours has, it is a question without the name',
  async (name) => {
    const { take, questions, ports } = await aReceipt(name)
    expect(await take()).toEqual({ kept: false })
    expect(await take()).toEqual({ kept: false })
    expect(await questions()).toMatchObject([{ about: 'portal-receipt', reason: 'unknown-file', file: null }])
    expect(JSON.stringify([await questions(), await ports.notebook.list('question')])).not.toContain('Ramdin')
  },
)
