import { describe, expect, test } from 'vitest'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { parseProfile } from '../../shared/portals/profile.ts'
import { withdrawalRow } from '../../shared/portals/withdrawal-row.ts'
import { writeWithdrawalFile } from '../../shared/portals/write-withdrawals.ts'
import { readParts, readXlsx } from './read-files.ts'
import { aRow, person } from './rows.ts'

const on = '2026-05-04'
const shared = withdrawalRow(person, ['Huisnummer toevoeging'])
const bare = withdrawalRow({ ...person, postcode: '1011 cd' }, [])

describe('S4: a withdrawal says which address, and nothing else', () => {
  test('the addition leaves only when it was allowed to leave in the signal', () => {
    expect(shared).toEqual({ postcode: '1011AB', houseNumber: '12', houseNumberAddition: 'bis' })
    expect(bare).toEqual({ postcode: '1011CD', houseNumber: '12', houseNumberAddition: '' })
    expect(withdrawalRow({ ...person, houseNumberAddition: '' }, ['Huisnummer toevoeging']).houseNumberAddition).toBe(
      '',
    )
  })

  test('as XLSX for RIS Matching, all of it text', async () => {
    const bytes = await writeWithdrawalFile(BUNDLED_PROFILES['ris-withdrawal'], [shared, bare], on)
    expect(await readXlsx(bytes)).toEqual([
      ['Postcode', 'Huisnummer', 'Huisnummer toevoeging'],
      ['1011AB', '12', 'bis'],
      ['1011CD', '12', null],
    ])
    const parts = await readParts(bytes)
    expect([...parts.values()].join('')).not.toMatch(/Jansen|Amsterdam|0612345678|docProps/)
  })

  test('as CSV for VPS, byte for byte', async () => {
    const bytes = await writeWithdrawalFile(BUNDLED_PROFILES['vps-withdrawal'], [shared, bare], on)
    const text = '\uFEFFPostcode;Huisnummer;Huisnummer toevoeging\r\n1011AB;12;bis\r\n1011CD;12;\r\n'
    expect(Buffer.from(bytes)).toEqual(Buffer.from(text, 'utf8'))
  })

  test('or, in a profile that has a column for it, by which number the portal itself knows the signal', async () => {
    const columns = [{ title: 'Klantnummer', source: 'reference', type: 'text' }]
    const profile = parseProfile({ ...BUNDLED_PROFILES['vps-withdrawal'], columns }, 'eigen.json')
    const bytes = await writeWithdrawalFile(profile, [{ ...shared, reference: 'S-1' }, bare], on)
    expect(Buffer.from(bytes).toString()).toBe('\uFEFFKlantnummer\r\nS-1\r\n\r\n')
  })

  test('a whole signal is refused', async () => {
    await expect(writeWithdrawalFile(BUNDLED_PROFILES['vps-withdrawal'], [aRow()], on)).rejects.toThrow('onbekend veld')
  })

  test('a profile for signals does not take withdrawals', async () => {
    await expect(writeWithdrawalFile(BUNDLED_PROFILES.vps, [shared], on)).rejects.toThrow(RangeError)
  })
})
