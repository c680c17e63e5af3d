import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
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

describe('F2 what cannot be read is a question', () => {
  const HEAD = 'Postcode;Huisnummer;Huisnummer toevoeging;Status;Datum\n'
  const KEY = 'antwoorden/vps-answers/2026-04-21.csv'

  test('of its line alone, and an acceptance stands at the top; again it changes nothing', async () => {
    const { ports, eventsOf, questions } = await aSignalAtVps()
    const text = `${HEAD}1011AB;?;;Verhuisd;\n1011AB;12;bis;Hulp aanvaard;21-04-2026\n9999XX;1;;Hulp aanvaard;21-04-2026\n`
    await ports.objects.put('inbox', KEY, text, 'text/csv')
    for (let times = 1; times <= 2; times += 1)
      expect(await readAnswers(ports, { key: KEY })).toMatchObject({
        ...{ status: 'accepted', rows: 2, errors: [{ row: 2, field: 'Huisnummer' }], warnings: [{ row: 4 }] },
      })
    expect((await eventsOf('C-1')).filter(({ type }) => type === 'AnswerReceived')).toHaveLength(1)
    const asked = await questions()
    expect(asked).toHaveLength(2)
    expect(asked).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          reason: 'answer-unread',
          file: '2026-04-21.csv',
          row: 2,
          field: 'Huisnummer',
          urgent: false,
        }),
        expect.objectContaining({ reason: 'no-such-signal', file: '2026-04-21.csv', row: 4, urgent: true }),
      ]),
    )
  })

  test('of the file where nothing of it can be read, or its folder is none of ours', async () => {
    const { ports, questions } = await aSignalAtVps()
    await ports.objects.put('inbox', KEY, 'Naam;Adres\n', 'text/csv')
    expect(await readAnswers(ports, { key: KEY })).toMatchObject({ status: 'rejected', rows: 0 })
    await readAnswers(ports, { key: 'antwoorden/vsp/a.csv' })
    expect((await questions()).map(({ reason, file }) => `${reason} ${file}`)).toEqual([
      'answers-refused 2026-04-21.csv',
      'answers-refused a.csv',
    ])
  })

  test('of the file once, beside the first lines, where thousands are wrong', async () => {
    const { ports, questions } = await aSignalAtVps()
    const lines = Array.from({ length: 3000 }, () => '1011AB;12;bis;In behandeling;').join('\n')
    await ports.objects.put('inbox', KEY, `${HEAD}${lines}\n1011AB;12;bis;Akkoord;\n`, 'text/csv')
    await readAnswers(ports, { key: KEY })
    const reasons = (await questions()).map(({ reason }) => reason)
    expect(reasons).toHaveLength(201)
    expect(reasons).toContain('maybe-accepted')
    expect(reasons).toContain('answers-refused')
  })
})

describe('F2 what was asked about a file ends when a later one tells it', () => {
  const HEAD = 'Postcode;Huisnummer;Huisnummer toevoeging;Status;Datum\n'
  const key = (name: string) => `antwoorden/vps-answers/${name}.csv`

  async function aPortal() {
    const at = await aSignalAtVps()
    const { ports } = at
    return {
      ...at,
      async delivers(name: string, text: string) {
        await ports.objects.put('inbox', key(name), text, 'text/csv')
        await readAnswers(ports, { key: key(name) })
      },
      open: async () => (await at.questions()).filter(({ endedAt }) => endedAt === null).map(({ reason }) => reason),
    }
  }

  test('of the same name that is read to its end, also where nothing of the first could be read', async () => {
    const { delivers, open } = await aPortal()
    await delivers('2026-04-21', 'Naam;Adres\n1;2\n')
    expect(await open()).toEqual(['answers-refused'])
    await delivers('2026-04-21', `${HEAD}1011AB;?;;Hulp aanvaard;21-04-2026\n`)
    expect(await open()).toEqual(['answer-unread'])
    await delivers('2026-04-21', `${HEAD}1011AB;12;bis;Hulp aanvaard;21-04-2026\n`)
    expect(await open()).toEqual([])
  })

  test('of any name, for the dwelling whose line can be read now, and for no other', async () => {
    const { delivers, open, questions } = await aPortal()
    const other = '1011AB;?;;Hulp aanvaard;21-04-2026\n'
    await delivers('2026-04-21', `${HEAD}1011AB;12;bis;Hulp aanvard;21-04-2026\n${other}`)
    expect((await questions()).map(({ caseId }) => caseId).sort()).toEqual(['C-1', null])
    await delivers('2026-04-22', `${HEAD}1011AB;12;bis;Hulp aanvaard;21-04-2026\n`)
    expect(await open()).toEqual(['answer-unread'])
  })

  test('and stays while the line cannot be read in the later one either', async () => {
    const { delivers, open } = await aPortal()
    for (const name of ['2026-04-21', '2026-04-22'])
      await delivers(name, `${HEAD}1011AB;12;bis;Hulp aanvard;21-04-2026\n`)
    expect(await open()).toEqual(['maybe-accepted', 'maybe-accepted'])
  })
})

test('F2 people hear at once of a file that does not count, with the first reason, and once', async () => {
  const { ports } = await aSignalAtVps()
  const file = 'antwoorden/vps-answers/2026-04-21.csv'
  await ports.objects.put('inbox', file, 'Naam;Adres\n', 'text/csv')
  const before = ports.mailer.mails.length
  for (let times = 1; times <= 2; times += 1) await readAnswers(ports, { key: file })
  const [mail, ...others] = ports.mailer.mails.slice(before)
  expect(others).toEqual([])
  const { subject, text } = await simpleParser(Buffer.from(mail?.raw ?? []))
  expect(subject).toBe('Dringend. Nu te doen: een antwoord van de gemeente')
  expect(text?.replace(/\s+/g, ' ')).toMatch(/Bestand 2026-04-21\.csv: .+ kolom Postcode: Deze kolom ontbreekt/)
})
