import { describe, expect, test } from 'vitest'
import { claimSchema } from '../../shared/erp/claim.ts'
import { csv, line, read, type Title } from './make-export.ts'

const readLine = (changes: Partial<Record<Title, string>>) => read(csv([line(changes)]))

describe('a line of the book', () => {
  test('becomes a claim', async () => {
    const { claims, errors, warnings } = await readLine({})
    expect(errors).toEqual([])
    expect(warnings).toEqual([])
    expect(claims).toEqual([
      {
        client: 'BELEGGER-A',
        renter: '100234',
        contract: 'C-1',
        naturalPerson: true,
        surname: 'Jansen',
        initials: 'A.B.',
        street: 'Dorpsstraat',
        houseNumber: 12,
        houseNumberAddition: 'A',
        postcode: '1012AB',
        city: 'Amsterdam',
        phone: '0612345678',
        email: 'a.jansen@voorbeeld.example',
        dwelling: true,
        invoice: 'F-1',
        description: 'Huur maart 2026',
        dueOn: '2026-03-01',
        amountCents: 182_051,
        openCents: 82_051,
      },
    ])
    expect(claimSchema.parse(claims[0])).toEqual(claims[0])
  })

  test.each<[Title, string, object]>([
    ['Debiteurnummer', ' 000234  ', { renter: '000234' }],
    ['Soort huurder', 'RECHTSPERSOON ', { naturalPerson: false }],
    ['Soort eenheid', 'Overig', { dwelling: false }],
    ['Achternaam', 'van  der\u00a0Berg ', { surname: 'van der Berg' }],
    ['Achternaam', 'Müller', { surname: 'Müller' }],
    ['Achternaam', 'Jan\nsen', { surname: 'Jan sen' }],
    ['Achternaam', 'De "Boer" BV; Co', { surname: 'De "Boer" BV; Co' }],
    ['Achternaam', '<script>', { surname: '<script>' }],
    ['Voorletters', '-', { initials: '' }],
    ['Huisnummer', '99999', { houseNumber: 99_999 }],
    ['Huisnummer', '012', { houseNumber: 12 }],
    ['Postcode', '1012ab', { postcode: '1012AB' }],
    ['E-mailadres', '', { email: '' }],
    ['Telefoonnummer', '+31 6 12345678', { phone: '+31 6 12345678' }],
    ['Contractnummer', '', { contract: '' }],
    ['Openstaand', '0,00', { openCents: 0 }],
    ['Openstaand', '-12,50', { openCents: -1_250 }],
  ])('%s may be "%s"', async (title, written, expected) => {
    const { claims, errors } = await readLine({ [title]: written })
    expect(errors).toEqual([])
    expect(claims[0]).toMatchObject(expected)
  })

  test.each<[Title, string]>([
    ['Opdrachtgever', ''],
    ['Opdrachtgever', 'A#B'],
    ['Debiteurnummer', ' - '],
    ['Debiteurnummer', 'x'.repeat(65)],
    ['Achternaam', ''],
    ['Achternaam', '#N/B'],
    ['Achternaam', 'Jans\ufffdn'],
    ['Achternaam', 'x'.repeat(3_000)],
    ['Soort huurder', 'particulier'],
    ['Soort huurder', ''],
    ['Soort eenheid', 'bedrijfsruimte'],
    ['Huisnummer', ''],
    ['Huisnummer', '12A'],
    ['Huisnummer', '12-2'],
    ['Huisnummer', '0'],
    ['Huisnummer', '100000'],
    ['Huisnummer', '-5'],
    ['Huisnummer', '1e3'],
    ['Postcode', ''],
    ['Postcode', '0123 AB'],
    ['Postcode', '1012 SS'],
    ['Postcode', '1012'],
    ['Postcode', 'B-1000'],
    ['Factuurnummer', ''],
    ['Vervaldatum', '31-02-2026'],
    ['Vervaldatum', ''],
    ['Bedrag', ''],
    ['Bedrag', 'abc'],
    ['Openstaand', '-'],
    ['Openstaand', '#REF!'],
    ['Openstaand', '12,345'],
  ])('%s may not be "%s": the row and the column are named, and there is no claim', async (title, written) => {
    const { claims, errors } = await readLine({ [title]: written })
    expect(claims).toEqual([])
    expect(errors).toEqual([{ row: 2, field: title, message: expect.stringMatching(/^[A-Z].{15,}\.$/) }])
  })

  test('every wrong cell of a line is named', async () => {
    const { errors } = await readLine({ Postcode: 'x', Openstaand: 'x', Huisnummer: 'x' })
    expect(new Set(errors.map((error) => error.field))).toEqual(new Set(['Huisnummer', 'Openstaand', 'Postcode']))
  })

  test.each(['geen', 'a@b', 'a@b.nl; c@d.nl', 'a b@c.nl', 'x\r\nBcc: y@z.nl', '#REF!'])(
    'a wrong e-mail address ("%s") is warned of, and the letter goes by post',
    async (written) => {
      const { claims, errors, warnings } = await readLine({ 'E-mailadres': written })
      expect(errors).toEqual([])
      expect(claims[0]?.email).toBe('')
      expect(warnings).toEqual([{ row: 2, field: 'E-mailadres', message: expect.stringContaining('per post') }])
    },
  )

  test('what is wrong with a cell is told without what stands in it', async () => {
    const { errors } = await readLine({ Huisnummer: 'Geheim', Postcode: 'Geheim', Openstaand: 'Geheim' })
    expect(JSON.stringify(errors)).not.toContain('Geheim')
  })
})

