import { simpleParser } from 'mailparser'
import { beforeEach, describe, expect, test } from 'vitest'
import { StaffMailUnsettled } from '../../functions/tell-staff/send-once.ts'
import { tellStaff } from '../../functions/tell-staff/tell-staff.ts'
import { type CaseSummary, MailRefused } from '../../shared/contracts/ports.ts'
import type { Question } from '../../shared/contracts/question.ts'
import { worklistKey } from '../../shared/contracts/round.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import type { Manifest } from '../../shared/portals/manifest.ts'
import { allQuestions, askQuestion, endQuestion } from '../../shared/questions/questions.ts'
import { worded } from '../../shared/questions/wording.ts'
import { manifestKey } from '../../shared/rounds/manifests.ts'
import { aWorld } from '../support/in-memory/world.ts'
import { REGISTERS } from '../support/landscape.ts'

/** The debtor department's mailbox, the case log's lists, and a clock. */
async function aDesk(organisation: object = REGISTERS.organisation, clients: readonly object[] = REGISTERS.clients) {
  let morning = '2026-01-01T07:00:00.000Z'
  const ports = await aWorld(() => new Date(morning), { ...REGISTERS, organisation, clients })
  const { log, notebook, mailer } = ports
  return {
    mails: mailer.mails,
    /** The text of a mail. */
    textOf: async (index: number) => (await simpleParser(Buffer.from(mailer.mails[index]?.raw ?? []))).text ?? '',
    list: async (...cases: CaseSummary[]) => {
      for (const each of cases) await log.summarise(each)
    },
    ask: (id: string, question: Question) => askQuestion({ notebook }, id, question),
    /** A file that was written, with the cases in it. */
    async written(file: string, writtenAt: string, caseIds: readonly string[], change: Partial<Manifest> = {}) {
      await notebook.put('delivery', file, { kind: 'signals', key: worklistKey(file), done: false })
      const manifest: Manifest = {
        ...{
          file,
          kind: 'signals',
          portal: 'RIS',
          channel: 'api',
          profile: { name: 'ris-csv', version: '1' },
          writtenAt,
        },
        rows: caseIds.map((caseId, index) => ({ row: index + 2, caseId, document: 'x', sha256: 'a'.repeat(64) })),
        pickedUpAt: null,
        ...change,
      }
      await ports.objects.put('evidence', manifestKey(file), JSON.stringify(manifest), 'application/json')
    },
    end: (id: string) => endQuestion({ notebook, now: ports.now }, id),
    asked: () => allQuestions(notebook),
    tell: (on: string, time = '08:30') => {
      morning = instantAt(on, time)
      return tellStaff(ports)
    },
    refuse: mailer.refuseAll,
    report: mailer.report,
    async breakOff(on: string) {
      mailer.breakOff(new Error('the line went dead'))
      await expect(this.tell(on)).rejects.toThrow('the line went dead')
      mailer.breakOff(null)
    },
  }
}

const question = (at: string, renter: string): Question => ({
  about: 'answer',
  reason: 'unknown-answer',
  caseId: 'C-1',
  renter,
  at,
})
const summary = (caseId: string, change: Partial<CaseSummary>): CaseSummary => ({
  caseId,
  seq: 9,
  renter: '100001',
  client: 'BELEGGER-A',
  gemeentecode: '0363',
  phase: 'reminding',
  step: 'notice',
  due: null,
  queue: null,
  openedOn: '2026-01-02',
  months: 1,
  amountCents: 100_000,
  ...change,
})

/** The lines of a mail, without the breaks in them. */
const linesOf = (text: string) =>
  text
    .split(/\n\s*[-•] /)
    .slice(1)
    .map((line) => line.split(/\n\s*\n/)[0]?.replace(/\s+/g, ' '))

let desk: Awaited<ReturnType<typeof aDesk>>
beforeEach(async () => {
  desk = await aDesk()
})

