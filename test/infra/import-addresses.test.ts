import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { addressLookupSchema, findMunicipality } from '../../shared/erp/addresses.ts'
import { runCommand } from '../support/run-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'addresses-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => runCommand('infra/local/import-addresses.ts', args, folder)

test('npm run import-addresses makes the lookup of the CBS table, with its date and its border streets', async () => {
  writeFileSync(
    join(folder, 'pc6hnr20250801_gwb.csv'),
    'PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025\n1011AB;99;0363AF01;0363AF;0363\n1012XY;1;a;b;0363\n1012XY;2;a;b;0384\n',
  )
  const { code, stdout } = await run('pc6hnr20250801_gwb.csv')
  expect(code).toBe(0)
  expect(stdout).toContain('versie van 2025-08-01')
  expect(stdout).toContain('2 gemeenten, 1 postcodes in één gemeente, 1 postcodes in meer gemeenten (2 huisnummers)')
  const lookup = addressLookupSchema.parse(JSON.parse(readFileSync(join(folder, 'addresses.json'), 'utf8')))
  expect(lookup.version).toBe('2025-08-01')
  expect(findMunicipality(lookup, '1012XY', 2)).toBe('0384')
})

test('says in one line what is wrong', async () => {
  writeFileSync(join(folder, 'kapot.csv'), 'PC6;Huisnummer;Gemeente\n1011AB;x;0363\n')
  expect(await run('kapot.csv')).toMatchObject({
    code: 2,
    stderr: 'kapot.csv, rij 2, kolom Huisnummer: deze waarde is niet goed.\n',
  })
  expect(await run('weg.csv')).toMatchObject({ code: 2, stderr: 'weg.csv: dit bestand is er niet\n' })
  expect(await run()).toMatchObject({ code: 2 })
})
