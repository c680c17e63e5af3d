import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mappingSchema } from '../../shared/erp/mapping/mapping.ts'
import { csv, line } from '../erp/make-export.ts'
import { runCommand } from '../support/run-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'inspect-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const given = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const inspect = (...args: string[]) => runCommand('infra/local/inspect-export.ts', args, folder)

const mappingIn = (name: string) => mappingSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))

describe('npm run inspect-export', () => {
  test('shows what was recognised, the totals and the first errors, and keeps the mapping until a person confirms it', async () => {
    const book = given(
      '2026-03-05-saldo-oost.csv',
      'Lijst per complex\n\nKlantnr;Naam;Saldo;Opmerking\n001;Jansen;1.250,50;x\n002;Bakker;#REF!;\n003;Smit;-20,00;\nTotaal;;;\n',
    )
    const first = await inspect(book)
    expect(first).toMatchObject({ code: 1, stderr: '' })
    for (const part of [
      'titels in rij 3',
      'een saldo per huurder',
      'kolom "Klantnr"',
      'niet gebruikt',
      'Opmerking',
      '--client',
    ])
      expect(first.stdout).toContain(part)
    expect(first.stdout).toMatch(/rijen +3\n.*\n.*open +2\n +open +€ 1\.230,50\n.*€ 20,00/)
    expect(first.stdout).toMatch(/Fouten \(1\)\n +rij 5, kolom Saldo: .*#REF!/)
    expect(mappingIn('saldo-oost.mapping.json')).toMatchObject({
      confirmedBy: null,
      constants: { 'Soort eenheid': 'woning' },
    })

    const second = await inspect(book, '--client', 'BELEGGER-A', '--confirm', 'J. Bakker')
    expect(second.stdout).toContain('bevestigd door J. Bakker')
    expect(mappingIn('saldo-oost.mapping.json')).toMatchObject({
      confirmedBy: 'J. Bakker',
      constants: { Opdrachtgever: 'BELEGGER-A' },
    })
  })

  test('needs no mapping for the known layout', async () => {
    const known = await inspect(given('2026-03-05-bekend.csv', csv([line()])))
    expect(known).toMatchObject({ code: 0, stdout: expect.stringContaining('bekende indeling') })
  })

  test('shows a kept mapping as the import completes it, and keeps what was confirmed', async () => {
    const book = given(
      '2026-03-05-rest.csv',
      'Klant;Naam;Factuur;Vervalt;Oorspronkelijk bedrag;Resterend bedrag\n1;Jansen;F1;1-1-2026;900,00;450,00\n',
    )
    given(
      'rest.mapping.json',
      JSON.stringify({
        source: 'rest',
        confirmedBy: 'team',
        shape: 'claims',
        constants: { Opdrachtgever: 'BELEGGER-A', 'Soort eenheid': 'woning' },
        due: { rule: 'column' },
        files: [
          {
            name: 'rest',
            columns: {
              Debiteurnummer: 'Klant',
              Naam: 'Naam',
              Factuurnummer: 'Factuur',
              Vervaldatum: 'Vervalt',
              Bedrag: 'Oorspronkelijk bedrag',
            },
          },
        ],
      }),
    )
    const shown = await inspect(book)
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toMatch(/Openstaand +kolom "Resterend bedrag"/)
    expect(shown.stdout).toMatch(/open +€ 450,00/)
    await inspect(book, '--confirm', 'J. Bakker')
    expect(mappingIn('rest.mapping.json').files[0]?.columns.Openstaand).toBe('Resterend bedrag')
  })

  test('asks what stands first in dates that do not show it, and confirms nothing until then', async () => {
    const book = given('2026-03-05-datums.csv', 'Klant;Naam;Factuur;Vervalt;Open\n1;Jansen;F1;01/03/2026;900,00\n')
    const asked = await inspect(book, '--client', 'BELEGGER-A', '--confirm', 'J. Bakker')
    expect(asked).toMatchObject({ code: 1, stderr: '' })
    expect(asked.stdout).toMatch(/de dag voorop staat of de maand.*"day-first" of "month-first"/)
    expect(mappingIn('datums.mapping.json')).toMatchObject({ confirmedBy: null, dates: null })
  })

  test('names a client that the registers do not know', async () => {
    const registers = resolve(import.meta.dirname, '../../infra/local/sample/registers.json')
    const book = given('2026-03-05-vreemd.csv', csv([line({ Opdrachtgever: 'VREEMD' })]))
    const { code, stdout } = await inspect(book, '--registers', registers)
    expect(code).toBe(1)
    expect(stdout).toMatch(/Opdrachtgever VREEMD staat niet in .*registers\.json\. Bekend zijn: BELEGGER-A/)
    expect((await inspect(book, '--registers', 'geen.json')).code).toBe(2)
  })

  test.each([
    ['Foo;Naam;Saldo\n7;Jansen;10,00\n', 'mist nog', 'Niet herkend: Foo'],
    ['Debnr;Naam;0-30;Rommel;Totaal\n7;Jansen;10,00;5,00;15,00\n', 'tellen de gelezen kolommen niet op', 'Rommel'],
    [
      'Debnr;Naam;Vervalt;Factuurnr;Oorspronkelijk bedrag\n7;Jansen;1-1-2026;F1;9,00\n',
      'zegt wat er openstaat',
      'mist nog',
    ],
  ])('asks for no confirmation of what cannot be right, and says what to do: %j', async (text, ...parts) => {
    const { code, stdout } = await inspect(given('2026-03-05-raar.csv', text), '--client', 'BELEGGER-A', '--anew')
    expect(code).toBe(1)
    for (const part of parts) expect(stdout).toContain(part)
    expect(stdout).not.toContain('Klopt alles?')
  })

  test.each([
    [['bestaat-niet.csv'], 'is er niet'],
    [[], 'noem een export'],
    [['--what'], 'gebruik: npm run inspect-export'],
    [['brief.csv'], 'geen titels die we kennen'],
    [['2026-03-05-bekend.csv', '--on', '2026-02-30'], '--on 2026-02-30'],
  ])('says in one line what is wrong: %s', async (args, reason) => {
    given('brief.csv', 'Geachte heer\nHierbij\n')
    given('2026-03-05-bekend.csv', csv([line()]))
    const { code, stderr } = await inspect(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
