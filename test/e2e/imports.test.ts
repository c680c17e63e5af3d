import { beforeAll, describe, expect, test } from 'vitest'
import { line, xlsx } from '../erp/make-export.ts'
import { REGISTERS } from '../support/landscape.ts'
import { type ImportLine, type SimulationOutcome, told } from '../support/outcome.ts'
import { scenario } from '../support/scenario.ts'
import { DEMANDED, only, REMINDED } from './stories/story.ts'

// The files that somebody delivers, on ordinary days and on bad ones. One run; each client has a story of its own.

const CLIENTS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((letter) => ({
  id: `BELEGGER-${letter}`,
  name: `Belegger ${letter}`,
}))
const world = scenario({
  from: '2026-01-01',
  until: '2026-01-31',
  registers: { ...REGISTERS, clients: CLIENTS },
  bookDays: [],
})
const renters = (client: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    world.renter(`Huurder ${client} ${index}`, { client: `BELEGGER-${client}` }).owes(['2026-01']),
  )
/** The renter with this place in a list. */
const at = <T>(list: readonly T[], index: number): T => {
  const found = list.at(index)
  if (found === undefined) throw new RangeError(`no ${index}`)
  return found
}

let played: SimulationOutcome
beforeAll(async () => {
  // Each story delivers its books once everybody in it is known.
  for (const deliver of deliveries) await deliver()
  played = await world.play()
}, 600_000)

const deliveries: (() => void | Promise<void>)[] = []
const book = (date: string, client: string, name = `${date}-${client}.csv`) =>
  world.delivers(name, world.book(date, [`BELEGGER-${client}`]))
const reportOf = (file: string): ImportLine => {
  const [report, ...others] = played.imports.filter((each) => each.file === file)
  if (!report || others.length > 0) throw new Error(`${file} has ${others.length + (report ? 1 : 0)} reports`)
  return report
}

describe('a book that was cut short', () => {
  const many = renters('A', 6)
  deliveries.push(() => {
    book('2026-01-02', 'A')
    const whole = world.book('2026-01-09', ['BELEGGER-A']).split('\r\n')
    // Nobody of the six is left, only somebody new.
    world.delivers(
      '2026-01-09-A.csv',
      [whole[0], at(whole, 1).replaceAll(at(many, 0).number, '999999'), ''].join('\r\n'),
    )
    book('2026-01-14', 'A')
  })

  test('is quarantined: nobody is paid, nobody new is reminded, the next whole book goes on', () => {
    expect(reportOf('2026-01-09-A.csv')).toMatchObject({ status: 'quarantined', rows: 1 })
    expect(reportOf('2026-01-09-A.csv').errors[0]?.message).toContain('6 open dossiers')
    expect(reportOf('2026-01-14-A.csv')).toMatchObject({ status: 'accepted', rows: 6, errors: [] })
    for (const renter of many)
      expect(told(only(played, renter))).toEqual(DEMANDED.filter((each) => !each.includes('ContactAtt')))
    expect(played.casesOf({ number: '999999' })).toEqual([])
  })
})

describe('a book in which everybody really paid', () => {
  const payers = renters('B', 4)
  const newcomer = world
    .renter('Nieuw B', { client: 'BELEGGER-B' })
    .isCharged('F-NIEUW', '2026-01-05', 5_000, { knownFrom: '2026-01-09' })
  for (const renter of payers) renter.pays('2026-01-09')
  deliveries.push(() => {
    book('2026-01-02', 'B')
    book('2026-01-09', 'B')
    world.reports('2026-01-12T10:00', 'import-confirmed', { file: '2026-01-09-B.csv' })
    world.reports('2026-01-12T10:00', 'import-confirmed', { file: '2026-01-09-B.csv' })
  })

  test('waits for a person, and is taken over when one confirms it', () => {
    expect(reportOf('2026-01-09-B.csv').status).toBe('accepted')
    for (const renter of payers) expect(told(only(played, renter))).toEqual([...REMINDED, '2026-01-12 CasePaid'])
    expect(told(only(played, newcomer))[0]).toBe('2026-01-12 CaseOpened')
  })
})

