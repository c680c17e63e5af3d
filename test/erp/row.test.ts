import { describe, expect, test } from 'vitest'
import { type Claim, claimSchema } from '../../shared/erp/claim.ts'
import { csv, line, read, type Title } from './make-export.ts'

/** What the line of `make-export` holds. */
const soundClaim: Claim = {
  client: 'BELEGGER-A',
  renter: '100234',
  contract: 'C-1',
  naturalPerson: true,
  surname: 'Jansen',
  initials: 'A.B.',
  street: 'Dorpsstraat',
  houseNumber: '12',
  houseNumberAddition: 'A',
  postcode: '1012AB',
  city: 'Amsterdam',
  phone: '0612345678',
  email: 'a.jansen@voorbeeld.example',
  ...{ mainTenant: null, hold: null, deceased: null, representative: null },
  dwelling: true,
  rent: true,
  invoice: 'F-1',
  description: 'Huur maart 2026',
  dueOn: '2026-03-01',
  amountCents: 182_051,
  openCents: 82_051,
}

const readLine = (changes: Partial<Record<Title, string>>) => read(csv([line(changes)]))

describe('a line of the book', () => {
  test('becomes a claim', async () => {
    const { claims, errors, warnings } = await readLine({})
    expect(errors).toEqual([])
    expect(warnings).toEqual([])
    expect(claims).toEqual([soundClaim])
    expect(claimSchema.parse(claims[0])).toEqual(claims[0])
  })

  test.each<[Title, string, object]>([
    ['Debiteurnummer', ' 000234  ', { renter: '000234' }],
    ['Debiteurnummer', '="000234"', { renter: '000234' }],
    ['Soort huurder', 'RECHTSPERSOON ', { naturalPerson: false }],
    ['Soort eenheid', 'Overig', { dwelling: false }],
    ['Achternaam', 'van  der\u00a0Berg ', { surname: 'van der Berg' }],
    ['Achternaam', 'Müller', { surname: 'Müller' }],
    ['Achternaam', 'Jan\nsen', { surname: 'Jan sen' }],
    ['Achternaam', 'De "Boer" BV; Co', { surname: 'De "Boer" BV; Co' }],
    ['Achternaam', '<script>', { surname: '<script>' }],
    ['Voorletters', '-', { initials: '' }],
    ['Huisnummer', '99999', { houseNumber: '99999' }],
    ['Huisnummer', '012', { houseNumber: '12' }],
    ['Postcode', '1012ab', { postcode: '1012AB' }],
    ['E-mailadres', '', { email: '' }],
    ['Telefoonnummer', '+31 6 12345678', { phone: '0612345678' }],
    ['Contractnummer', '', { contract: '' }],
    ['Openstaand', '0,00', { openCents: 0 }],
    ['Openstaand', '-12,50', { openCents: -1_250 }],
  ])('%s may be "%s"', async (title, written, expected) => {
    const { claims, errors } = await readLine({ [title]: written })
    expect(errors).toEqual([])
    expect(claims[0]).toMatchObject(expected)
  })

  test.each<[Partial<Record<Title, string>>, object, readonly [Title, string][]]>([
    [{ 'E-mailadres': 'a@b.nl; c@d.nl' }, { email: 'a@b.nl' }, [['E-mailadres', 'eerste']]],
    [{ Telefoonnummer: '612345678' }, { phone: '0612345678' }, [['Telefoonnummer', 'nul']]],
    [{ Telefoonnummer: 'zie dossier' }, { phone: '' }, [['Telefoonnummer', 'weggelaten']]],
    [{ Voorletters: 'dhr.' }, { initials: '' }, [['Voorletters', 'weggelaten']]],
    [{ Voorletters: 'Dhr. A.B.' }, { initials: 'A.B.' }, []],
    [{ Achternaam: 'Dhr. Jansen' }, { surname: 'Jansen', initials: 'A.B.' }, []],
    [{ Achternaam: 'Wit, de, L.', Voorletters: '' }, { surname: 'de Wit', initials: 'L.' }, []],
    [{ Achternaam: 'Erven van P. Kuiper' }, { surname: 'Erven van P. Kuiper' }, [['Achternaam', 'één persoon']]],
    [{ Achternaam: 'Meijer e/o De Boer' }, { surname: 'Meijer e/o De Boer' }, [['Achternaam', 'één persoon']]],
    [{ Achternaam: 'De Haven BV', 'Soort huurder': 'rechtspersoon' }, { surname: 'De Haven BV' }, []],
    [{ Straatnaam: 'Postbus' }, { street: 'Postbus' }, [['Straatnaam', 'geen woonadres']]],
    [{ Straatnaam: 'p/a Dorpsstraat' }, {}, [['Straatnaam', 'geen woonadres']]],
    [{ 'Huisnummer toevoeging': '3hoog' }, { houseNumberAddition: '3hoog' }, [['Huisnummer toevoeging', 'toevoeging']]],
    [{ Straatnaam: 'Dorpsstraat 12 A' }, { street: 'Dorpsstraat', houseNumber: '12' }, []],
    [
      { Straatnaam: 'Dorpsstraat 14', Huisnummer: '', 'Huisnummer toevoeging': '' },
      { street: 'Dorpsstraat', houseNumber: '14' },
      [['Huisnummer', 'bij de straat']],
    ],
    [{ Factuurnummer: '="F-1"', Contractnummer: "'0012" }, { invoice: 'F-1', contract: '0012' }, []],
    [{ Vervaldatum: '1 mrt 2026' }, { dueOn: '2026-03-01' }, []],
  ])('%j is read as %j, and what is unfit for a portal is told', async (changes, expected, remarks) => {
    const { claims, errors, warnings } = await readLine(changes)
    expect(errors).toEqual([])
    expect(claims[0]).toMatchObject(expected)
    expect(warnings).toEqual(
      remarks.map(([field, said]) => ({ row: 2, field, message: expect.stringContaining(said) })),
    )
  })

  test('C9 who acts for a renter by the name is the representative', async () => {
    const { claims } = await readLine({ Achternaam: 'Bewindvoering De Haven inz. Kok, N.', Voorletters: '' })
    expect(claims[0]).toMatchObject({
      ...{ surname: 'Kok', initials: 'N.', naturalPerson: true },
      representative: { kind: 'administration', name: 'Bewindvoering De Haven' },
    })
  })

  test.each(['€elik', 'Wi£niewska', 'Wi?niewska', 'JosÃ©', 'G‚rard', 'Peters¤n'])(
    'a sign that is in no name (%s) is a fault: it would stand in a letter',
    async (surname) => {
      const { claims, errors } = await readLine({ Achternaam: surname })
      expect(claims).toEqual([])
      expect(errors).toEqual([{ row: 2, field: 'Achternaam', message: expect.stringContaining('tekenset') }])
    },
  )

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
    const { errors } = await readLine({ Achternaam: '', Vervaldatum: 'x', Openstaand: 'x' })
    expect(new Set(errors.map((error) => error.field))).toEqual(new Set(['Achternaam', 'Openstaand', 'Vervaldatum']))
  })

  describe('without a house number or postcode that is valid is still owed, but not reported (G8)', () => {
    const empty = 'Deze cel is leeg. Vul dit veld in.'
    const failed = 'Deze cel bevat een fout van Excel (#REF!). Herstel de formule of vul de waarde in.'
    const unreadable = 'Deze cel bevat een teken dat niet leesbaar is.'
    const noNumber =
      'Het huisnummer is een getal van 1 tot en met 99999. Zet een letter of toevoeging in de eigen kolom.'
    const noPostcode = 'Dit is geen Nederlandse postcode. Schrijf de postcode als 1234 AB.'
    const consequence = 'Tot dan kan deze huurder niet bij de gemeente worden gemeld.'

    test.each<['Huisnummer' | 'Postcode', string, string, string]>([
      ['Huisnummer', '', '', empty],
      ['Huisnummer', ' - ', '', empty],
      ['Huisnummer', '12A', '12A', noNumber],
      ['Huisnummer', ' 12  bis', '12 bis', noNumber],
      ['Huisnummer', '12-2', '12-2', noNumber],
      ['Huisnummer', '0', '0', noNumber],
      ['Huisnummer', '100000', '100000', noNumber],
      ['Huisnummer', '-5', '-5', noNumber],
      ['Huisnummer', '1e3', '1e3', noNumber],
      ['Huisnummer', '#REF!', '', failed],
      ['Postcode', '', '', empty],
      ['Postcode', '0123 AB', '0123 AB', noPostcode],
      ['Postcode', '1012 SS', '1012 SS', noPostcode],
      ['Postcode', '1012', '1012', noPostcode],
      ['Postcode', 'B-1000', 'B-1000', noPostcode],
      ['Postcode', '1012\ufffdB', '', unreadable],
    ])('%s "%s" is warned of, and kept as "%s"', async (title, written, kept, reason) => {
      const { claims, errors, warnings } = await readLine({ [title]: written })
      expect(errors).toEqual([])
      expect(warnings).toEqual([{ row: 2, field: title, message: `${reason} ${consequence}` }])
      const field = title === 'Postcode' ? 'postcode' : 'houseNumber'
      expect(claims).toEqual([{ ...soundClaim, [field]: kept }])
      expect(claimSchema.parse(claims[0])).toEqual(claims[0])
    })

    test('both are named, each in its own column', async () => {
      const { claims, warnings } = await readLine({ Postcode: 'x', Huisnummer: '' })
      expect(claims).toEqual([{ ...soundClaim, postcode: 'x', houseNumber: '' }])
      expect(new Set(warnings.map(({ field }) => field))).toEqual(new Set(['Huisnummer', 'Postcode']))
    })

    test('lines of one contract that lack the same do not contradict each other', async () => {
      const without = { Postcode: '', Huisnummer: '12A' }
      const { claims, errors, warnings } = await read(csv([line(without), line({ ...without, Factuurnummer: 'F-2' })]))
      expect(errors).toEqual([])
      expect(claims).toHaveLength(2)
      expect(new Set(warnings.map(({ row, field }) => `${row} ${field}`))).toEqual(
        new Set(['2 Huisnummer', '2 Postcode', '3 Huisnummer', '3 Postcode']),
      )
    })
  })

  test.each(['geen', 'a@b', 'a b@c.nl; d e@f.nl', 'a b@c.nl', 'x\r\nBcc: y@z.nl', '#REF!'])(
    'a wrong e-mail address ("%s") is warned of, and the letter goes by post',
    async (written) => {
      const { claims, errors, warnings } = await readLine({ 'E-mailadres': written })
      expect(errors).toEqual([])
      expect(claims[0]?.email).toBe('')
      expect(warnings).toEqual([{ row: 2, field: 'E-mailadres', message: expect.stringContaining('per post') }])
    },
  )

  test('what is wrong with a cell is told without what stands in it', async () => {
    const wrong = await readLine({ 'Soort huurder': 'Geheim', Vervaldatum: 'Geheim', Openstaand: 'Geheim' })
    expect(wrong.errors).toHaveLength(3)
    expect(JSON.stringify(wrong.errors)).not.toContain('Geheim')
    const doubtful = await readLine({ Huisnummer: 'Geheim', Postcode: 'Geheim', 'E-mailadres': 'Geheim' })
    expect(doubtful.warnings).toHaveLength(3)
    expect(JSON.stringify(doubtful.warnings)).not.toContain('Geheim')
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

  test('C12 one invoice may have several lines, of rent and of something else', async () => {
    const parking = line({ Omschrijving: 'Parkeerplaats', Openstaand: '50,00' })
    const service = line({ Omschrijving: 'Servicekosten maart', Openstaand: '30,00' })
    const { claims, errors } = await read(csv([line(), parking, service]))
    expect(errors).toEqual([])
    expect(claims.map(({ rent }) => rent)).toEqual([true, false, true])
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
