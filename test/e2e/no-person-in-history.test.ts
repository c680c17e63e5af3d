import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ReportedFact, reportedFactSchema } from '../../shared/contracts/facts.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { TITLES, type Title } from '../../shared/erp/columns.ts'
import { openExport, readItems } from '../../shared/erp/export.ts'
import { registersOf } from '../support/landscape.ts'
import { toCsv } from '../support/scenario.ts'
import { simulate } from '../support/simulate-cli.ts'

// Invariant 6: no field that people fill in freely enters the history. Which fields that are is asked of the input
// schemas themselves: every text that a schema takes as it comes is filled with a word that can be recognised.

const WORD = 'zwaluw'
const FROM = '2026-01-01'
const UNTIL = '2026-03-31'

let count = 0
/** A word of its own for each field, so that a leak tells where it came in. */
function word(): string {
  count += 1
  return `${WORD}${count}staart`
}

/** The tests' own ids of what is no person: a client of ours, the day of a fact. */
const NO_PERSON = new Set(['clients.id', 'colleagues.id', 'at'])

const words = new Map<string, string>()

type Line = Readonly<Record<Title, string>>

const PLAIN: Line = {
  ...(Object.fromEntries(TITLES.map((title) => [title, ''])) as Line),
  Opdrachtgever: 'BELEGGER-A',
  Debiteurnummer: '100001',
  Contractnummer: 'H-1',
  'Soort huurder': 'natuurlijk persoon',
  Achternaam: 'Ramdin',
  Voorletters: 'A.B.',
  Straatnaam: 'Zuiderkade',
  Huisnummer: '194',
  'Huisnummer toevoeging': '',
  Postcode: '1011 AB',
  Woonplaats: 'Amsterdam',
  Telefoonnummer: '0612345678',
  'E-mailadres': 'huurder@huis.example',
  'Soort eenheid': 'woning',
  'Soort vordering': '',
  Factuurnummer: 'F-1',
  Omschrijving: 'Huur januari',
  Vervaldatum: '01-01-2026',
  Bedrag: '1000,00',
  Openstaand: '1000,00',
}

/** Whether the reader of exports takes the line as it is. */
async function isTaken(line: Line): Promise<boolean> {
  async function* bytes() {
    yield Buffer.from(toCsv([line]))
  }
  for await (const item of readItems(await openExport('2026-01-02.csv', bytes()), '2026-01-02'))
    if (item.kind === 'error') return false
  return true
}

/** What a portal's file cannot do without: with a word in it, no signal leaves (G8). */
const OF_A_SIGNAL: readonly Title[] = ['Huisnummer', 'Huisnummer toevoeging', 'Postcode', 'Soort eenheid']

/** A renter with a word in every column that takes one, but for these. */
async function aRenter(except: readonly Title[] = []): Promise<Line> {
  let line = PLAIN
  for (const title of TITLES) {
    if (title === 'Opdrachtgever' || except.includes(title)) continue
    const filled = word()
    for (const value of [filled, `${filled}@huis.example`])
      if (line[title] === PLAIN[title] && (await isTaken({ ...line, [title]: value }))) {
        line = { ...line, [title]: value }
        words.set(`${title} ${line.Debiteurnummer}`, filled)
      }
  }
  return line
}

/** One fact of each type, as somebody would report it. */
const FACTS: { readonly [Type in ReportedFact['type']]: Readonly<Record<string, unknown>> } = {
  'contact-attempt': { kind: 'Telefoon', reached: true, by: 'AB' },
  objection: { channel: 'e-mail' },
  'objection-withdrawn': { channel: 'e-mail' },
  payment: { amount: 10 },
  dispute: { invoice: 'F-1' },
  'dispute-resolved': { invoice: 'F-1' },
  arrangement: { terms: [{ date: '2026-02-20', amount: 100 }] },
  'arrangement-broken': {},
  threat: { kind: 'ontruiming', by: 'AB' },
  answer: { code: 'other' },
  'portal-rejection': { reason: 'other' },
  redeliver: { by: 'AB' },
  'withdrawn-by-hand': { by: 'AB' },
  bounce: {},
  'same-renter': { was: '999999', not: true },
  mandate: { client: 'BELEGGER-A', from: '2025-01-01' },
  client: { client: 'BELEGGER-A', collectionAgency: { name: 'Bureau X', email: 'dossiers@bureau-x.example' } },
  agreement: { gemeentecode: '0344', status: 'in-force', from: '2025-01-01' },
  'round-approved': { on: '2026-02-20' },
  'import-confirmed': { file: '2026-01-02.csv' },
  'upload-confirmed': { file: 'vroegsignalen.csv', by: 'AB' },
  'portal-receipt': { file: 'vroegsignalen.csv', on: '2026-02-20' },
  representative: { name: 'Bewind' },
  hold: { reason: 'complaint' },
  'hold-ended': {},
  'hand-over': {},
  'help-wanted': {},
  'arrangement-wanted': { amount: 50, from: '2026-03-01', phone: '0612345678' },
  'book-confirmed': { client: 'BELEGGER-A', on: '2026-02-20' },
  'question-answered': { question: 'geen', answer: 'done' },
  close: { reason: 'error' },
}

const propertiesSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ type: z.string().optional() })),
})

/** The members that a fact of a type can have, and hold text, by the schema. */
function textsOf(type: string): string[] {
  const union = z
    .looseObject({ oneOf: z.array(propertiesSchema) })
    .parse(z.toJSONSchema(reportedFactSchema, { io: 'input' }))
  const option = union.oneOf.find(({ properties }) => properties.type?.const === type)
  if (!option) throw new Error(`the schema has no ${type}`)
  return Object.keys(option.properties).filter((name) => name !== 'type' && !NO_PERSON.has(name))
}