describe('an ordinary few payments', () => {
  const mixed = renters('C', 12)
  for (const renter of mixed.slice(0, 9)) renter.pays('2026-01-09')
  deliveries.push(() => {
    book('2026-01-02', 'C')
    book('2026-01-09', 'C')
    // Delivered once more, with the same content, under another name.
    book('2026-01-09', 'C', '2026-01-09-C-nogmaals.csv')
    book('2026-01-09', 'C', '2026-01-10-C.csv')
  })

  test('pass, also when the same book comes again', () => {
    for (const file of ['2026-01-09-C.csv', '2026-01-09-C-nogmaals.csv', '2026-01-10-C.csv'])
      expect(reportOf(file)).toMatchObject({ status: 'accepted', rows: 3, errors: [] })
    for (const renter of mixed.slice(0, 9))
      expect(told(only(played, renter))).toEqual([...REMINDED, '2026-01-09 CasePaid'])
    for (const renter of mixed.slice(9)) expect(only(played, renter).phase).toBe('reminding')
  })
})

describe('a book with a fault in one row', () => {
  const [first, second, third] = [renters('D', 1), renters('D', 1), renters('D', 1)].flat()
  const broken = (date: string, from: string, to: string, name: string) => {
    const lines = world.book(date, ['BELEGGER-D']).split('\r\n')
    world.delivers(name, lines.map((each, index) => (index === 2 ? each.replaceAll(from, to) : each)).join('\r\n'))
  }
  second?.pays('2026-01-20')
  deliveries.push(() => {
    book('2026-01-02', 'D')
    broken('2026-01-06', '1000,00', '#REF!', '2026-01-06-D.csv')
    broken('2026-01-07', '1000,00', '1.23.4', '2026-01-07-D.csv')
    broken('2026-01-08', '01-01-2026', '31-02-2026', '2026-01-08-D.csv')
    world.delivers('2026-01-12-D.csv', world.book('2026-01-12', ['BELEGGER-D']).replace(/Openstaand/, 'Restant'))
    world.delivers('2026-01-13-D.csv', world.book('2026-01-13', ['BELEGGER-D']).replaceAll('BELEGGER-D', 'BELEGGER-Z'))
    world.delivers('2026-01-14-D.csv', '')
    // After the second renter paid, an old quarantined file is released: it is older than what was taken over since.
    book('2026-01-20', 'D')
    world.reports('2026-01-21T10:00', 'import-confirmed', { file: '2026-01-06-D.csv' })
    world.reports('2026-01-21T11:00', 'import-confirmed', { file: 'bestaat-niet.csv' })
    world.reports('2026-01-21T11:00', 'import-confirmed', { file: '2026-01-21-bestaat-niet.csv' })
  })

  test.each([
    ['2026-01-07-D.csv', 'accepted', { row: 3, field: 'Bedrag' }],
    ['2026-01-08-D.csv', 'accepted', { row: 3, field: 'Vervaldatum' }],
    ['2026-01-12-D.csv', 'rejected', { row: 1, field: 'Openstaand' }],
    ['2026-01-13-D.csv', 'quarantined', { row: 2, field: 'Opdrachtgever' }],
    ['2026-01-14-D.csv', 'rejected', {}],
    ['bestaat-niet.csv', 'rejected', {}],
    ['2026-01-21-bestaat-niet.csv', 'rejected', {}],
  ])('%s is %s, and the report names the row and the field', (file, status, where) => {
    const { status: found, errors } = reportOf(file)
    expect(found).toBe(status)
    expect(errors).toContainEqual({ row: null, field: null, ...where, message: expect.stringMatching(/\p{L}{3}/u) })
  })

  test('a file that is older than the newest book is refused, also when a person confirms it', () => {
    const { status, errors } = reportOf('2026-01-06-D.csv')
    expect(status).toBe('rejected')
    expect(errors[0]?.message).toContain('2026-01-20')
  })

  test('only its renter is frozen, with a question that names the row, until a book tells (I1)', () => {
    for (const renter of [first, third]) expect(renter && only(played, renter).amount).toBe(1000)
    // The demand waits for a book that can be read (C13): three of before it cannot.
    const late = DEMANDED.map((each) => each.replace('2026-01-15', '2026-01-20'))
    expect(first && told(only(played, first))).toEqual(late)
    const frozen = ['2026-01-06 BookUnread', '2026-01-07 BookUnread', '2026-01-08 BookUnread']
    expect(second && told(only(played, second))).toEqual([...REMINDED, ...frozen, '2026-01-20 CasePaid'])
    const about = {
      renter: second?.number,
      file: '2026-01-06-D.csv',
      row: 3,
      endedAt: expect.stringMatching(/^2026-01-20/),
    }
    expect(played.questions).toContainEqual(expect.objectContaining({ reason: 'row-unread', ...about }))
  })
})

