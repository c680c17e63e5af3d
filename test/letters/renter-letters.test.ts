import { describe, expect, it } from 'vitest'
import type { LetterModel } from '../../shared/letters/model.ts'
import { renderLetter } from '../../shared/letters/render.ts'
import {
  aDemand,
  aFollowUp,
  aNotice,
  april,
  aReminder,
  everyLetter,
  fold,
  march,
  renter,
  seen,
  templates,
} from './support.ts'

/** What the reader reads, in both forms of one letter. */
function forms(model: LetterModel): { text: string; html: string } {
  const { text, html } = renderLetter(templates, model)
  return { text: fold(text), html: seen(html) }
}
const FORMS = ['text', 'html'] as const

describe.each(FORMS)('every letter to a renter, as %s', (form) => {
  const both = { claims: [march, april], apart: {}, totalCents: 182_051 }
  const letters = [aReminder(), aDemand(), aNotice(), aFollowUp(both)].map(
    (model) => [model.kind, forms(model)[form]] as const,
  )

  it.each(letters)('%s names sender, client, date, reference and debtor number', (_, letter) => {
    expect(letter).toContain('Vastgoed Voorbeeld BV')
    expect(letter).toContain('namens Belegger A')
    expect(letter).toContain('Datum: 7 april 2026')
    expect(letter).toContain('Kenmerk: HA-0042')
    expect(letter).toContain('Debiteurnummer: 100234')
  })

  it.each(letters)('%s says where the sender lives, and its number in the trade register', (_, letter) => {
    expect(letter).toContain('Voorbeeldkade 1, 3011 ZZ Rotterdam')
    expect(letter).toContain('KvK-nummer: 00000000')
  })

  it.each(letters)('%s is addressed to the renter', (_, letter) => {
    expect(letter).toContain('J. de Vries Keizersgracht 12 A 1015 CX Amsterdam')
    expect(letter).toContain('Beste J. de Vries,')
  })

  it.each(letters)('%s lists every open claim with invoice, due date and amount, and the total', (_, letter) => {
    expect(letter).toMatch(/Huur maart 2026.{1,20}F-2026-03.{1,20}1 maart 2026.{1,3}€ 850,50/)
    expect(letter).toMatch(/Huur april 2026.{1,20}F-2026-04.{1,20}1 april 2026.{1,3}€ 970,01/)
    expect(letter).toMatch(/Totaal.{1,2}€ 1\.820,51/)
  })

  it.each(letters)('%s says how to pay and whom to call', (_, letter) => {
    expect(letter).toMatch(/Betaal € 1\.820,51 binnen [57] dagen/)
    expect(letter).toContain('naar rekening NL91 ABNA 0417 1643 00. Die staat op naam van Derdengelden Voorbeeld.')
    expect(letter).toContain('Zet bij uw betaling: debiteurnummer 100234, kenmerk HA-0042.')
    expect(letter).toContain('010-0000000')
    expect(letter).toContain('incasso@voorbeeld.example')
  })

  it.each(letters)('%s carries registration number and complaint address (Wki)', (_, letter) => {
    expect(letter).toContain('WKI-0001')
    expect(letter).toContain('klachten@voorbeeld.example')
  })
})

const DEBT_HELP = ['gemeente', 'schuld', 'hulp', 'vroegsignaler', 'bezwaar', 'gegevens', 'privacy', 'aanmeld']
describe.each(FORMS)('the first reminder, as %s', (form) => {
  it.each(DEBT_HELP)('has nothing about debt help: no "%s"', (word) => {
    expect(forms(aReminder())[form].toLowerCase()).not.toContain(word.toLowerCase())
  })
})

const parking = { claims: [{ ...march, description: 'Parkeren', rent: false }], apart: {}, totalCents: 85_050 }
describe.each([
  ['C9 a legal person', [aDemand({ naturalPerson: false }), aNotice({ naturalPerson: false })]],
  ['C9 no dwelling', [aDemand({ dwelling: false }), aNotice({ dwelling: false }), aFollowUp({ dwelling: false })]],
  ['C10 no rent of a dwelling', [aDemand(parking), aNotice(parking), aFollowUp(parking)]],
  ['C10 later months before the demand', [aFollowUp({ withText1: false })]],
] as const)('a letter about %s', (_, models) => {
  it.each(DEBT_HELP)('has nothing about debt help: no "%s"', (word) => {
    for (const model of models)
      for (const letter of Object.values(forms(model))) expect(letter.toLowerCase()).not.toContain(word)
  })
})