describe('the mail of a morning', () => {
  test('is not sent when there is nothing to tell', async () => {
    await desk.list(summary('C-1', {}), summary('C-2', { answerBy: '2026-03-04' }))
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 0 })
    expect(desk.mails).toEqual([])
  })

  test('is sent once, however often and at once it is asked for', async () => {
    await desk.list(summary('C-1', { callBy: '2026-03-06' }))
    const both = await Promise.allSettled([desk.tell('2026-03-04'), desk.tell('2026-03-04')])
    expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: expect.any(StaffMailUnsettled) },
    ])
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 0 })
    expect(desk.mails.map(({ to, reservation }) => [to, reservation])).toEqual([
      ['debiteuren@voorbeeld.example', 'staff-2026-03-04'],
    ])
    await desk.tell('2026-03-05')
    expect(desk.mails).toHaveLength(2)
  })

  test('is not sent on a holiday, nor where nobody is named to get it', async () => {
    await desk.list(summary('C-1', { callBy: '2026-03-06' }))
    await desk.tell('2026-04-06')
    expect(desk.mails).toEqual([])

    const { staff: _staff, ...nobody } = REGISTERS.organisation
    const quiet = await aDesk(nobody)
    await quiet.list(summary('C-1', { callBy: '2026-03-06' }))
    await quiet.tell('2026-03-04')
    expect(quiet.mails).toEqual([])
  })

  test('C6b the most urgent call comes first; F1 an answer is overdue the day after its last', async () => {
    await desk.list(
      summary('C-1', { callBy: '2026-03-09' }),
      summary('C-2', { callBy: '2026-03-02', client: 'BELEGGER-B' }),
      summary('C-3', { answerBy: '2026-03-03', gemeentecode: '0344' }),
      summary('C-4', { answerBy: '2026-03-04' }),
    )
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 3 })
    const text = await desk.textOf(0)
    expect(text.indexOf('Dossier C-2')).toBeLessThan(text.indexOf('Dossier C-1'))
    expect(text).toContain(
      'Dossier C-3, debiteur 100001 (Belegger A): gemeente Utrecht, antwoord uiterlijk 3 maart 2026.',
    )
    expect(text).not.toContain('C-4')
  })

  test('H1 asks for all that is open again each morning, in a few words where the last mail told it', async () => {
    const at = '2026-03-03T09:00:00.000Z'
    await desk.ask('q-1', question(at, '100001'))
    await desk.ask('q-2', { about: 'upload', reason: 'to-upload', caseId: null, file: 'signalen.csv', at })
    await desk.ask('q-3', { about: 'delivery', reason: 'not-fetched', caseId: null, file: 'signalen.xlsx', at })
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 3 })
    expect(await desk.tell('2026-03-05')).toMatchObject({ told: 3 })
    await desk.end('q-2')
    expect(await desk.tell('2026-03-06')).toMatchObject({ told: 2 })
    expect(await desk.textOf(0)).toContain('Over een antwoord van de gemeente. Dit antwoord staat niet')
    expect(linesOf(await desk.textOf(2))).toEqual([
      'Bestand signalen.xlsx: een bestand dat niet bij het meldpunt komt, nog open sinds 3 maart 2026.',
      'Dossier C-1, debiteur 100001: een antwoord van de gemeente, nog open sinds 3 maart 2026.',
    ])
  })

  test('S2 lists each file that its portal does not have, of whom, since when, and what to do; late after three days', async () => {
    await desk.list(summary('C-1', {}), summary('C-2', { gemeentecode: '0344' }))
    await desk.written('signalen.csv', '2026-03-02T09:00:00.000Z', ['C-1', 'C-2'])
    await desk.written('elders.csv', '2026-03-02T09:00:00.000Z', ['C-1'], { pickedUpAt: '2026-03-02T10:00:00.000Z' })
    await desk.ask('q-1', {
      ...{ about: 'delivery', reason: 'portal-secret', caseId: null, file: 'signalen.csv' },
      at: '2026-03-02T09:00:00.000Z',
    })
    expect(await desk.tell('2026-03-03')).toEqual({ told: 1, lateFiles: 0, unapprovedRounds: 0 })
    expect(await desk.tell('2026-03-04')).toEqual({ told: 1, lateFiles: 0, unapprovedRounds: 0 })
    expect(await desk.tell('2026-03-05')).toEqual({ told: 1, lateFiles: 1, unapprovedRounds: 0 })
    const sentence =
      'Bestand signalen.csv: Dit bestand, voor Amsterdam, Utrecht, is sinds 2 maart 2026 niet bij het meldpunt. ' +
      'Dit kanaal is niet ingericht'
    // In full again when it is late.
    for (const index of [0, 2]) expect((await desk.textOf(index)).replaceAll(/\s+/g, ' ')).toContain(sentence)
    expect(await desk.textOf(1)).toContain('Bestand signalen.csv: niet bij het meldpunt, nog open sinds 2 maart 2026.')
    expect(await desk.textOf(0)).not.toContain('drie werkdagen')
    expect(await desk.textOf(2)).toContain('drie werkdagen')
    expect(await desk.textOf(2)).not.toContain('elders.csv')
  })

  test('C6b lists the calls that can be made in a day, and says where the rest is', async () => {
    await desk.list(...Array.from({ length: 503 }, (_, index) => summary(`C-${index}`, { callBy: '2026-03-06' })))
    await desk.tell('2026-03-04')
    const text = await desk.textOf(0)
    expect(text.match(/- Dossier/g)).toHaveLength(40)
    expect(text).toContain('En nog 463 andere. Ze komen in deze mail zodra deze zijn gedaan.')
  })
})

