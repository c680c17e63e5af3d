import { expect, test } from 'vitest'
import { readAnswers } from '../../functions/read-answers/read-answers.ts'
import { recordDelivered } from '../../shared/rounds/deliveries.ts'
import { aSignalRound } from './signal-round.ts'

/** A written file for VPS of one signal, and what the portal says of it. */
async function aSignalAtVps() {
  const round = await aSignalRound('C-1')
  const { ports } = round
  await round.worklist(['C-1'], { portal: 'VPS' })
  await round.write()
  round.isAt('2026-04-21T10:00')
  return {
    ...round,
    async says(status: string, name = '2026-04-21.csv'): Promise<void> {
      const key = `antwoorden/${status === 'Afgekeurd' ? 'vps-report' : 'vps-answers'}/${name}`
      const text = `Postcode;Huisnummer;Huisnummer toevoeging;Status;Datum\n1011AB;12;bis;${status};21-04-2026\n`
      await ports.objects.put('inbox', key, text, 'text/csv')
      expect(await readAnswers(ports, { key })).toMatchObject({ status: 'accepted', warnings: [] })
    },
  }
}

test('S5 a refusal without a reason of our list comes back to its case, and a person is asked once', async () => {
  const { says, eventsOf, since, questions } = await aSignalAtVps()
  await says('Afgekeurd')
  await says('Afgekeurd', '2026-04-22.csv')
  expect(await since('SignalWritten', 'C-1')).toEqual(['SignalDelivered', 'SignalRejected'])
  expect((await eventsOf('C-1')).at(-1)).toMatchObject({ reason: 'other', file: 'a-file.csv' })
  expect(await questions()).toMatchObject([
    { about: 'portal-rejection', reason: 'unknown-rejection', caseId: 'C-1', file: 'a-file.csv' },
  ])
})

test('S2 an answer names the file of the signal that it is about, and proves that one', async () => {
  const { says, eventsOf, ports } = await aSignalAtVps()
  await recordDelivered(ports, 'a-file.csv', { how: 'uploaded', at: ports.now().toISOString(), by: 'AB' })
  await says('Hulp aanvaard')
  expect((await eventsOf('C-1')).find(({ type }) => type === 'AnswerReceived')).toMatchObject({ file: 'a-file.csv' })
})
