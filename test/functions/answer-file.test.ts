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
  (await read(['Postcode;Huisnummer;Status;Datum', ...lines].join('\r\n'))).errors.map(
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
    expect(await read(csv)).toEqual({ answers: [ACCEPTED], errors: [] })
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
    const { answers, errors } = await read(new Uint8Array(await workbook.xlsx.writeBuffer()))
    expect(errors).toEqual([])
    expect(answers).toEqual([ACCEPTED])
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
      errors: [
        {
          row: 1,
          field: 'Status hulpverlening',
          message: 'Deze kolom ontbreekt. De titel kan zijn: Status hulpverlening, Status.',
        },
      ],
    })
    for (const nothing of ['', 'Postcode;Huisnummer;Status\r\n', '\r\n;;\r\n'])
      expect((await read(nothing)).errors).toMatchObject([{ message: expect.stringMatching(/leeg|kolom/) }])
  })

  test('a file that is none', async () => {
    expect((await read(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).errors).toHaveLength(1)
    expect((await read(new Uint8Array([0, 1, 2, 3]))).errors).toHaveLength(1)
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