describe('a question', () => {
  test('that another version asked is told in general words', () => {
    expect(worded({ about: 'toString', reason: 'constructor' })).toBe('Over een melding. Kijk wat er nodig is.')
  })

  test('is told in full once; what comes in that very minute is told the next morning', async () => {
    await desk.ask('a', question(instantAt('2026-03-03', '10:00'), '100001'))
    await desk.ask('b', question(instantAt('2026-03-04', '08:30'), '100002'))
    await desk.tell('2026-03-04')
    await desk.tell('2026-03-05')
    await desk.tell('2026-03-06')
    const texts = [await desk.textOf(0), await desk.textOf(1), await desk.textOf(2)]
    expect(texts.map((text) => /debiteur (\d+): Over/.exec(text)?.[1])).toEqual(['100001', '100002', undefined])
    expect(texts.map((text) => text.match(/nog open sinds/g)?.length ?? 0)).toEqual([0, 1, 2])
  })

  test('that ended before the mail is not told', async () => {
    await desk.ask('a', question(instantAt('2026-03-03', '10:00'), '100001'))
    await desk.ask('b', question(instantAt('2026-03-03', '11:00'), '100002'))
    await desk.tell('2026-03-01')
    await desk.end('a')
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 1 })
    expect(await desk.textOf(0)).not.toContain('100001')
    expect(await desk.textOf(0)).toContain('100002')
  })

  test('of a mail that broke off is told the next morning, and not twice on one day', async () => {
    await desk.ask('a', question(instantAt('2026-03-03', '10:00'), '100001'))
    await desk.breakOff('2026-03-04')
    await expect(desk.tell('2026-03-04')).rejects.toThrow(StaffMailUnsettled)
    expect(desk.mails).toEqual([])
    await desk.tell('2026-03-05')
    expect(desk.mails).toHaveLength(1)
    expect(await desk.textOf(0)).toContain('Over een antwoord van de gemeente. Dit antwoord staat niet in de lijst')
  })

  test('of a mail that was refused is told by the next call, which is no day later', async () => {
    await desk.ask('a', question(instantAt('2026-03-03', '10:00'), '100001'))
    desk.refuse('paused')
    await expect(desk.tell('2026-03-04')).rejects.toThrow(MailRefused)
    await expect(desk.tell('2026-03-04')).rejects.toThrow(MailRefused)
    desk.refuse(null)
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 1 })
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 0 })
    expect(desk.mails).toHaveLength(1)
  })

  test('of a mail that broke off is told two minutes later, within the attempts of one call, where SES says nothing of it', async () => {
    await desk.ask('a', question(instantAt('2026-03-03', '10:00'), '100001'))
    await desk.breakOff('2026-03-04')
    await expect(desk.tell('2026-03-04', '08:31')).rejects.toThrow(StaffMailUnsettled)
    expect(await desk.tell('2026-03-04', '08:32')).toMatchObject({ told: 1 })
    expect(await desk.tell('2026-03-04', '09:45')).toMatchObject({ told: 0 })
    expect(desk.mails).toHaveLength(1)
  })

  test('is not told in the night by a call that was tried again until then', async () => {
    await desk.ask('a', question(instantAt('2026-03-03', '10:00'), '100001'))
    expect(await desk.tell('2026-03-05', '00:30')).toMatchObject({ told: 0 })
    expect(await desk.tell('2026-03-05')).toMatchObject({ told: 1 })
  })

  test('of a mail that broke off, and of which SES says that it left, is told in a few words from then on', async () => {
    await desk.ask('a', question(instantAt('2026-03-03', '10:00'), '100001'))
    await desk.breakOff('2026-03-04')
    await desk.report('staff-2026-03-04', 'm-1')
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 0 })
    expect(desk.mails).toEqual([])
    await desk.tell('2026-03-05')
    expect(await desk.textOf(0)).toContain(
      'debiteur 100001: een antwoord van de gemeente, nog open sinds 3 maart 2026.',
    )
  })
})