describe('a letter to a legal person', () => {
  it.each(FORMS)('C9 is formal, and does not promise the fourteen days of a consumer, as %s', (form) => {
    const letter = forms(aNotice({ naturalPerson: false }))[form]
    expect(letter).toContain('Geachte heer of mevrouw,')
    expect(letter).not.toContain('14 dagen')
    expect(letter).toContain('Daar komen kosten bij. De wet bepaalt hoeveel: 15% van de eerste € 2.500')
  })
})

// One line an element, in the order of the work instruction.
const TEKST_1: [string, string | RegExp][] = [
  ['wants to keep the renter out of trouble', 'voorkomen dat deze achterstand u in de problemen brengt'],
  [
    'works with the municipality and social help',
    'samen met de gemeente Amsterdam en met maatschappelijke hulpverlening',
  ],
  ['does so beyond 30 days of arrears', /samenwerking begint als u meer dan 30 dagen te laat/],
  [
    'must report the renter if nothing is paid',
    /Betaalt u de achterstand niet\? Dan moeten wij u aanmelden bij de gemeente/,
  ],
  ['reports for municipal debt help', 'gemeentelijke schuldhulpverlening'],
  ['names the data that will be shared', 'staan alleen deze gegevens van u: '],
  ['says where to read more', 'https://vroegsignaleringshv.nl'],
  ['points to the website of the organisation', /onze website leest u er meer over: https:\/\/voorbeeld\.example\./],
  ['points to the privacy statement', /privacyverklaring staat .*: https:\/\/voorbeeld\.example\/privacy/],
  ['points to the website of the municipality', 'de website van de gemeente Amsterdam'],
]
// C6 asks these of a reminder with text 1.
const EVIDENCE: [string, string | RegExp][] = [
  ['points to debt help (C6c)', 'De gemeente kan u helpen'],
  ['offers to pass the data on (C6d)', 'Wij bieden aan om uw gegevens door te geven aan de gemeente Amsterdam'],
  ['says how to object by e-mail (C6d)', /bezwaar maken\. Stuur een e-mail naar bezwaar@voorbeeld\.example/],
  ['says how to object by phone (C7)', 'Bellen mag ook: 010-0000000'],
]
const TEKST_2: [string, string | RegExp][] = [
  ['wants to keep the renter out of trouble', 'voorkomen dat deze achterstand u in de problemen brengt'],
  [
    'works with the municipality and social help',
    'samen met de gemeente Amsterdam en met maatschappelijke hulpverlening',
  ],
  [
    'says that a helper or the municipality may get in touch',
    /Een hulpverlener of iemand van de gemeente kan contact met u zoeken/,
  ],
  ['says where to object, in writing', /bezwaar maken\. Stuur een e-mail naar bezwaar@voorbeeld\.example/],
  ['says that a phone call will do', 'Bellen mag ook: 010-0000000'],
  ['says where to write', 'Of stuur een brief naar Vastgoed Voorbeeld BV, Voorbeeldkade 1, 3011 ZZ Rotterdam.'],
  ['says within how many days after receipt', 'binnen 7 dagen nadat u deze brief heeft gekregen'],
  [
    'says what silence means, and that without objection the report goes out',
    /Horen wij in die tijd niets van u, en betaalt u niet\? Dan melden wij u aan bij de gemeente Amsterdam voor schuld/,
  ],
  ['names the data that will be shared', 'staan alleen deze gegevens van u: '],
  ['says where to read more', 'https://vroegsignaleringshv.nl'],
  ['points to the privacy statement', /privacyverklaring staat .*: https:\/\/voorbeeld\.example\/privacy/],
  ['points to the website of the municipality', 'de website van de gemeente Amsterdam'],
  ['says that objecting gives up debt help', 'Maakt u wel bezwaar? Dan ziet u af van schuldhulpverlening'],
  ['is a 5-dagen sommatie', 'Deze brief is een 5-dagen sommatie'],
  ['asks to pay within five days', 'Betaal € 1.820,51 binnen 5 dagen'],
  ['says that collection goes on otherwise', /Betaalt u niet binnen 5 dagen\? Dan gaan wij verder met de incasso/],
  ['says what costs may come, and when', /pas na een nieuwe brief, die u nog 14 dagen geeft\. .* en minstens € 40\./],
]

describe.each([
  ['demand', aDemand, 'text'],
  ['demand', aDemand, 'html'],
  ['follow-up reminder with tekst 1', aFollowUp, 'text'],
  ['follow-up reminder with tekst 1', aFollowUp, 'html'],
] as const)('the %s', (_kind, model, form) => {
  const letter = forms(model())[form]
  it.each(TEKST_1)('tekst 1: %s', (_, words) => expect(letter).toMatch(words))
  it.each(EVIDENCE)('%s', (_, words) => expect(letter).toMatch(words))
})

