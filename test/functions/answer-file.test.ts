import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { readAnswerFile } from '../../functions/read-answers/answer-file.ts'
import { answerProfileSchema } from '../../shared/portals/answer-profile.ts'
import { BUNDLED_ANSWER_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { encodeWindows1252 } from '../../shared/portals/windows-1252.ts'

const profile = BUNDLED_ANSWER_PROFILES['vps-answers']
const TODAY = '2026-03-05'

async function* inPieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}
const read = (content: string | Uint8Array) =>
  readAnswerFile(inPieces(typeof content === 'string' ? new TextEncoder().encode(content) : content), profile, TODAY)
const faults = async (...lines: string[]) =>
  (await read(['Postcode;Huisnummer;Status;Datum', ...lines].join('\r\n'))).unread.map(
    ({ row, field, message }) => `${row} ${field}: ${message}`,
  )

const ACCEPTED = {
  row: 2,
  postcode: '1011AB',
  houseNumber: '12',
  houseNumberAddition: 'bis',
  meaning: 'accepted',
  status: 'Hulp aanvaard',
  on: '2026-03-03',
}

describe('a file of a portal is read', () => {
  test('whatever the order of its columns, its separator, its capitals, and what else is in it', async () => {
    const csv =
      'DATUM,Gemeente,status ,Toevoeging,Huisnummer,postcode\n3-3-2026,Amsterdam,  hulp  AANVAARD,bis,12,1011 ab\n'
    expect(await read(csv)).toEqual({ answers: [ACCEPTED], unread: [], fault: null })
  })

  test('from windows-1252', async () => {
    const { answers } = await read(
      encodeWindows1252('Postcode;Huisnummer;Status;Plaats\r\n1011AB;12;Verhuisd;Sint Jansté\r\n'),
    )
    expect(answers).toMatchObject([{ meaning: 'moved-away', on: null }])
  })

  test('from a workbook, with numbers and dates as Excel keeps them', async () => {
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet('Terugkoppeling')
    sheet.addRow(['Postcode', 'Huisnummer', 'Huisnummer toevoeging', 'Status hulpverlening', 'Datum status'])
    sheet.addRow(['1011AB', 12, 'bis', 'Hulp aanvaard', new Date('2026-03-03T00:00:00Z')])
    const { answers, unread } = await read(new Uint8Array(await workbook.xlsx.writeBuffer()))
    expect(unread).toEqual([])
    expect(answers).toEqual([ACCEPTED])
  })
})

describe('F2 it is read line by line', () => {
  const lines = async (...given: string[]) =>
    read(['Postcode;Huisnummer;Huisnummer toevoeging;Status;Datum', ...given].join('\r\n'))

  test('a good line counts whatever the others are', async () => {
    const { answers, unread } = await lines('1011AB;x;;Verhuisd;', '1011AB;12;bis;Hulp aanvaard;3-3-2026', '1;1;;;')
    expect(answers).toEqual([{ ...ACCEPTED, row: 3 }])
    expect(unread.map(({ row }) => row)).toEqual([2, 4])
  })

  test('also those before the place where the file breaks off', async () => {
    const { answers, fault } = await lines('1011AB;12;bis;Hulp aanvaard;3-3-2026', '1011AB;14;;"Verhuisd;')
    expect(answers).toEqual([ACCEPTED])
    expect(fault).not.toBeNull()
  })

  test.each(['12 bis;', '12-bis;', '12bis;BIS', '12;bis', '12 BIS;bis'])('a house as %s', async (house) => {
    const { answers } = await lines(`1011 ab;${house};Hulp aanvaard;3-3-2026`)
    expect(answers).toMatchObject([{ houseNumber: '12', houseNumberAddition: expect.stringMatching(/^bis$/i) }])
  })

  test('two houses, or two additions, are a question', async () => {
    const { unread } = await lines('1011AB;12-14;;Hulp aanvaard;3-3-2026', '1011AB;12 HS;2;Hulp aanvaard;3-3-2026')
    expect(unread).toMatchObject([
      { row: 2, field: 'Huisnummer', reason: 'answer-unread', urgent: true },
      { row: 3, field: 'Huisnummer', reason: 'answer-unread', urgent: true },
    ])
  })

  test('house numbers and dates as four municipalities write them', async () => {
    const { answers, unread } = await lines(
      '1011 ab;12 HS;;Hulp aanvaard;27-02-2026',
      '1011AB;14;a2;Hulp aanvaard;1-3-2026',
      '1011AB;16;;Hulp aanvaard;2026-03-01',
      '1011AB;18-bis;;Hulp aanvaard;27-02-2026',
    )
    expect(unread).toEqual([])
    expect(answers.map(({ houseNumber, houseNumberAddition, on }) => [houseNumber, houseNumberAddition, on])).toEqual([
      ['12', 'HS', '2026-02-27'],
      ['14', 'a2', '2026-03-01'],
      ['16', '', '2026-03-01'],
      ['18', 'bis', '2026-02-27'],
    ])
  })

  test('an acceptance that cannot be read is urgent, and so is a word near it', async () => {
    const { answers, unread } = await lines(
      '1011AB;12;;Hulp aanvaard;',
      ...['Hulp aanvaart', 'hulp geacepteerd', 'Akkoord met hulp', 'Instemming ontvangen', 'Accept'].map(
        (word) => `1011AB;12;;${word};3-3-2026`,
      ),
      '1011AB;12;;In behandeling;',
    )
    expect(answers).toEqual([])
    expect(unread.map(({ reason, urgent }) => `${reason} ${urgent}`)).toEqual([
      'answer-unread true',
      ...Array(5).fill('maybe-accepted true'),
      'unknown-answer false',
    ])
  })

  test.each([
    'Hulp aanvaard',
    'HULP GEACCEPTEERD.',
    'Huurder accepteert hulp: ja',
    'Aanbod tot hulp (van de gemeente) geaccepteerd',
    'Ingestemd met het hulpaanbod',
    'De huurder heeft het aanbod tot hulp (van de gemeente) geaccepteerd',
    'inwoner heeft het aanbod tot hulp geaccepteerd',
    'Hulp wordt door de huurder geaccepteerd',
    'aanvaardt hulp',
    'accepted',
    'accepted: true',
    'J',
    'ja',
    'true',
  ])('%s, as the work instruction or the contract says it, is accepted', async (word) => {
    const { answers } = await lines(`1011AB;12;bis;${word};3-3-2026`)
    expect(answers).toMatchObject([{ meaning: 'accepted', on: '2026-03-03' }])
  })
})

