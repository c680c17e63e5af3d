import { expect, test } from 'vitest'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { fileName } from '../../shared/portals/file-name.ts'

const on = '2026-04-20'

test('a name holds the date and the part, and nothing else', () => {
  const names = Object.values(BUNDLED_PROFILES).map((profile) => fileName(profile, { on, part: 1 }))
  expect(names).toEqual([
    'vroegsignalen-2026-04-20-01.xlsx',
    'vroegsignalen-2026-04-20-01.csv',
    'intrekkingen-2026-04-20-01.xlsx',
    'vroegsignalen-vps-2026-04-20-01.csv',
    'intrekkingen-vps-2026-04-20-01.csv',
  ])
})

test('the hundredth part keeps all its digits', () => {
  expect(fileName(BUNDLED_PROFILES.vps, { on, part: 100 })).toBe('vroegsignalen-vps-2026-04-20-100.csv')
})

test.each([
  ['yyyy-MM-dd', '2026-04-20'],
  ['yyyyMMdd', '20260420'],
  ['dd-MM-yyyy', '20-04-2026'],
  ['ddMMyyyy', '20042026'],
] as const)('a date in the form %s is %s', (dateFormat, date) => {
  expect(fileName({ ...BUNDLED_PROFILES.vps, dateFormat }, { on, part: 1 })).toBe(`vroegsignalen-vps-${date}-01.csv`)
})

test.each([
  { on: '2026-02-30', part: 1 },
  { on: '20-04-2026', part: 1 },
  { on, part: 0 },
  { on, part: 1.5 },
])('$on, part $part is refused', (name) => {
  expect(() => fileName(BUNDLED_PROFILES.vps, name)).toThrow()
})