describe.each(FORMS)('the notice, as %s', (form) => {
  const letter = forms(aNotice())[form]
  it.each(TEKST_2)('tekst 2: %s', (_, words) => expect(letter).toMatch(words))

  it('says each thing once', () => {
    for (const once of ['melden wij u aan', 'deze brief heeft gekregen. Horen wij', 'Wilt u niet dat', 'U kunt later'])
      expect(letter.split(once)).toHaveLength(2)
    const sentences = letter.split(/(?<=[.?:])\s+/)
    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([])
  })

  it('counts the objection period of the policy', () => {
    expect(forms(aNotice({ objectionDays: 14 }))[form]).toContain('binnen 14 dagen nadat u deze brief heeft gekregen')
  })
  it('gives the page for objections where there is one', () => {
    const url = 'https://voorbeeld.example/bezwaar'
    expect(forms(aNotice({ objectionUrl: url }))[form]).toContain(`op deze pagina: ${url}`)
    expect(letter).not.toContain('pagina')
  })
})

describe.each([
  ['demand', aDemand],
  ['notice', aNotice],
] as const)('the data that the %s names', (_, letter) => {
  const MANDATORY = ['Achternaam', 'Huisnummer', 'Postcode', 'Aantal maanden achterstand', 'Bedrag achterstand']
  const listed = (text: string) =>
    (/alleen deze gegevens van u:\n\n((?:- .*\n)+)/.exec(text)?.[1] ?? '').trim().replace(/^- /gm, '').split('\n')
  const listedInHtml = (html: string) =>
    [
      ...(/alleen deze gegevens van u:\s*<\/p>\s*<ul>(.*?)<\/ul>/s.exec(html)?.[1] ?? '').matchAll(/<li>(.*?)<\/li>/g),
    ].map((match) => match[1])

  it('is the five mandatory fields and no more, if the client shares no other', () => {
    const { text, html } = renderLetter(templates, letter())
    expect(listed(text)).toEqual(MANDATORY)
    expect(listedInHtml(html)).toEqual(MANDATORY)
  })

  it('is all eleven, in the order of the portal file, if the client shares everything', () => {
    const { text, html } = renderLetter(
      templates,
      letter({
        optionalFields: [
          'E-Mailadres',
          'Telefoonnummer 1',
          'Woonplaats',
          'Huisnummer toevoeging',
          'Straatnaam',
          'Voorletters',
        ],
      }),
    )
    const all = [
      ...MANDATORY,
      'Voorletters',
      'Straatnaam',
      'Huisnummer toevoeging',
      'Woonplaats',
      'Telefoonnummer',
      'E-mailadres',
    ]
    expect(listed(text)).toEqual(all)
    expect(listedInHtml(html)).toEqual(all)
  })

  it('follows the choice of the client, field by field', () => {
    const { text } = renderLetter(templates, letter({ optionalFields: ['Telefoonnummer 1'] }))
    expect(listed(text)).toEqual([...MANDATORY, 'Telefoonnummer'])
  })
})

describe.each([
  ['demand', aDemand({ reporting: false })],
  ['notice', aNotice({ reporting: false })],
] as const)('a %s to a renter who may not be reported', (_, model) => {
  const REPORT = [
    'aanmeld',
    'melden wij u',
    'gegevens van u',
    'bezwaar',
    'vroegsignalering',
    'Achternaam',
    'Amsterdam voor',
  ]
  it.each(FORMS)('announces no report and lists no data, as %s', (form) => {
    const letter = forms(model)[form]
    for (const words of REPORT) expect(letter).not.toContain(words)
  })
  it.each(FORMS)('still points to debt help, as %s', (form) => {
    expect(forms(model)[form]).toContain('U kunt zelf hulp bij schulden vragen aan uw gemeente')
  })
})

