import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError, parseJsonFile } from '../../shared/contracts/json-errors.ts'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { portalSettingsSchema, signalProfile, withdrawalProfile } from '../../shared/portals/settings.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { aRow } from './rows.ts'

const read = (settings: unknown) =>
  parseJsonFile('portals.json', JSON.stringify(settings, null, 2), portalSettingsSchema)
const problemOf = (settings: unknown): string => {
  try {
    read(settings)
    return ''
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}
const { vps } = BUNDLED_PROFILES
const SFTP = {
  host: 'sftp.ris.example',
  username: 'verhuurder',
  hostKeys: [`SHA256:${'A'.repeat(43)}`],
  secret: 'ris-key',
}

test('the example can be used, and says what is still to be confirmed', () => {
  const file = 'infra/local/sample/portals.example.json'
  const example = parseJsonFile(
    file,
    readFileSync(join(import.meta.dirname, '../..', file), 'utf8'),
    portalSettingsSchema,
  )
  expect(example.RIS.sftp?.host).toBe('sftp.ris.example')
  for (const { confirm } of [example.RIS.api, ...example.profiles, ...example.answers].filter((each) => each !== null))
    expect(confirm).toMatch(/BKR|Inforing/)
})

describe('what BKR sends after the contract goes into portals.json', () => {
  test('and VPS gets its file so: columns, order, titles, separator, decimal mark, encoding, dates and name', async () => {
    const own = {
      ...vps,
      version: '2',
      confirm: undefined,
      fileName: 'BKR_{date}_{part}',
      dateFormat: 'ddMMyyyy',
      separator: ',',
      decimalMark: '.',
      encoding: 'windows-1252',
      lineEnd: '\n',
      quote: 'always',
      columns: [
        { title: 'PC', source: 'postcode', type: 'text' },
        { title: 'NR', source: 'houseNumber', type: 'number' },
        { title: 'NAAM', source: 'surname', type: 'text' },
        { title: 'MND', source: 'monthsInArrears', type: 'number' },
        { title: 'BEDRAG', source: 'amountCents', type: 'money' },
        { title: 'DATUM', source: 'fileDate', type: 'date' },
      ],
    }
    const profile = signalProfile(read({ profiles: [own] }), 'VPS', 'csv')
    const bytes = await writeSignalFile(profile, [aRow({ surname: 'Jansté' })], '2026-04-20')
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      '"PC","NR","NAAM","MND","BEDRAG","DATUM"\n"1011AB","12","Jansté","2","1820.50","20042026"\n',
    )
  })

  test('and other profiles stay as they are', () => {
    const settings = read({
      profiles: [
        { ...vps, version: '2' },
        { ...BUNDLED_PROFILES['vps-withdrawal'], version: '3' },
      ],
    })
    expect(signalProfile(settings, 'VPS', 'xlsx').version).toBe('2')
    expect(withdrawalProfile(settings, 'VPS').version).toBe('3')
    expect(signalProfile(settings, 'RIS', 'xlsx')).toBe(BUNDLED_PROFILES['ris-xlsx'])
    expect(withdrawalProfile(settings, 'RIS')).toBe(BUNDLED_PROFILES['ris-withdrawal'])
  })
})

describe('the columns of RIS Matching lie fixed', () => {
  const { 'ris-csv': csv } = BUNDLED_PROFILES
  test('but how its CSV is written may change, for that file type alone', () => {
    const settings = read({ profiles: [{ ...csv, separator: ',', decimalMark: '.' }] })
    expect(signalProfile(settings, 'RIS', 'csv')).toMatchObject({ separator: ',' })
    expect(signalProfile(settings, 'RIS', 'xlsx')).toBe(BUNDLED_PROFILES['ris-xlsx'])
  })

  test.each([
    ['one less', csv.columns.filter(({ source }) => source !== 'city')],
    ['another order', csv.columns.toReversed()],
    ['another title', csv.columns.map((column) => ({ ...column, title: `${column.title} ` }))],
  ])('%s is refused', (_, columns) => {
    expect(problemOf({ profiles: [{ ...csv, columns }] })).toMatch(
      /^portals\.json, regel \d+, profiles\[0\]\.columns: de kolommen van RIS Matching liggen vast/,
    )
  })
})

describe('what cannot be used is refused with its place, in Dutch', () => {
  test.each([
    [{ profiles: [{ ...vps, columns: vps.columns.slice(1) }] }, 'verplicht gegeven ontbreekt: surname'],
    [{ profiles: [{ ...vps, separator: '|' }] }, 'profiles[0].separator: kies uit'],
    [{ RIS: { sftp: { ...SFTP, hostKeys: [] } } }, 'RIS.sftp.hostKeys: hier hoort minstens 1'],
    [{ RIS: { sftp: { ...SFTP, hostKeys: ['SHA256:kort'] } } }, 'vingerafdruk'],
    [{ RIS: { sftp: { ...SFTP, secret: '-----BEGIN OPENSSH PRIVATE KEY-----' } } }, 'niet het geheim zelf'],
    [{ VPS: { sftp: SFTP } }, 'VPS: deze sleutel is niet bekend'],
    [{ answers: [{ name: 'vps-answers' }] }, 'answers[0]'],
  ])('%j', (settings, problem) => {
    expect(problemOf(settings)).toContain(problem)
  })

  test('and what is left out has its default', () => {
    expect(read({})).toEqual({ RIS: { sftp: null, api: null, withdrawalsFolder: null }, profiles: [], answers: [] })
    expect(read({ RIS: { sftp: SFTP } }).RIS.sftp).toMatchObject({ port: 22, folder: '.' })
  })
})
