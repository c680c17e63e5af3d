import { describe, expect, test } from 'vitest'
import { morningMail } from '../../functions/tell-staff/morning-mail.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import type { KeptQuestion } from '../../shared/contracts/question.ts'
import { keptQuestionSchema } from '../../shared/contracts/question.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import type { TaskKind } from '../../shared/domain/tasks.ts'
import type { Morning } from '../../shared/morning/gather.ts'
import type { Undelivered } from '../../shared/rounds/undelivered.ts'
import { REGISTERS } from '../support/landscape.ts'

// What the mail of a morning says, without a clock or a store.

const ON = '2026-03-23'
const { organisation, clients } = registersSchema.parse(REGISTERS)
const [client] = clients
if (!client) throw new Error('no client')

const NOTHING: Morning = {
  ...{ on: ON, clients, open: [], calls: [], owed: [], suspended: [], waiting: [], undelivered: [], books: [] },
  ...{ questions: [], rounds: { lines: [], unapproved: 0 } },
  ...{ reasons: new Map(), phones: new Map(), municipalities: new Map([['0363', 'Amsterdam']]) },
}
const aSummary = (caseId: string, change: Partial<CaseSummary> = {}): CaseSummary => ({
  ...{ caseId, seq: 9, renter: `1${caseId.slice(2)}`, client: client.id, gemeentecode: '0363', phase: 'reminding' },
  ...{ step: 'notice', due: null, queue: null, openedOn: '2026-01-02', months: 2, amountCents: 123_456 },
  ...change,
})
const task = (caseId: string, kind: TaskKind, change: Partial<CaseSummary> = {}) => ({
  ...{ summary: aSummary(caseId, change), client, task: kind, since: '2026-03-20' },
})
const asked = (id: string, change: { about: string; reason: string } & Partial<KeptQuestion>): KeptQuestion => ({
  id,
  ...keptQuestionSchema.parse({ caseId: null, at: '2026-03-20T09:00:00.000Z', ...change }),
})
const aFile = (file: string, byHand: boolean): Undelivered => ({
  ...{ file, byHand, since: '2026-03-20', municipalities: ['Amsterdam'], step: 'Upload het.', late: false },
})

/** The mail, as headings with their lines. */
function mailOf(morning: Partial<Morning>, told: readonly string[] = []) {
  const mail = morningMail(organisation, { ...NOTHING, ...morning }, new Set(told))
  const sections = mail?.letter.sections ?? []
  return {
    subject: mail?.letter.summary ?? null,
    headings: sections.map(({ heading }) => heading),
    lines: sections.flatMap(({ lines }) => lines.map(({ about, text }) => `${about}: ${text}`)),
    more: sections.map(({ more }) => more),
    told: mail?.lines ?? [],
  }
}
const again = (morning: Partial<Morning>) => mailOf(morning, mailOf(morning).told)

const EVERYTHING: Partial<Morning> = {
  questions: [
    asked('q-0', { about: 'municipality', reason: 'not-found', caseId: 'C-9', client: client.id, renter: '19' }),
    asked('q-1', { about: 'answer', reason: 'maybe-accepted', file: 'a.csv', row: 7, urgent: true }),
    asked('q-2', { about: 'book', reason: 'file-refused', file: '2026-03-20.csv', client: client.id }),
    asked('q-3', { about: 'book', reason: 'client-missing', client: client.id, file: '2026-03-20.csv' }),
    asked('q-4', { about: 'void-file', reason: 'voided', file: 'oud.csv' }),
    asked('q-5', { about: 'delivery', reason: 'portal-login', file: 'intrekking.csv' }),
    asked('q-6', { about: 'portal-rejection', reason: 'rejected', caseId: 'C-8', client: client.id, renter: '18' }),
  ],
  reasons: new Map([['q-2', ['rij 1: Deze kolom ontbreekt: Openstaand.', 'rij 2: Dit is geen bedrag.']]]),
  rounds: {
    lines: [{ of: {}, about: 'Ronde van 25 maart 2026', full: 'wacht op uw akkoord.', short: null, since: null }],
    unapproved: 0,
  },
  books: [{ client, cases: 3, why: 'waiting', last: '2026-03-01', waits: false, round: '2026-04-20' }],
  undelivered: [aFile('te-uploaden.csv', true), aFile('via-sftp.csv', false)],
  calls: [{ summary: aSummary('C-1'), client, day: '2026-03-20' }],
  phones: new Map([['C-1', '010-1234567']]),
  owed: [{ summary: aSummary('C-2'), client, day: '2026-03-23', follows: { what: 'hand-over', on: '2026-03-24' } }],
  waiting: [
    task('C-3', 'held', { reasons: ['G7', 'G8'] }),
    task('C-4', 'hand-over'),
    task('C-5', 'represented'),
    task('C-6', 'look-at-hold'),
    task('C-7', 'moved-away'),
  ],
  suspended: [{ summary: aSummary('C-10'), client, on: '2026-03-27', how: 'ends' }],
}