describe('facts that are missing or odd', () => {
  it('writes "uw gemeente" while the municipality is not known (R5)', () => {
    const { text } = renderLetter(templates, aNotice({ municipality: null }))
    expect(text).toContain('melden wij u aan bij uw gemeente')
    expect(text).not.toMatch(/de gemeente (null|undefined|Amsterdam)/)
  })

  it('lists disputed claims apart, and leaves them out of the total (C4)', () => {
    const model = aDemand({ claims: [march], apart: { disputed: [april] }, totalCents: 85_050 })
    for (const letter of Object.values(forms(model))) {
      expect(letter).toMatch(/Totaal.{1,2}€ 850,50.*niet met ons eens.*Huur april 2026.*€ 970,01.*Betaal € 850,50/)
    }
    expect(forms(aDemand()).text).not.toContain('niet met ons eens')
  })

  it.each([
    ['arranged', 'C8 claims under an arrangement', 'heeft u een betalingsregeling. Houd u aan die afspraak.'],
    ['agency', 'F3 claims at the agency', 'zijn bij het incassobureau of de deurwaarder. Betaal ze daar.'],
    ['earlier', 'C10 claims of a letter before', 'U kreeg er al eerder een brief over. Die brief geldt nog.'],
  ] as const)('shows %s apart: %s', (group, _, words) => {
    const model = aFollowUp({ claims: [april], apart: { [group]: [march] }, totalCents: 97_001 })
    for (const letter of Object.values(forms(model))) {
      expect(letter).toMatch(/Totaal.{1,2}€ 970,01.*Huur maart 2026.*€ 850,50.*Betaal € 970,01/)
      expect(letter).toContain(words)
    }
  })

  it('refuses a total that is not the sum of the claims', () => {
    expect(() => renderLetter(templates, aDemand({ totalCents: 182_052 }))).toThrow('niet de som van de posten')
    expect(() => renderLetter(templates, aDemand({ claims: [march] }))).toThrow('niet de som')
  })

  it('shows a credit as a negative amount', () => {
    const credit = { ...april, description: 'Creditnota', openCents: -5_000 }
    const { text } = renderLetter(templates, aReminder({ claims: [march, credit], totalCents: 80_050 }))
    expect(text).toMatch(/Creditnota.*: € -50,00/)
    expect(text).toContain('Totaal: € 800,50')
  })

  it('begins a bare surname with a capital, and leaves out address lines that are unknown', () => {
    const bare = {
      surname: 'de Vries',
      initials: '',
      street: null,
      houseNumber: '',
      houseNumberAddition: null,
      postcode: '',
      city: null,
    }
    const { text, html } = renderLetter(templates, aReminder({ renter: bare }))
    expect(text).toContain('namens Belegger A\n\nDe Vries\n\nDatum')
    expect(html).toContain('>De Vries</p>')
  })

  it('leaves out phone and registration number where the organisation has none', () => {
    const organisation = { ...aDemand().organisation, phone: null, collectionServiceNumber: null }
    const { text, html } = renderLetter(templates, aDemand({ organisation }))
    for (const letter of [fold(text), seen(html)]) {
      expect(letter).not.toMatch(/bel ons|bellen|telefoon|register|null/i)
      expect(letter).toContain('Mail naar incasso@voorbeeld.example.')
    }
  })

  it('shows values as they are: escaped in HTML, bare in text', () => {
    const model = aDemand({ renter: { ...renter, surname: `<b>O'Neil & "Zn"</b> {{total}}` } })
    const { text, html } = renderLetter(templates, model)
    expect(text).toContain(`Beste J. <b>O'Neil & "Zn"</b> {{total}},`)
    expect(html).toContain('Beste J. &lt;b&gt;O&#39;Neil &amp; &quot;Zn&quot;&lt;/b&gt; {{total}},')
    expect(html).not.toContain('<b>')
  })

  it('folds line breaks inside a name into a space', () => {
    const { text } = renderLetter(templates, aDemand({ renter: { ...renter, surname: 'de\r\nVries\tJr' } }))
    expect(text).toContain('Beste J. de Vries Jr,')
  })
})

describe('every letter', () => {
  it.each(everyLetter.map((model) => [model.kind, model] as const))(
    '%s has no personal data in its subject',
    (_, model) => {
      const { subject } = renderLetter(templates, model)
      expect(subject).toMatch(/^\S.{10,}/)
      expect(subject).not.toMatch(/Vries|Keizersgracht|1015|Amsterdam|Belegger/)
    },
  )

  it.each(everyLetter.map((model) => [model.kind, model] as const))('%s is one whole, accessible page', (_, model) => {
    const { html, subject } = renderLetter(templates, model)
    expect(html).toMatch(/^<!doctype html>\n<html lang="nl">/)
    expect(html.trimEnd()).toMatch(/<\/html>$/)
    expect(html).toContain(`<title>${subject}</title>`)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/\{\{|undefined|null|<img|<script|http-equiv/)
  })

  it.each([
    aReminder(),
    aDemand(),
    aNotice(),
    aDemand({ reporting: false }),
    aNotice({ reporting: false }),
    aFollowUp(),
  ])('$kind is written in short sentences (B1)', (model) => {
    const lengths = sentencesOf(renderLetter(templates, model).text).map((sentence) => sentence.split(/\s+/).length)
    const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
    expect(lengths.length).toBeGreaterThan(15)
    expect(average).toBeLessThanOrEqual(12)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(20)
  })
})

/** Sentences of the running text: no head, list, signature or heading. */
function sentencesOf(text: string): string[] {
  return text
    .slice(text.indexOf('Wij schrijven'))
    .split(/\n{2,}/)
    .filter((block) => /[.?:]$/.test(block) && !block.startsWith('- '))
    .flatMap((block) => block.split(/(?<=[.?:])\s+/))
}