describe('what is wrong with it is said by row and column, without what stood there', () => {
  test.each([
    ['1011AB;12;Hulp aanvaard;', /^2 Datum: Deze cel is leeg/],
    ['1011AB;12;Hulp aanvaard;31-02-2026', /^2 Datum: Deze datum bestaat niet/],
    ['1011AB;12;Hulp aanvaard;06-03-2026', /^2 Datum: Deze datum ligt in de toekomst/],
    ['1011;12;Overleden;', /^2 Postcode: Dit is geen postcode/],
    ['1011AB;twaalf;Overleden;', /^2 Huisnummer: Dit is geen huisnummer/],
    ['1011AB;12;;', /^2 Status: Deze cel is leeg/],
    [
      '1011AB;12;Mevrouw heeft schulden bij X;',
      /^2 Status: Deze status is niet bekend\. Kies uit: Hulp aanvaard, .*profiel vps-answers/,
    ],
    ['1011AB;12;#REF!;', /^2 Status: Deze cel bevat een fout van Excel/],
  ])('%s', async (line, problem) => {
    const found = await faults(line, '1011AB;14;Overleden;')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(problem)
    expect(found.join()).not.toMatch(/Mevrouw|twaalf/)
  })

  test('a column that is missing, and a file without anything', async () => {
    expect(await read('Postcode;Huisnummer\r\n1011AB;12\r\n')).toEqual({
      answers: [],
      unread: [],
      fault: {
        row: 1,
        field: 'Status hulpverlening',
        message: expect.stringMatching(/^Deze kolom ontbreekt\. De titel kan zijn: Status hulpverlening, Status,/),
      },
    })
    for (const nothing of ['', 'Postcode;Huisnummer;Status\r\n', '\r\n;;\r\n'])
      expect((await read(nothing)).fault).toMatchObject({ message: expect.stringMatching(/leeg|kolom/) })
  })

  test('a file that is none', async () => {
    expect((await read(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).fault).not.toBeNull()
    expect((await read(new Uint8Array([0, 1, 2, 3]))).fault).not.toBeNull()
  })
})

describe('a profile for answers', () => {
  const { date: _date, ...withoutDate } = profile.columns
  test.each([
    ['gives help accepted a date', { columns: withoutDate }, /date ontbreekt/],
    ['has a status once', { statuses: { Verhuisd: 'moved-away', ' verhuisd': 'other' } }, /twee keer/],
    ['has a title once', { columns: { ...profile.columns, status: ['Datum'] } }, /twee keer/],
    ['knows what a status means', { statuses: { Schuld: 'debt' } }, /statuses/],
  ])('%s', (_, change, problem) => {
    expect(JSON.stringify(answerProfileSchema.safeParse({ ...profile, ...change }).error?.issues ?? [])).toMatch(
      problem,
    )
  })
})