describe('H1 the mail of a morning', () => {
  test('is none where nothing waits', () => {
    expect(mailOf({}).subject).toBeNull()
  })

  test('has a heading for each kind of work, the most urgent first', () => {
    const { headings, lines, subject } = mailOf(EVERYTHING)
    expect(headings).toEqual([
      ...['Dringend', 'Signaalronde', 'Bestanden die wachten of zijn geweigerd', 'Debiteurenlijsten'],
      ...['Uploaden of invoeren bij het meldpunt', 'Niet bij het meldpunt aangekomen', 'Geweigerd door het meldpunt'],
      ...['Bellen', 'Antwoord van de gemeente', 'Aangehouden signalen', 'Beslis: overdragen, wachten of sluiten'],
      ...['Beslis: melden of innen', 'In de wacht: opnieuw bekijken', 'Verder in dossiers', 'Opschortingen', 'Vragen'],
    ])
    expect(lines).toHaveLength(19)
    expect(subject).toBe('Vandaag te doen: 1 dringend, 1 bellen, 17 nieuw')
  })

  test('says the next morning in a few words what still waits, since when; urgent work and calls in full', () => {
    const { lines, subject } = again(EVERYTHING)
    expect(subject).toBe('Vandaag te doen: 1 dringend, 1 bellen, 1 nieuw, 16 nog open')
    for (const line of lines)
      expect(line).toMatch(/nog open sinds|Misschien|wacht op uw akkoord|010-1234567|wachten op|eindigt/)
    expect(lines).toContain('Bestand te-uploaden.csv: nog te uploaden of in te voeren, nog open sinds 20 maart 2026.')
    expect(lines.join(' ').length).toBeLessThan(mailOf(EVERYTHING).lines.join(' ').length / 1.5)
  })

  test('says in full what changed since', () => {
    const held = (...reasons: NonNullable<CaseSummary['reasons']>) => ({ waiting: [task('C-3', 'held', { reasons })] })
    const { told } = mailOf(held('G7'))
    expect(mailOf(held('G7', 'G8'), told).lines).toEqual([expect.stringContaining('Een veld voor de gemeente')])
    expect(mailOf(held('G7'), told).lines).toEqual([
      'Dossier C-3, debiteur 13 (Belegger A): gemeente onbekend, of geen overeenkomst, nog open sinds 20 maart 2026.',
    ])
  })

  test('I1 F2 says of a file that does not count the first reasons, and names it once for two clients', () => {
    const about = { about: 'book', reason: 'file-waits', file: '2026-03-20.csv' } as const
    const questions = ['BELEGGER-A', 'BELEGGER-B'].map((id) => asked(id, { ...about, client: id }))
    const reasons = new Map([['BELEGGER-A', ['rij 4, kolom Openstaand: Dit is geen bedrag.']]])
    expect(mailOf({ questions, reasons }).lines).toEqual([
      expect.stringMatching(
        /^Bestand 2026-03-20\.csv \(Belegger A, Belegger B\): .+ wacht op u.+ rij 4, kolom Openstaand: Dit is geen bedrag\.$/,
      ),
    ])
  })

  test('C6b gives who is to be called with the number, or another way to reach the renter', () => {
    const calls = ['C-1', 'C-2'].map((id) => ({ summary: aSummary(id), client, day: '2026-03-24' }))
    expect(mailOf({ calls, phones: new Map([['C-1', '010-1234567']]) }).lines).toEqual([
      'Dossier C-1, debiteur 11 (Belegger A): 010-1234567. € 1.234,56, 2 maanden. Uiterlijk 24 maart 2026.',
      'Dossier C-2, debiteur 12 (Belegger A): geen nummer bekend: schrijf of ga langs, zoek debiteur 12 in het ERP. € 1.234,56, 2 maanden. Uiterlijk 24 maart 2026.',
    ])
    expect(mailOf({ calls, phones: new Map() }).told).toEqual([])
  })

  test('C6b a list of calls that can be made in a day, and how many are left out', () => {
    const calls = Array.from({ length: 57 }, (_, index) => ({ summary: aSummary(`C-${index}`), client, day: ON }))
    const { lines, more, subject } = mailOf({ calls })
    expect([lines.length, more]).toEqual([40, ['En nog 17 andere. Ze komen in deze mail zodra deze zijn gedaan.']])
    expect(subject).toBe('Vandaag te doen: 57 bellen')
  })

  test('F1 F3 says of a municipality what follows without its answer', () => {
    expect(mailOf({ owed: EVERYTHING.owed ?? [] }).lines).toEqual([
      'Dossier C-2, debiteur 12 (Belegger A): gemeente Amsterdam, antwoord uiterlijk 23 maart 2026. Zonder antwoord gaat het dossier op 24 maart 2026 naar het incassobureau.',
    ])
    const decision = { what: 'decision', on: '2026-03-24' } as const
    expect(mailOf({ owed: (EVERYTHING.owed ?? []).map((each) => ({ ...each, follows: decision })) }).lines).toEqual([
      expect.stringContaining('uiterlijk 23 maart 2026. Zonder antwoord beslist u vanaf 24 maart 2026 wat er gebeurt.'),
    ])
  })

  test('U3 tells once that a suspension ended, and each morning of its week that it ends', () => {
    const ended = (how: 'over' | 'new-arrears' | 'ends') => ({
      suspended: [{ summary: aSummary('C-1'), client, on: '2026-03-22', how }],
    })
    expect(mailOf(ended('over')).lines).toEqual([expect.stringContaining('eindigde op 22 maart 2026')])
    expect(mailOf(ended('new-arrears')).lines).toEqual([expect.stringContaining('nieuwe huur niet is betaald')])
    expect(again(ended('over')).lines).toEqual([])
    expect(again(ended('ends')).lines).toEqual([expect.stringContaining('eindigt op 22 maart 2026')])
  })
})

