import { readFile } from 'node:fs/promises'
import { describe, expect, it, test } from 'vitest'
import { LETTER_KINDS } from '../../shared/letters/model.ts'
import { renderLetter } from '../../shared/letters/render.ts'
import { specimen } from '../../shared/letters/specimen.ts'
import { loadTemplates, TemplateRefused, unlessRefused } from '../../shared/letters/templates.ts'
import { viewOf } from '../../shared/letters/view.ts'
import type { View } from '../../shared/letters/view-parts.ts'
import { aDemand, aReminder, bundled } from './support.ts'

const overrides = (files: Record<string, string>) => loadTemplates(bundled, async (name) => files[name] ?? null)
const original = async (name: string) => (await bundled(name)) ?? ''

/** The problems of an override; an empty list if it was taken. */
async function refusal(files: Record<string, string>): Promise<readonly string[]> {
  try {
    await overrides(files)
    return []
  } catch (error) {
    if (error instanceof TemplateRefused) return error.problems
    throw error
  }
}

test('the README names every field that a template may name', async () => {
  const readme = await readFile(new URL('../../shared/letters/README.md', import.meta.url), 'utf8')
  const fields = new Set(LETTER_KINDS.flatMap((kind) => namesIn(viewOf(specimen(kind, { represented: true })))))
  expect([...fields].filter((name) => !readme.includes(`.${name}\``) && !readme.includes(`\`${name}\``))).toEqual([])
})

/** The names of values that can be printed, and of lists. */
const namesIn = (view: View): string[] =>
  Object.entries(view).flatMap(([name, value]) => {
    const inside = [value].flat()[0]
    const names = inside !== null && typeof inside === 'object' ? namesIn(inside as View) : []
    return names.length > 0 && !Array.isArray(value) ? names : [name, ...names]
  })

describe('an override', () => {
  it('replaces one sentence in both forms, and leaves the rest', async () => {
    const templates = await overrides({ 'pay.mustache': 'Maak {{total}} over binnen {{payWithinDays}}.\n' })
    const { text, html } = renderLetter(templates, aReminder())
    expect(text).toContain('Maak € 1.820,51 over binnen 7 dagen.')
    expect(html).toContain('Maak € 1.820,51 over binnen 7 dagen.')
    expect(text).toContain('Lukt betalen niet?')
  })

  it('replaces a whole letter in one form', async () => {
    const whole = `${await original('reminder.txt.mustache')}\nEen eigen regel.\n`
    const templates = await overrides({ 'reminder.txt.mustache': whole.replaceAll('\n', '\r\n') })
    const { text, html, subject } = renderLetter(templates, aReminder())
    expect(text).toContain('\nEen eigen regel.\n')
    expect(text).not.toContain('\r')
    expect(subject).toContain('Herinnering')
    expect(html).not.toContain('Een eigen regel')
  })

  it('may bring a part of its own, for one form only', async () => {
    const html = (await original('demand.html.mustache')).replace('{{> top}}', '{{> top}}\n{{> banner}}')
    const templates = await overrides({
      'demand.html.mustache': html,
      'banner.html.mustache': '<p>Onze {{client.name}}</p>\n',
    })
    expect(renderLetter(templates, aDemand()).html).toContain('<p>Onze Belegger A</p>')
  })
})

