import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { renderPdf, UnprintableLetter } from '../../shared/letters/pdf.ts'
import { loadTemplates } from '../../shared/letters/templates.ts'
import { aDemand, aNotice, april, aReminder, bundled, march, renter, someFonts, templates } from './support.ts'

const fonts = await someFonts()
const MM = 72 / 25.4

interface Placed {
  readonly page: number
  /** Millimetres from the left and from the top, to the baseline. */
  readonly x: number
  readonly y: number
  readonly text: string
}

/** The lines of a letter as printed, read back through the fonts' own ToUnicode tables. */
function printed(pdf: Uint8Array): Placed[] {
  const objects = new Map<string, { head: string; body: string }>()
  const raw = Buffer.from(pdf).toString('latin1')
  for (const [, id = '', content = ''] of raw.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    const [head = '', stream] = content.split('\nstream\n')
    const bytes = stream === undefined ? '' : Buffer.from(stream.slice(0, stream.lastIndexOf('\nendstream')), 'latin1')
    const body = head.includes('FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString()
    objects.set(id, { head, body })
  }
  const find = (id: string | undefined) => objects.get(id ?? '') ?? { head: '', body: '' }
  const reference = (head: string, key: string) => new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1]

  const kids =
    /\/Kids \[(.*?)\]/.exec([...objects.values()].find(({ head }) => /\/Type \/Pages\b/.test(head))?.head ?? '')?.[1] ??
    ''
  return [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, pageId], page) => {
    const { head } = find(pageId)
    const resources = find(reference(head, 'Resources')).head
    const font = (name: string) => unicodeOf(find(reference(find(reference(resources, name)).head, 'ToUnicode')).body)
    const content = find(reference(head, 'Contents')).body
    return [...content.matchAll(/BT\n(.*?)ET/gs)].flatMap(([, block = '']): Placed[] => {
      const at = /1 0 0 1 ([\d.]+) ([\d.]+) Tm/.exec(block)
      const name = /\/(F\d+) [\d.]+ Tf/.exec(block)?.[1] ?? ''
      const letters = font(name)
      const text = [...block.matchAll(/<([0-9a-f]+)>/g)]
        .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
        .map((code) => letters.get(Number.parseInt(code, 16)) ?? '')
        .join('')
      return [{ page, x: Number(at?.[1]) / MM, y: 297 - Number(at?.[2]) / MM, text }]
    })
  })
}