test('R1 what a mandate rests on and nobody gave is asked for by its client, until it is there', async () => {
  const missing = { agreementChangedOn: null, clientInformedOn: '2025-01-01', registerUpdatedOn: null, by: 'Loes Vos' }
  const mandate = { from: '2025-01-01', evidence: missing }
  const desk = await aDesk(REGISTERS.organisation, [{ id: 'BELEGGER-A', name: 'Belegger A', mandate }])

  await desk.tell('2026-03-02')
  await desk.tell('2026-03-03')

  const text = (await desk.textOf(0)).replace(/\s+/g, ' ')
  expect(text).toContain('Over het mandaat van een opdrachtgever (BELEGGER-A). Er staat niet wanneer de beheer')
  expect(text).toContain('verwerkingsregister')
  expect(text).not.toContain('vooraf is geïnformeerd')
})

test('H1 a decision is asked once, and the question ends when the case needs it no more', async () => {
  const desk = await aDesk()
  await desk.list(summary('C-1', { tasks: [{ task: 'hand-over', since: '2026-03-20' }] }))
  for (const day of ['2026-03-23', '2026-03-24']) await desk.tell(day)
  const asked = { about: 'decision', reason: 'hand-over', caseId: 'C-1', at: expect.stringMatching(/^2026-03-23T/) }
  expect(await desk.asked()).toMatchObject([{ ...asked, endedAt: null }])
  await desk.list(summary('C-1', { seq: 10 }))
  await desk.tell('2026-03-25')
  expect(await desk.asked()).toMatchObject([{ ...asked, answeredBy: 'system', endedAt: expect.any(String) }])
})

describe('H1 a case and matter has one line', () => {
  const HELD = { task: 'held', since: '2026-02-20' } as const
  const ABOUT = 'Dossier C-1, debiteur 100001 (Belegger A):'

  test('that a signal is held, and what must be decided on for that', async () => {
    const tasks = [HELD, { task: 'hand-over', since: '2026-03-20' } as const]
    await desk.list(summary('C-1', { reasons: ['G7', 'G8'], tasks }))
    expect(await desk.tell('2026-03-24')).toMatchObject({ told: 1 })
    const [line, ...others] = linesOf(await desk.textOf(0))
    expect(others).toEqual([])
    expect(line).toMatch(
      /^Dossier C-1, debiteur 100001 \(Belegger A\): Dit dossier kon niet worden gemeld\. De gemeente .+ Een veld .+ Beslis wat er nu gebeurt/,
    )
  })

  test('C6b the call that is missing stands in the list of calls alone', async () => {
    const callBy = '2026-03-06'
    await desk.list(
      summary('C-1', { callBy, reasons: ['G4b'], tasks: [HELD] }),
      summary('C-2', { callBy, reasons: ['G4b', 'G8'], tasks: [HELD] }),
    )
    expect(await desk.tell('2026-03-04')).toMatchObject({ told: 3 })
    expect(linesOf(await desk.textOf(0)).filter((line) => line?.includes('kon niet worden gemeld'))).toEqual([
      expect.stringMatching(/^Dossier C-2.+ Een veld .+ Zie ook: Bellen\.$/),
    ])
  })

  test('R7 a hold, or an administration, that must be looked at', async () => {
    await desk.list(summary('C-1', { reasons: ['R7'], tasks: [HELD, { task: 'represented', since: '2026-02-02' }] }))
    await desk.tell('2026-03-04')
    expect(linesOf(await desk.textOf(0))).toEqual([
      `${ABOUT} De huurder heeft een bewindvoerder of curator. Beslis of dit dossier gemeld mag worden.`,
    ])
  })

  test('G10 what a question asks, each morning until it is answered', async () => {
    await desk.list(summary('C-1', { reasons: ['G10'], tasks: [HELD] }))
    await desk.ask('C-1-main-tenant', {
      ...{ about: 'signal', reason: 'main-tenant', caseId: 'C-1', renter: '100001', at: '2026-02-20T09:00:00.000Z' },
    })
    for (const day of ['2026-02-23', '2026-02-24']) expect(await desk.tell(day)).toMatchObject({ told: 1 })
    expect(linesOf(await desk.textOf(0))).toEqual([expect.stringContaining('Over een signaal dat niet weg kan.')])
    expect(linesOf(await desk.textOf(1))).toEqual([
      `${ABOUT} een signaal dat niet weg kan, nog open sinds 20 februari 2026.`,
    ])
  })
})