describe('an override is refused', () => {
  it('if it names an unknown field', async () => {
    expect(await refusal({ 'pay.mustache': 'Betaal {{totaal}} binnen {{payWithinDays}}.' })).toContain(
      'template reminder.txt: het veld {{totaal}} bestaat niet in deze brief (in pay)',
    )
  })

  it('if it names a field of another letter', async () => {
    const txt = `${await original('reminder.txt.mustache')}{{municipality}}\n`
    expect(await refusal({ 'reminder.txt.mustache': txt })).toEqual([
      'template reminder.txt: het veld {{municipality}} bestaat niet in deze brief',
    ])
  })

  it('if it cannot be read', async () => {
    const txt = `${await original('demand.txt.mustache')}{{#reporting}}\n`
    expect(await refusal({ 'demand.txt.mustache': txt })).toEqual([
      'template demand.txt: de tekst is niet te lezen: kijk of elke {{#…}} ook een {{/…}} heeft',
    ])
  })

  it('if it includes a part that is not there', async () => {
    const txt = `${await original('demand.txt.mustache')}{{> logo}}\n`
    expect(await refusal({ 'demand.txt.mustache': txt })).toEqual([
      'template demand.txt: onderdeel {{> logo}} bestaat niet',
    ])
  })

  it('if a part includes itself', async () => {
    const problems = await refusal({ 'pay.mustache': '{{> pay}}' })
    expect(problems).toContain('template notice.html: onderdeel {{> pay}} roept zichzelf aan')
  })

  it('if it lets a value into HTML unescaped', async () => {
    const html = (await original('notice.html.mustache')).replace('{{client.name}}', '{{{client.name}}}')
    expect(await refusal({ 'notice.html.mustache': html })).toEqual([
      'template notice.html: gebruik {{client.name}} met twee haken',
    ])
  })

  it('if it has no subject line', async () => {
    const txt = (await original('reminder.txt.mustache')).replace(/^Onderwerp.*\n/, '')
    expect(await refusal({ 'reminder.txt.mustache': txt })).toEqual([
      'template reminder.txt: de eerste regel moet "Onderwerp: …" zijn',
    ])
  })

  it('if it brings debt help into the first reminder', async () => {
    const txt = `${await original('reminder.txt.mustache')}\nVraag hulp aan uw gemeente.\n`
    expect(await refusal({ 'reminder.txt.mustache': txt })).toEqual([
      'template reminder.txt: in de eerste herinnering mag niets over schuldhulp staan, ook niet "gemeente"',
    ])
  })

  it('if the report stands outside {{#reporting}}: some renters may not be reported', async () => {
    const txt = `${await original('demand.txt.mustache')}\n{{> report-duty}}\n`
    expect(await refusal({ 'demand.txt.mustache': txt })).toEqual([
      'template demand.txt: zet {{> report-duty}} tussen {{#reporting}} en {{/reporting}}: niet van elke huurder mag gemeld worden',
      expect.stringContaining('in een zakelijke brief mag niets over schuldhulp staan'),
    ])
  })

  it.each(['demand', 'notice', 'follow-up'])('C9 if a business %s would speak of debt help', async (kind) => {
    const files = Object.fromEntries(
      await Promise.all(
        ['txt', 'html'].map(async (format) => {
          const name = `${kind}.${format}.mustache`
          const help = '{{^reporting}}{{> self-help}}{{/reporting}}'
          return [name, (await original(name)).replace('{{> bottom}}', `${help}\n{{> bottom}}`)] as const
        }),
      ),
    )
    expect(await refusal(files)).toEqual(
      ['txt', 'html'].map(
        (format) =>
          `template ${kind}.${format}: in een zakelijke brief mag niets over schuldhulp staan, ook niet "schulden": ` +
          'zet het tussen {{#reporting}} en {{/reporting}}, of tussen {{#ownHelp}} en {{/ownHelp}}',
      ),
    )
  })

  it('if it asks for what only stands in the letter to a representative outside its section', async () => {
    const txt = `${await original('reminder.txt.mustache')}{{representative.name}}\n`
    expect(await refusal({ 'reminder.txt.mustache': txt })).toEqual([
      'template reminder.txt: het veld {{representative.name}} bestaat niet in deze brief',
    ])
  })

  it('if an element is only in a comment', async () => {
    const html = (await original('demand.html.mustache')).replace('<p>{{> offer}}</p>', '<!-- {{> offer}} -->')
    expect((await refusal({ 'demand.html.mustache': html })).join()).toContain(
      '"aanbod om gegevens door te geven" ontbreekt',
    )
  })

  it('if an element is emptied', async () => {
    expect((await refusal({ 'silence.mustache': ' \n' })).join('\n')).toContain(
      'template notice.html: het onderdeel "wat er gebeurt als de huurder niets laat horen" ontbreekt',
    )
  })

  it('with every problem named at once', async () => {
    expect((await refusal({ 'offer.mustache': '', 'read-more.mustache': '' })).length).toBeGreaterThan(4)
  })
})