/** The fact, when the schema takes it as it is. */
function isTakenAs(field: string, value: string, fact: object): object[] {
  if (!reportedFactSchema.safeParse(fact).success) return []
  words.set(field, value)
  return [fact]
}

/** Facts of every type, with a word in every member that takes one. */
function facts(renters: readonly Line[]): object[] {
  return Object.entries(FACTS).flatMap(([type, fields], index) => {
    const renter = renters[index % renters.length] ?? PLAIN
    const about = {
      ...(textsOf(type).includes('renter') && { renter: renter.Debiteurnummer }),
      ...fields,
      ...('invoice' in fields && { invoice: renter.Factuurnummer }),
    }
    const plain = { at: `2026-02-${String((index % 20) + 5).padStart(2, '0')}T10:0${index % 10}`, type, ...about }
    const filled = textsOf(type).flatMap((name) => {
      const value = word()
      return isTakenAs(`${type}.${name}`, value, { ...plain, [name]: value })
    })
    // What a member holds in turn: an agency has a name, a term a date.
    const deeper = Object.entries<unknown>(plain).flatMap(([name, held]) =>
      typeof held !== 'object' || held === null
        ? []
        : Object.keys(held).flatMap((inner) => {
            const value = word()
            return isTakenAs(`${type}.${name}.${inner}`, value, { ...plain, [name]: { ...held, [inner]: value } })
          }),
    )
    return [plain, ...filled, ...deeper]
  })
}

/** Signs the call, by a name of which the history gets the id alone. */
const COLLEAGUE = { id: 'M-01', name: 'Loes Vos', email: 'l.vos@voorbeeld.example', role: 'incasso' }

/** The registers with a word in every text that takes one. */
function registers(): unknown {
  const filled: unknown = {
    ...structuredClone(registersOf('BELEGGER-A', 'BELEGGER-B')),
    colleagues: [{ ...COLLEAGUE }],
  }
  const fill = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    const holder = node as Record<string, unknown>
    for (const [name, value] of Object.entries(holder)) {
      const here = Array.isArray(node) ? path : `${path}${path ? '.' : ''}${name}`
      if (typeof value !== 'string') fill(value, here)
      else if (!NO_PERSON.has(here)) {
        holder[name] = word()
        if (registersSchema.safeParse(filled).success) words.set(here, String(holder[name]))
        else holder[name] = value
      }
    }
  }
  fill(filled, '')
  return filled
}

/** The call without which no signal leaves (G4b). */
const callTo = ({ Debiteurnummer }: Line, by: string): object => ({
  ...{ at: '2026-01-20T11:00', type: 'contact-attempt', renter: Debiteurnummer },
  ...{ ...FACTS['contact-attempt'], by },
})

/** A line of the same renter for each month. */
const months = (line: Line): Line[] =>
  ['01', '02', '03'].map((month) => ({
    ...line,
    'Soort vordering': '',
    Factuurnummer: month === '01' ? line.Factuurnummer : `${line.Factuurnummer}${month}`,
    Vervaldatum: `01-${month}-2026`,
  }))

const folder = mkdtempSync(join(tmpdir(), 'no-person-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let history = ''
let elsewhere = ''

beforeAll(async () => {
  const renters: Line[] = []
  for (let index = 0; index < 8; index += 1) renters.push(await aRenter())
  const reported = await aRenter(OF_A_SIGNAL)
  mkdirSync(join(folder, 'exports'))
  const path = (name: string) => join(folder, name)
  writeFileSync(path('registers.json'), JSON.stringify(registers()))
  const by = words.get('colleagues.name') ?? ''
  writeFileSync(
    path('events.jsonl'),
    [...facts(renters), callTo(reported, by)].map((fact) => `${JSON.stringify(fact)}\n`).join(''),
  )
  for (const day of ['2026-01-02', '2026-02-02', '2026-02-19', '2026-03-02', '2026-03-19'])
    writeFileSync(
      path(`exports/${day}.csv`),
      toCsv(
        [...renters, reported]
          .flatMap(months)
          .filter(({ Vervaldatum }) => Vervaldatum.split('-').reverse().join('-') <= day),
      ),
    )
  const ended = await simulate([
    ...['--registers', path('registers.json'), '--exports', path('exports'), '--events', path('events.jsonl')],
    ...['--from', FROM, '--until', UNTIL, '--out', path('out')],
  ])
  expect(ended.stderr).toBe('')
  history = readFileSync(path('out/log.jsonl'), 'utf8').toLowerCase()
  elsewhere = readdirSync(path('out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'log.jsonl')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').replaceAll(/=\r?\n/g, ''))
    .join('\n')
    .toLowerCase()
}, 300_000)

describe('invariant 6: what people fill in freely', () => {
  test('is in no history', () => {
    const leaks = [...words].filter(([, each]) => history.includes(each)).map(([field]) => field)
    expect(leaks).toEqual([])
    expect(history).not.toContain(WORD)
  })

  test('is where it may be: the words were read, and would be found', () => {
    const found = [...words].filter(([, each]) => elsewhere.includes(each)).map(([field]) => field.split(' ')[0])
    expect(found).toEqual(expect.arrayContaining(['Achternaam', 'Factuurnummer', 'Omschrijving', 'Debiteurnummer']))
    expect(found).toContain('organisation.name')
    expect(history).toContain('"by":"m-01"')
  })

  test('was played through letters, a signal, and facts of every kind', () => {
    for (const type of [
      'NoticeSent',
      'SignalDelivered',
      'ContactAttempted',
      'ObjectionLodged',
      'ItemDisputed',
      'ThreatDeclared',
    ])
      expect(history).toContain(`"type":"${type.toLowerCase()}"`)
  })
})