describe('spreadsheets', () => {
  const client = { Opdrachtgever: 'BELEGGER-E', Vervaldatum: new Date('2026-01-01T00:00:00Z') }
  const lines = ['700001', '700002'].map((number) =>
    line({ ...client, Debiteurnummer: number, Factuurnummer: `F-${number}`, Openstaand: 820.51, Bedrag: 1820.51 }),
  )
  deliveries.push(async () => {
    const whole = await xlsx(lines)
    world.delivers('2026-01-02-E.xlsx', whole)
    world.delivers('2026-01-09-E.xlsx', whole.subarray(0, Math.floor(whole.length / 2)))
    world.delivers('2026-01-11 E.XLSX', whole)
  })

  test('are read as CSV is; one that is cut off is refused and changes nothing', () => {
    expect(reportOf('2026-01-02-E.xlsx')).toMatchObject({ status: 'accepted', rows: 2, errors: [] })
    expect(reportOf('2026-01-09-E.xlsx')).toMatchObject({ status: 'rejected', rows: 0, errors: [{ row: null }] })
    expect(reportOf('2026-01-11 E.XLSX')).toMatchObject({ status: 'accepted' })
    for (const number of ['700001', '700002']) expect(only(played, { number, name: number }).amount).toBe(820.51)
  })
})