describe.each(['txt', 'html'])('a %s override must still carry', (format) => {
  const without = async (kind: string, tag: string) => {
    const file = `${kind}.${format}.mustache`
    const content = await original(file)
    expect(content).toContain(tag)
    return refusal({ [file]: content.replaceAll(tag, '') })
  }

  const TEKST_1 = ['why-help', 'report-threshold', 'report-duty', 'offer', 'objection', 'shared-data', 'read-more']
  const IN_ALL = ['pay', 'items', 'changes', 'top', 'bottom']
  const BOTH = ['demand', 'follow-up'].flatMap((kind) => [...TEKST_1, ...IN_ALL].map((part) => [kind, part] as const))
  it.each(BOTH)('in the %s {{> %s}}', async (kind, part) => {
    const problems = await without(kind, `{{> ${part}}}`)
    expect(problems.join('\n')).toMatch(
      new RegExp(`^template ${kind}\\.${format}: het onderdeel ".*" ontbreekt: zet \\{\\{`),
    )
  })

  const TEKST_2 = ['why-help', 'helper-contact', 'objection', 'silence', 'objection-means']
  it.each([...TEKST_2, 'shared-data', 'read-more', 'further-steps'])('{{> %s}} in the notice', async (part) => {
    const problems = await without('notice', `{{> ${part}}}`)
    expect(problems.join('\n')).toMatch(
      new RegExp(`^template notice\\.${format}: het onderdeel ".*" ontbreekt: zet \\{\\{`),
    )
  })
})

it.each([
  ['objection', 'objectionEmail'],
  ['read-more', 'privacyUrl'],
  ['read-more', 'infoUrl'],
  ['report-threshold', 'reportAfterDays'],
  ['silence', 'objectionDays'],
  ['complaint', 'organisation.complaints'],
  ['complaint', 'organisation.collectionServiceNumber'],
])('a sentence %s without {{%s}} is refused', async (part, field) => {
  const content = (await original(`${part}.mustache`)).replaceAll(`{{${field}}}`, '')
  expect((await refusal({ [`${part}.mustache`]: content })).join('\n')).toContain(`zet {{${field}}} in de tekst`)
})

it('every kind has its own text and HTML', async () => {
  const templates = await loadTemplates(bundled)
  for (const kind of LETTER_KINDS) {
    expect(templates.txt.has(kind)).toBe(true)
    expect(templates.html.has(kind)).toBe(true)
  }
})

it('a letter that is not there is named', async () => {
  const read = async (name: string) => (name === 'notice.txt.mustache' ? null : bundled(name))
  await expect(loadTemplates(read)).rejects.toThrow('template notice.txt: dit bestand ontbreekt')
})

describe('I4 a mail to staff', () => {
  const own = (content: string) =>
    loadTemplates(bundled, async (name) => (name === 'demand.txt.mustache' ? content : null))

  test('does not wait until own templates are mended: it is what tells of them', async () => {
    const { txt } = await unlessRefused(own('Geachte {{renter.name}},'), bundled)
    expect(txt).toEqual((await loadTemplates(bundled)).txt)
  })

  test('is written by own templates that may be used, and fails as anything else does', async () => {
    const good = `${await bundled('demand.txt.mustache')}\nTot ziens.`
    expect((await unlessRefused(own(good), bundled)).txt.get('demand')).toContain('Tot ziens.')
    await expect(unlessRefused(Promise.reject(new Error('S3 is away')), bundled)).rejects.toThrow('S3 is away')
  })
})
