import { describe, expect, test } from 'vitest'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { SIGNAL_COLUMNS } from '../../shared/portals/columns.ts'
import { parseProfile } from '../../shared/portals/profile.ts'
import { portalSettingsSchema, signalProfile, withdrawalProfile } from '../../shared/portals/settings.ts'

const profiles = Object.entries(BUNDLED_PROFILES)
const risCsv = BUNDLED_PROFILES['ris-csv']
const changed = (change: object) => () => parseProfile({ ...risCsv, ...change }, 'eigen.json')

const REFERENCE = { title: 'Klantnummer', source: 'reference', type: 'text' }

describe('the bundled profiles', () => {
  test.each(profiles)('%s carries its own name', (name, profile) => {
    expect(profile.name).toBe(name)
  })

  test.each(['ris-xlsx', 'ris-csv', 'vps'] as const)('%s lays out exactly the eleven columns', (name) => {
    const expected = SIGNAL_COLUMNS.map(({ title, field, type }) => ({ title, source: field, type }))
    expect(BUNDLED_PROFILES[name].columns).toEqual(expected)
  })

  test.each(['ris-withdrawal', 'vps-withdrawal'] as const)('%s holds the address and nothing else', (name) => {
    const titles = BUNDLED_PROFILES[name].columns.map(({ title }) => title)
    expect(titles).toEqual(['Postcode', 'Huisnummer', 'Huisnummer toevoeging'])
  })

  test.each(['vps', 'vps-withdrawal'] as const)('%s says that it must be checked with BKR', (name) => {
    expect(BUNDLED_PROFILES[name].confirm).toMatch(/BKR/)
  })

  test('no two of them give a file the same name', () => {
    const names = profiles.map(([, { fileName, fileType }]) => `${fileName}.${fileType}`)
    expect(new Set(names).size).toBe(profiles.length)
  })

  test('the register chooses among them', () => {
    const none = portalSettingsSchema.parse({})
    expect(signalProfile(none, 'RIS', 'xlsx').name).toBe('ris-xlsx')
    expect(signalProfile(none, 'RIS', 'csv').name).toBe('ris-csv')
    expect(signalProfile(none, 'VPS', 'xlsx').name).toBe('vps')
    expect(withdrawalProfile(none, 'RIS').name).toBe('ris-withdrawal')
    expect(withdrawalProfile(none, 'VPS').name).toBe('vps-withdrawal')
  })
})

describe('a profile of one’s own', () => {
  test('may rename, reorder and leave out optional columns', () => {
    const columns = risCsv.columns.filter(({ source }) => source !== 'phone').toReversed()
    expect(changed({ columns })()).toEqual({ ...risCsv, columns })
  })

  test('may give the house number as a number, and the date of the file', () => {
    const columns = [
      ...risCsv.columns.map((column) => (column.source === 'houseNumber' ? { ...column, type: 'number' } : column)),
      { title: 'Datum', source: 'fileDate', type: 'date' },
    ]
    expect(changed({ columns })().columns).toEqual(columns)
  })

  test.each([
    ['a column from another source', { columns: [{ title: 'Klantnummer', source: 'customerNumber', type: 'text' }] }],
    ['the number that only its portal gives it', { columns: [...risCsv.columns, REFERENCE] }],
    ['a surname as a number', { columns: [{ title: 'Achternaam', source: 'surname', type: 'number' }] }],
    ['an unknown separator', { separator: '|' }],
    ['an unknown encoding', { encoding: 'utf-16' }],
    ['an unknown key', { comment: 'x' }],
    ['a file name without a part', { fileName: 'signalen-{date}' }],
    ['a file name with a folder', { fileName: '../{date}-{part}' }],
    ['a sheet name in a CSV', { sheetName: 'Blad1' }],
    ['no columns', { columns: [] }],
  ])('with %s is refused', (_what, change) => {
    expect(changed(change)).toThrow(/^eigen\.json is geen geldig formaatprofiel: /)
  })

  test('names the place of the fault', () => {
    expect(changed({ columns: risCsv.columns.with(2, { title: 'Straat', source: 'street', type: 'money' }) })).toThrow(
      'eigen.json is geen geldig formaatprofiel: columns.2.type: voor street kan dit alleen text zijn',
    )
    expect(changed({ columns: risCsv.columns.slice(1) })).toThrow('columns: verplicht gegeven ontbreekt: surname')
    expect(changed({ columns: [...risCsv.columns, ...risCsv.columns.slice(0, 1)] })).toThrow(
      'columns.11.title: staat er twee keer: Achternaam',
    )
    expect(changed({ kind: 'withdrawals' })).toThrow('columns.0.source: hoort niet in een intrekking: surname')
    expect(() => parseProfile('x', 'eigen.json')).toThrow(/profiel: /)
  })
})