/** A ToUnicode table of consecutive ranges `<start> <end> [<text> …]`. */
function unicodeOf(table: string): Map<number, string> {
  const letters = new Map<number, string>()
  for (const [, start = '', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[(.*?)\]/gs)) {
    const first = Number.parseInt(start, 16)
    const texts = [...list.matchAll(/<([0-9a-f ]*)>/g)]
    texts.forEach(([, hex = ''], index) => {
      letters.set(first + index, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    })
  }
  return letters
}

const wordsOf = (lines: readonly Placed[]) =>
  lines
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ')

describe('a letter for the post', () => {
  it('has the address, and nothing else, in the window of a C5 envelope', async () => {
    const lines = printed(await renderPdf(templates, aDemand(), fonts))
    const inWindow = lines.filter(({ page, x, y }) => page === 0 && x >= 20 && x < 105 && y > 45 && y < 90)
    expect(inWindow.map(({ text }) => text)).toEqual(['J. de Vries', 'Keizersgracht 12 A', '1015 CX Amsterdam'])
    expect(inWindow[0]?.x).toBeCloseTo(25, 1)
    expect(inWindow[0]?.y).toBeGreaterThan(50)
    expect(inWindow[0]?.y).toBeLessThan(56)
  })

  it('says what the e-mail says: tekst 2, claims, total, registration and complaints', async () => {
    const words = wordsOf(printed(await renderPdf(templates, aNotice(), fonts)))
    for (const expected of [
      'namens Belegger A',
      '5-dagen sommatie: betaal uw achterstand binnen 5 dagen',
      'Datum: 7 april 2026 Kenmerk: HA-0042 Debiteurnummer: 100234',
      'Huur maart 2026 F-2026-03 1 maart 2026 € 850,50',
      'Totaal',
      '€ 1.820,51',
      'Horen wij in die tijd niets van u',
      'bezwaar@voorbeeld.example',
      'Aantal maanden achterstand',
      'Voorbeeldkade 1, 3011 ZZ Rotterdam',
      'KvK-nummer: 00000000',
      'NL91 ABNA 0417 1643 00',
      'WKI-0001',
      'klachten@voorbeeld.example',
    ]) {
      expect(words).toContain(expected)
    }
    expect(words.match(/Keizersgracht/g)).toHaveLength(1)
  })

  it('loses no letter of any western or eastern European name', async () => {
    const surname = 'Şahin-Łukasiewicz Ağaoğlu ÿç Đorđević Őze Țîru Ņikolajs Ćwiek'
    const words = wordsOf(printed(await renderPdf(templates, aReminder({ renter: { ...renter, surname } }), fonts)))
    expect(words).toContain(`Beste J. ${surname},`)
  })

  it('joins a letter and a loose accent', async () => {
    const words = wordsOf(
      printed(await renderPdf(templates, aReminder({ renter: { ...renter, surname: 'Mu\u0308ller' } }), fonts)),
    )
    expect(words).toContain('Beste J. Müller,')
  })

  it('refuses characters that would print as a box, without naming the person', async () => {
    const failure = renderPdf(templates, aReminder({ renter: { ...renter, surname: 'Wáng 王' } }), fonts)
    await expect(failure).rejects.toThrow(UnprintableLetter)
    await expect(failure).rejects.toThrow(/mist deze tekens: U\+738B$/)
  })

  it.each(['postcode', 'houseNumber'])('refuses an address without %s', async (field) => {
    const failure = renderPdf(templates, aReminder({ renter: { ...renter, [field]: '' } }), fonts)
    await expect(failure).rejects.toThrow('het adres is niet volledig')
  })

  it('goes on over pages: each is numbered, and every claim is in it', async () => {
    const claims = Array.from({ length: 60 }, (_, index) => ({
      ...march,
      invoice: `F-${1000 + index}`,
      openCents: 100,
    }))
    const lines = printed(await renderPdf(templates, aDemand({ claims, totalCents: 6_000 }), fonts))
    const pages = 1 + Math.max(...lines.map(({ page }) => page))
    expect(pages).toBeGreaterThan(2)
    for (let page = 0; page < pages; page += 1) {
      const onPage = lines.filter((line) => line.page === page)
      expect(wordsOf(onPage)).toContain(`Pagina ${page + 1} van ${pages}`)
      expect(Math.max(...onPage.map(({ y }) => y))).toBeLessThan(285)
    }
    const words = wordsOf(lines)
    for (const { invoice } of claims) expect(words).toContain(invoice)
    expect(words.match(/Omschrijving/g)?.length).toBeGreaterThan(1)
  })

  it('shows each group of claims that it does not ask for in a table of its own', async () => {
    const apart = { disputed: [april], agency: [{ ...april, invoice: 'F-BUREAU' }] }
    const model = aDemand({ claims: [march], apart, totalCents: 85_050 })
    const words = wordsOf(printed(await renderPdf(templates, model, fonts)))
    expect(words).toMatch(
      new RegExp(
        'Totaal {1,4}€ 850,50 Over deze posten .* Huur april 2026 F-2026-04 1 april 2026 € 970,01 ' +
          'Deze posten zijn bij het incassobureau .* Huur april 2026 F-BUREAU 1 april 2026 € 970,01 Betaal € 850,50',
      ),
    )
  })

  it('R7 goes to who is addressed in the renter’s place, and never to the renter’s home', async () => {
    const administrator = { kind: 'administration' as const, name: 'Bewind BV', city: 'Delft' }
    const home = { ...administrator, street: 'Kade', houseNumber: '3', postcode: '2611AA' }
    const lines = printed(await renderPdf(templates, aDemand({ representative: home }), fonts))
    const inWindow = lines.filter(({ page, x, y }) => page === 0 && x >= 20 && x < 105 && y > 45 && y < 90)
    expect(inWindow.map(({ text }) => text)).toEqual(['Bewind BV', 'inzake J. de Vries', 'Kade 3', '2611 AA Delft'])
    await expect(renderPdf(templates, aDemand({ representative: administrator }), fonts)).rejects.toThrow(
      'het adres is niet volledig',
    )
  })

  it('follows the wording of an override', async () => {
    const own = await loadTemplates(bundled, async (name) =>
      name === 'pay.mustache' ? 'Maak {{total}} over binnen {{payWithinDays}}.' : null,
    )
    expect(wordsOf(printed(await renderPdf(own, aReminder(), fonts)))).toContain('Maak € 1.820,51 over binnen 7 dagen.')
  })

  it('is the same, byte for byte, when it is made again', async () => {
    const first = await renderPdf(templates, aNotice(), fonts)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect(await renderPdf(templates, aNotice(), fonts)).toEqual(first)
  })

  it('names no date but its own, no machine and no renter in its properties', async () => {
    const raw = Buffer.from(await renderPdf(templates, aNotice(), fonts)).toString('latin1')
    expect(raw.match(/\(D:[^)]*\)/g)).toEqual(['(D:20260407000000Z)'])
    expect(raw).not.toContain('Vries')
    expect(raw).not.toContain(Buffer.from('Vries', 'utf16le').swap16().toString('latin1'))
    expect(raw).toContain('/Lang (nl-NL)')
    expect(raw).toContain('/Marked true')
  })
})