describe('lines beside each other', () => {
  test('an invoice that is in the book twice is an error of the later row', async () => {
    const { claims, errors } = await read(csv([line(), line({ Factuurnummer: 'F-2' }), line()]))
    expect(claims).toHaveLength(2)
    expect(errors).toEqual([
      { row: 4, field: 'Factuurnummer', message: 'Deze factuur van deze huurder staat ook in rij 2.' },
    ])
  })

  test('two renters, or two clients, may have an invoice of the same number', async () => {
    const { claims, errors } = await read(
      csv([line(), line({ Debiteurnummer: '7' }), line({ Opdrachtgever: 'BELEGGER-B', Achternaam: 'Bakker' })]),
    )
    expect(errors).toEqual([])
    expect(claims).toHaveLength(3)
  })

  test.each<[Title, string]>([
    ['Achternaam', 'Pietersen'],
    ['Soort huurder', 'rechtspersoon'],
    ['Postcode', '1013 AB'],
    ['Huisnummer', '14'],
    ['Huisnummer toevoeging', 'B'],
    ['Soort eenheid', 'overig'],
  ])('a different %s for the same renter and contract is a contradiction', async (title, written) => {
    const { claims, errors } = await read(csv([line(), line({ Factuurnummer: 'F-2', [title]: written })]))
    expect(claims).toHaveLength(1)
    expect(errors).toEqual([{ row: 3, field: title, message: expect.stringContaining('rij 2') }])
  })

  test('another contract may have another address, but not another person', async () => {
    const other = { Contractnummer: 'C-2', Factuurnummer: 'F-2', Huisnummer: '80', 'Soort eenheid': 'overig' }
    expect((await read(csv([line(), line(other)]))).errors).toEqual([])
    const person = await read(csv([line(), line({ ...other, Achternaam: 'Pietersen' })]))
    expect(person.errors.map((error) => error.field)).toEqual(['Achternaam'])
  })

  test('capitals and the spelling of the street are no contradiction', async () => {
    const same = { Factuurnummer: 'F-2', Achternaam: 'JANSEN', Straatnaam: 'Dorpsstr.', Postcode: '1012AB' }
    expect((await read(csv([line(), line(same)]))).errors).toEqual([])
  })
})