describe('H1 nothing stands twice in other words', () => {
  test('I2 who is frozen since a client is missing, or a row cannot be read', () => {
    const frozen = task('C-1', 'unread')
    const other = { ...task('C-2', 'unread'), summary: aSummary('C-2', { client: 'BELEGGER-B' }) }
    const missing = asked('q-1', { about: 'book', reason: 'client-missing', client: client.id })
    const row = asked('q-2', { about: 'book', reason: 'row-unread', client: 'BELEGGER-B', renter: '12', caseId: 'C-2' })
    expect(mailOf({ waiting: [frozen, other], questions: [missing] }).headings).toEqual([
      'Debiteurenlijsten',
      'Verder in dossiers',
    ])
    expect(mailOf({ waiting: [frozen, other], questions: [missing, row] }).headings).toEqual(['Debiteurenlijsten'])
  })

  test('S1 a threatening situation that is held stands at the top with its reasons, and not among the held', () => {
    const waiting = [task('C-1', 'held', { reasons: ['G7'] })]
    const about = { about: 'threat', reason: 'threat-held', caseId: 'C-1', client: client.id, renter: '11' } as const
    const morning = {
      waiting,
      questions: [asked('q-1', about)],
      reasons: new Map([['q-1', ['Er is geen overeenkomst.']]]),
    }
    expect(mailOf(morning)).toMatchObject({
      headings: ['Dringend'],
      lines: [expect.stringMatching(/^Dossier C-1, debiteur 11 .+ kan niet weg\. .+ Er is geen overeenkomst\.$/)],
    })
  })

  test('C13 a book that a threatening situation waits for is urgent, and asked for once', () => {
    const books = EVERYTHING.books ?? []
    const questions = [asked('q-1', { about: 'book', reason: 'book-urgent', client: client.id })]
    expect(mailOf({ books, questions }).headings).toEqual(['Dringend'])
    expect(mailOf({ books }).headings).toEqual(['Debiteurenlijsten'])
  })

  test('C6b a held signal refers to the list of calls, unless the call is not on it today', () => {
    const held = (id: string) => task(id, 'held', { reasons: ['G4b', 'G8'] })
    const calls = Array.from({ length: 41 }, (_, index) => ({ summary: aSummary(`C-${100 + index}`), client, day: ON }))
    const { lines } = mailOf({ calls, waiting: [held('C-100'), held('C-140')] })
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(/^Dossier C-100, .+ Een veld .+ Zie ook: Bellen\.$/),
      expect.stringMatching(/^Dossier C-140, .+ geen recente poging tot contact.+ Een veld/),
    ])
  })
})