describe('H1 what has stood longer than two rounds', () => {
  const held = (caseId: string, since: string) => summary(caseId, { reasons: ['G7'], tasks: [{ task: 'held', since }] })
  const weekly = () => desk.mails.filter(({ reservation }) => reservation.startsWith('staff-week-'))

  test('goes to the administrator on the first working day of each week, until it is resolved', async () => {
    desk = await aDesk({ ...REGISTERS.organisation, administrator: 'beheer@voorbeeld.example' })
    await desk.list(held('C-1', '2026-02-20'), held('C-2', '2026-03-20'))
    await desk.ask('q-1', question(instantAt('2026-02-20', '10:00'), '100003'))
    await desk.ask('q-2', question(instantAt('2026-02-23', '10:00'), '100004'))
    // The second round is on 20 March, a Friday; 6 April is a public holiday.
    for (const day of ['2026-03-20', '2026-03-23', '2026-03-24', '2026-03-30', '2026-04-06', '2026-04-07'])
      await desk.tell(day)
    expect(weekly().map(({ reservation, to }) => [reservation, to])).toEqual(
      ['2026-03-23', '2026-03-30', '2026-04-06'].map((day) => [`staff-week-${day}`, 'beheer@voorbeeld.example']),
    )
    const { subject, text } = await simpleParser(Buffer.from(weekly()[0]?.raw ?? []))
    expect(subject).toBe('Blijft liggen: 2 zaken wachten langer dan twee signaalrondes')
    expect(linesOf(text ?? '')).toEqual([
      expect.stringContaining(
        'debiteur 100003 (Belegger A): Sinds 20 februari 2026: Over een antwoord van de gemeente.',
      ),
      expect.stringMatching(/^Dossier C-1, .+ \(Belegger A\): Sinds 20 februari 2026: Dit dossier kon niet/),
    ])
    await desk.list({ ...held('C-1', ''), seq: 10, tasks: [] })
    await desk.end('q-1')
    await desk.tell('2026-04-13')
    expect(weekly()).toHaveLength(3)
  })

  test('goes to staff where no administrator is named, and later in the week where the machine was off on Monday', async () => {
    await desk.list(held('C-1', '2026-02-20'))
    await desk.tell('2026-03-25')
    await desk.tell('2026-03-26')
    expect(weekly().map(({ reservation, to }) => [reservation, to])).toEqual([
      ['staff-week-2026-03-23', REGISTERS.organisation.staff],
    ])
  })

  test('counts as told only when its mail left', async () => {
    await desk.list(held('C-1', '2026-02-20'))
    desk.refuse('paused')
    await expect(desk.tell('2026-03-23')).rejects.toThrow(MailRefused)
    desk.refuse(null)
    await desk.tell('2026-03-23')
    await desk.tell('2026-03-23')
    expect(weekly()).toHaveLength(1)
  })

  test('is nothing in a week in which nothing stood so long', async () => {
    await desk.list(held('C-1', '2026-03-20'))
    await desk.tell('2026-03-23')
    expect(weekly()).toEqual([])
  })
})

test('F2 an answer that may be help accepted stands at the top, each morning until it is answered', async () => {
  const desk = await aDesk()
  const about = { about: 'answer', caseId: null, file: '2026-03-02.csv' } as const
  await desk.ask('plain', { ...about, reason: 'answer-unread', row: 2, at: instantAt('2026-03-02', '10:00') })
  await desk.ask('near', {
    ...about,
    reason: 'maybe-accepted',
    row: 7,
    urgent: true,
    at: instantAt('2026-03-02', '11:00'),
  })
  await desk.tell('2026-03-03')
  const text = (await desk.textOf(0)).replace(/\s+/g, ' ')
  expect(text).toContain(
    'Dringend. Over een antwoord van de gemeente (2026-03-02.csv, rij 7). Misschien is hulp aanvaard',
  )
  expect(text.indexOf('rij 7')).toBeLessThan(text.indexOf('rij 2'))
  await desk.tell('2026-03-04')
  expect((await desk.textOf(1)).replace(/\s+/g, ' ')).toMatch(/rij 7\)\. Misschien is hulp aanvaard.+rij 2, nog open/)
  await desk.end('near')
  await desk.tell('2026-03-05')
  expect(await desk.textOf(2)).not.toContain('rij 7')
})