describe('the files of another ERP', () => {
  const mapping = {
    source: 'belegger-h',
    confirmedBy: 'J. Bakker',
    shape: 'claims',
    constants: { Opdrachtgever: 'BELEGGER-H', 'Soort eenheid': 'woning' },
    due: { rule: 'first-of-month' },
    files: [
      {
        name: 'h-posten',
        columns: { Debiteurnummer: 'Deb', Factuurnummer: 'Post', Factuurdatum: 'Datum', Openstaand: 'Open' },
      },
      { name: 'h-huurders', columns: { Debiteurnummer: 'Deb', Naam: 'Huurder', Adres: 'Adres', Postcode: 'PC' } },
    ],
  }
  const claims = (open: string, credit = '-100,00') =>
    `Openstaande posten\n\nDeb;Post;Datum;Open\n0081;P1;20-12-2025;${open}\n0081;P2;03-01-2026;${credit}\n0082;P3;01-01-2026;500,00\n`
  const persons = 'Deb;Huurder;Adres;PC\n0081;Jansen, A.;Kade 4a;1011AB\n82;Bakker;Kade 6;1011AB\n'
  const set = (date: string, open: string) => {
    world.delivers(`${date}-h-posten.csv`, claims(open))
    world.delivers(`${date}-h-huurders.csv`, persons)
  }
  deliveries.push(() => {
    world.delivers('belegger-h.mapping.json', JSON.stringify(mapping))
    world.delivers(
      'ander.mapping.json',
      JSON.stringify({
        ...mapping,
        source: 'ander',
        confirmedBy: null,
        files: [{ name: 'ander', columns: { ...mapping.files[0]?.columns, Debiteurnummer: 'Nr', Naam: 'Wie' } }],
      }),
    )
    set('2026-01-05', '1.000,00')
    set('2026-01-07', '1000.00')
    set('2026-01-09', '900,00')
    world.delivers('2026-01-12-h-posten.csv', claims('10,00'))
    world.delivers('2026-01-13-ander.csv', 'Nr;Wie;Post;Datum;Open\n1;Jansen;P1;01-01-2026;10,00\n')
    world.delivers('2026-01-14-onbekend.csv', 'Wie;Wat;Waar\n1;2;3\n')
    world.reports('2026-01-14T10:00', 'import-confirmed', { file: '2026-01-14-onbekend.csv' })
    world.delivers('2026-01-19-h-posten.csv', 'Deb;Post;Datum;Open\n')
    world.delivers('2026-01-19-h-huurders.csv', persons)
    world.delivers('2026-01-16-h-posten.csv', claims('geen'))
    world.delivers('2026-01-16-h-huurders.csv', persons)
  })

  test('are joined, with their credits deducted openly; the same again changes nothing, a correction only what differs', () => {
    expect(reportOf('2026-01-05-h-posten.csv')).toMatchObject({
      status: 'accepted',
      rows: 3,
      errors: [],
      source: 'belegger-h',
      totals: { claims: 3, renters: 2, open: 1400 },
      warnings: [
        {
          row: null,
          message: 'Van het openstaande bedrag is bij 1 huurder samen 100,00 euro aan tegoeden afgetrokken.',
        },
        { row: 5, field: 'Openstaand' },
      ],
    })
    expect(reportOf('2026-01-05-h-huurders.csv')).toMatchObject({ status: 'accepted', rows: 2, errors: [] })
    const corrected = only(played, { number: '0081', name: 'Jansen' })
    expect(corrected).toMatchObject({ amount: 800, gemeentecode: '0363' })
    const changes = corrected.history.filter(({ type }) => type === 'ArrearsChanged')
    expect(changes.map(({ at }) => at.slice(0, 10))).toEqual(['2026-01-09'])
    expect(only(played, { number: '0082', name: 'Bakker' }).history.map(({ type }) => type)).not.toContain(
      'ArrearsChanged',
    )
  })

  test.each([
    ['2026-01-12-h-posten.csv', 'h-huurders'],
    ['2026-01-13-ander.csv', 'niemand heeft haar bevestigd'],
    ['2026-01-14-onbekend.csv', 'npm run inspect-export -- 2026-01-14-onbekend.csv'],
    ['2026-01-19-h-posten.csv', 'geen enkele vordering'],
  ])('%s waits for a person, who is told why', (file, reason) => {
    expect(reportOf(file)).toMatchObject({
      status: 'quarantined',
      errors: [{ message: expect.stringContaining(reason) }],
    })
  })
})

test('I1 of a set too only the renter of a row that cannot be read is frozen', () => {
  expect(reportOf('2026-01-16-h-huurders.csv')).toMatchObject({ status: 'accepted', errors: [] })
  expect(reportOf('2026-01-16-h-posten.csv')).toMatchObject({
    ...{ status: 'accepted', errors: [{ row: 4, message: expect.stringContaining('geen bedrag') }] },
  })
  const types = only(played, { number: '0081', name: 'Jansen' }).history.map(({ type }) => type)
  expect(types).toContain('BookUnread')
})

describe('every file', () => {
  test('has one line in imports.jsonl, with what the contract names', () => {
    const files = played.imports.map(({ file }) => file)
    expect(new Set(files).size).toBe(files.length)
    expect(files).toHaveLength(35)
    for (const each of played.imports)
      expect(Object.keys(each)).toEqual(expect.arrayContaining(['file', 'status', 'rows', 'errors']))
    expect(played.summary.imports).toEqual({
      accepted: played.imports.filter(({ status }) => status === 'accepted').length,
      quarantined: played.imports.filter(({ status }) => status === 'quarantined').length,
      rejected: played.imports.filter(({ status }) => status === 'rejected').length,
    })
  })
})
