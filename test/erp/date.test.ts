import { describe, expect, test } from 'vitest'
import { dueDate, serialDate } from '../../shared/erp/date.ts'

describe('a due date', () => {
  test.each([
    ['01-03-2026', '2026-03-01'],
    ['1-3-2026', '2026-03-01'],
    ['01/03/2026', '2026-03-01'],
    ['2026-03-01', '2026-03-01'],
    [' 01-03-2026 ', '2026-03-01'],
    ['01-03-2026 00:00', '2026-03-01'],
    ['01-03-2026 0:00:00', '2026-03-01'],
    ['2026-03-01T00:00:00.000Z', '2026-03-01'],
    ['29-02-2028', '2028-02-29'],
    ['46082', '2026-03-01'],
    ['01.03.2026', '2026-03-01'],
    ['1.3.26', '2026-03-01'],
    ['1-3-26', '2026-03-01'],
    ['01/03/26', '2026-03-01'],
    ['1 - 3 - 2026', '2026-03-01'],
    ['01 03 2026', '2026-03-01'],
    ['20260301', '2026-03-01'],
    ['01032026', '2026-03-01'],
    ['20032026', '2026-03-20'],
    ['2026/03/01', '2026-03-01'],
    ['2026.3.1', '2026-03-01'],
    ['1 maart 2026', '2026-03-01'],
    ['01 MRT 2026', '2026-03-01'],
    ['1 mrt. 2026', '2026-03-01'],
    ['01-mrt-26', '2026-03-01'],
    ['1-Mar-2026', '2026-03-01'],
    ['1e maart 2026', '2026-03-01'],
    ['zondag 1 maart 2026', '2026-03-01'],
    ['zo. 1 mrt 2026', '2026-03-01'],
    ["1 maart '26", '2026-03-01'],
    ['1 okt 2026', '2026-10-01'],
    ['March 25, 2026', '2026-03-25'],
    ['Mar 1 2026', '2026-03-01'],
    ['01-03-2026 14:00', '2026-03-01'],
    ['1-3-2026, 9:31:04', '2026-03-01'],
    ['2026-03-01 09:31:00.000', '2026-03-01'],
    ['2026-02-28T23:00:00Z', '2026-03-01'],
    ['2026-03-01T00:00:00+01:00', '2026-03-01'],
    ['="01-03-2026"', '2026-03-01'],
    ["'01-03-2026", '2026-03-01'],
  ])('%s is %s', (text, expected) => expect(dueDate(text)).toEqual({ ok: true, value: expected }))

  test.each([
    '31-02-2026',
    '29-02-2026',
    '00-01-2026',
    '01-13-2026',
    '03/15/2026',
    '2026-02-30',
    '30 feb 2026',
    '20260230',
  ])('%s does not exist', (text) => expect(dueDate(text)).toEqual({ ok: false, reason: 'Deze datum bestaat niet.' }))

  test.each(['01-03-0206', '01-03-1926', '2126-03-01', '01-03-0026', '11111'])('%s is too far away', (text) =>
    expect(dueDate(text)).toEqual({ ok: false, reason: expect.stringContaining('te ver weg') }),
  )

  test.each(['', '-', '01/03-2026', '#REF!', '0', '1 maard 2026', 'maart 2026', '01-03-2026 25:00', '01-03', 'direct'])(
    '"%s" is refused',
    (text) => expect(dueDate(text).ok).toBe(false),
  )

  test.each(['26-03-01', '01-02-05', '1-3-99'])('%s may be written year first, or long ago', (text) =>
    expect(dueDate(text)).toEqual({ ok: false, reason: expect.stringContaining('vier cijfers') }),
  )

  test('the number of a day may come as a number, with a time of day', () => {
    expect(dueDate({ kind: 'number', literal: '46082', width: 0 })).toEqual({ ok: true, value: '2026-03-01' })
    expect(dueDate({ kind: 'number', literal: '46082.5', width: 0 })).toEqual({ ok: true, value: '2026-03-01' })
    expect(dueDate({ kind: 'number', literal: '20260301', width: 0 })).toEqual({ ok: true, value: '2026-03-01' })
    expect(dueDate({ kind: 'number', literal: '12.5', width: 0 }).ok).toBe(false)
  })

  test('workbooks that count from 1904 are four years further', () => {
    expect(serialDate('44620', true)).toBe('2026-03-01')
    expect(serialDate('46082', false)).toBe('2026-03-01')
    expect(serialDate('-1', false)).toBeNull()
    expect(serialDate('NaN', false)).toBeNull()
  })
})
