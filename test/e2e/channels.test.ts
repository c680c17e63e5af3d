import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ApiServer, apiServer } from '../adapters/api-server.ts'
import { type ForeignServer, ssh2Server } from '../adapters/foreign-sftp.ts'
import { PLACES, registersOf } from '../support/landscape.ts'
import { eventsOf, type SimulationOutcome } from '../support/outcome.ts'
import { scenario } from '../support/scenario.ts'

// A simulation with a portal at the end of every channel: an SFTP server of somebody else, an API, and a person who
// uploads.

const FIVE_MINUTES = 300_000
const folder = mkdtempSync(join(tmpdir(), 'channels-'))
const SIGNAL_DAY = '2026-02-20'
/** The working day after it: the morning mail asks for the upload first. */
const UPLOAD_DAY = '2026-02-23'
const REGISTERS = registersOf('BELEGGER-A')

const world = scenario({
  from: '2026-01-02',
  until: '2026-03-11',
  registers: {
    ...REGISTERS,
    colleagues: [{ id: 'AB', name: 'Anna Bos' }],
    portalsFile: join(folder, 'portals.json'),
    municipalities: REGISTERS.municipalities.map((each) => ({
      ...each,
      ...(each.gemeentecode === '0344' && { channel: 'api' }),
      ...(each.gemeentecode === '0518' && { channel: 'website' }),
    })),
  },
})
const behind = (name: string, place: object) =>
  world
    .renter(name, { ...place, client: 'BELEGGER-A' })
    .owes(['2026-01', '2026-02'])
    .isCalled('2026-01-18')
const overSftp = behind('Overgezet', PLACES.amsterdam)
const paysOverSftp = behind('Betaler', PLACES.amsterdam).pays('2026-03-09')
const throughApi = behind('Gekoppeld', PLACES.utrecht)
const paysThroughApi = behind('Afbetaler', PLACES.utrecht).pays('2026-03-09')
const refused = behind('Geweigerd', PLACES.utrecht)
const entered = behind('Ingevoerd', PLACES.denHaag)
const uploaded = behind('Handmatig', PLACES.rotterdam)
world.reports(`${UPLOAD_DAY}T15:30`, 'upload-confirmed', { file: `vroegsignalen-vps-${SIGNAL_DAY}-01.csv`, by: 'AB' })
world.reports(`${UPLOAD_DAY}T16:00`, 'portal-receipt', {
  ...{ file: `vroegsignalen-vps-${SIGNAL_DAY}-01.csv`, on: UPLOAD_DAY, by: 'AB' },
})
const LIST = `vroegsignalen-${SIGNAL_DAY}-02.xlsx`
world.reports(`${UPLOAD_DAY}T15:35`, 'upload-confirmed', { file: LIST, by: 'AB' })
world.reports(`${UPLOAD_DAY}T15:40`, 'upload-confirmed', { file: 'een-ander-bestand.csv', by: 'AB' })
const titles = 'Postcode;Huisnummer;Huisnummer toevoeging;Status;Datum'
world.answers(
  'vps-answers/2026-03-04.csv',
  `${titles}\r\n3011 AB;${uploaded.houseNumber};;Hulp aanvaard;03-03-2026\r\n3011 AB;999;;hulp aanvaard;03-03-2026\r\n`,
)
// What the portal said before stands in its next file too.
world.answers(
  'vps-answers/2026-03-05.csv',
  `${titles}\r\n3011 AB;${uploaded.houseNumber};;Hulp aanvaard;03-03-2026\r\n`,
)
world.answers(
  'ris-answers/2026-03-04.csv',
  `${titles}\r\n3511AB;${throughApi.houseNumber};;Hulp aanvaard;03-03-2026\r\n3511AB;geen;;Iets anders;morgen\r\n`,
)
world.answers(
  'ris-answers/2026-03-06.csv',
  `Status;Huisnummer;Postcode\n"Onjuiste regel";${overSftp.houseNumber};1011AB\n`,
)

/** The portal's own name for a signal: a number, and nothing of the renter. */
const referenceOf = (name: string) => `S-${[throughApi, paysThroughApi].findIndex((each) => each.name === name) + 1}`

let sftp: ForeignServer
let api: ApiServer
let outcome: SimulationOutcome
const bodySchema = z.looseObject({ achternaam: z.string() })
/**
 * So often the portal is down for one signal: in all five tries of the first round, of two attempts each, and once in
 * the next round.
 */
let failures = 11

beforeAll(async () => {
  sftp = await ssh2Server(join(folder, 'portal'))
  api = await apiServer()
  api.answersBy(({ method, body: sent }) => {
    if (method === 'DELETE') return { status: 204 }
    const { achternaam } = bodySchema.parse(sent)
    if (achternaam === throughApi.name && failures > 0) {
      failures -= 1
      return { status: 503 }
    }
    if (achternaam === refused.name) return { status: 422, body: { code: 'adres-onbekend' } }
    return { status: 201, body: { id: referenceOf(achternaam) } }
  })
  writeFileSync(join(folder, 'portals.json'), JSON.stringify(portals()))
  mkdirSync(join(folder, 'secrets'))
  writeFileSync(join(folder, 'secrets/client'), sftp.privateKey)
  writeFileSync(join(folder, 'secrets/ris-token'), 'geheim')
  process.env.SECRETS_FOLDER = join(folder, 'secrets')
  outcome = await world.play()
}, FIVE_MINUTES)
afterAll(async () => {
  await Promise.all([sftp.stop(), api.stop()])
  rmSync(folder, { recursive: true, force: true })
})

const portals = () => ({
  RIS: {
    sftp: sftp.target,
    withdrawalsFolder: sftp.target.folder,
    api: {
      baseUrl: api.url,
      authentication: { type: 'bearer', secret: 'ris-token' },
      attempts: 2,
      referenceField: 'id',
      reasonField: 'code',
      signal: {
        method: 'POST',
        path: '/signalen',
        fields: [
          { name: 'achternaam', source: 'surname', as: 'text' },
          { name: 'adres.huisnummer', source: 'houseNumber', as: 'number' },
          { name: 'adres.postcode', source: 'postcode', as: 'text' },
          { name: 'maanden', source: 'monthsInArrears', as: 'number' },
          { name: 'bedrag', source: 'amountCents', as: 'euros' },
        ],
      },
      withdrawal: { method: 'DELETE', path: '/signalen/{reference}' },
    },
  },
})
const fileOf = (channel: string, kind: string) =>
  outcome.manifests.filter((each) => each.channel === channel && each.kind === kind)

describe('RIS over sFTP', () => {
  test('gets the signals and the withdrawal in the files as they were written, and nothing else', () => {
    const written = [...outcome.signals, ...outcome.withdrawals].filter(({ name }) =>
      outcome.manifests.some(({ file, channel }) => file === name && channel === 'sftp'),
    )
    expect(readdirSync(sftp.folder).sort()).toEqual(written.map(({ name }) => name).sort())
    for (const { name, bytes } of written) expect(readFileSync(join(sftp.folder, name)).equals(bytes)).toBe(true)
    expect(outcome.signalsOf(overSftp)).toHaveLength(1)
    expect(outcome.withdrawals.flatMap(({ rows }) => rows.map((row) => row.Huisnummer))).toContain(
      paysOverSftp.houseNumber,
    )
  })

  test('S2 each case says that its row was pushed, and the manifest says when', () => {
    for (const [renter, type] of [
      [overSftp, 'SignalDelivered'],
      [paysOverSftp, 'SignalWithdrawn'],
    ] as const)
      expect(outcome.casesOf(renter).flatMap((each) => eventsOf(each, type))).toMatchObject([
        { how: 'pushed', by: 'system' },
      ])
    const [signals] = fileOf('sftp', 'signals')
    expect(signals?.deliveredAt).toMatch(/^2026-02-20T/)
    expect(fileOf('sftp', 'withdrawals').map(({ deliveredAt }) => deliveredAt?.slice(0, 7))).toEqual(['2026-03'])
  })
})

describe('RIS through its API', () => {
  const posts = () => api.received.filter(({ method }) => method === 'POST')
  const keysOf = (name: string) =>
    posts()
      .filter(({ body: sent }) => bodySchema.parse(sent).achternaam === name)
      .map(({ headers }) => headers['idempotency-key'])

  test('gets each signal in its own fields, and no field more', () => {
    const [sent] = posts().filter(({ body: one }) => bodySchema.parse(one).achternaam === throughApi.name)
    expect(sent?.headers.authorization).toBe('Bearer geheim')
    expect(sent?.body).toEqual({
      achternaam: throughApi.name,
      adres: { huisnummer: Number(throughApi.houseNumber), postcode: '3511AB' },
      maanden: 2,
      bedrag: 2000,
    })
  })

  test('is down for a while: the signal arrives in the next round under the same key, and everything is once in its case', () => {
    expect(keysOf(throughApi.name)).toHaveLength(12)
    expect(new Set(keysOf(throughApi.name)).size).toBe(1)
    expect(keysOf(paysThroughApi.name)).toHaveLength(1)
    expect(keysOf(refused.name)).toHaveLength(1)
    expect(fileOf('api', 'signals')[0]?.deliveredAt).toMatch(/^2026-02-23T/)
    const deliveries = (renter: { number: string }) =>
      outcome.casesOf(renter).flatMap((each) => eventsOf(each, 'SignalDelivered'))
    const accepted = { how: 'accepted', by: 'portal', status: 201 }
    expect(deliveries(throughApi)).toMatchObject([
      { ...accepted, reference: referenceOf(throughApi.name), at: expect.stringMatching(/^2026-02-23T/) },
    ])
    expect(deliveries(paysThroughApi)).toMatchObject([{ ...accepted, at: expect.stringMatching(/^2026-02-20T/) }])
    expect(deliveries(refused)).toMatchObject([{ how: 'answered', by: 'portal' }])
    const unreachable = outcome.questions.filter(({ reason }) => reason === 'portal-unreachable')
    expect(unreachable).toMatchObject([{ answeredBy: 'system', endedAt: expect.stringMatching(/^2026-02-23T/) }])
  })

  test('S5 refuses a signal: the case hears why', () => {
    const [found] = outcome.casesOf(refused)
    expect(found && eventsOf(found, 'SignalRejected')).toMatchObject([{ reason: 'unknown-address' }])
  })

  test('S4 is told to take a signal back by the name that it gave it', () => {
    const withdrawn = api.received.filter(({ method }) => method === 'DELETE')
    expect(withdrawn.map(({ path }) => path)).toEqual([`/signalen/${referenceOf(paysThroughApi.name)}`])
    const [found] = outcome.casesOf(paysThroughApi)
    expect(found && eventsOf(found, 'SignalWithdrawn')).toMatchObject([{ how: 'accepted', status: 204, by: 'portal' }])
  })
})

describe('VPS, where a person uploads', () => {
  test('has its file and how to upload it, and staff are told at once, and the next morning', () => {
    expect(outcome.signalsOf(uploaded)).toHaveLength(1)
    const [{ file } = { file: '' }] = fileOf('upload', 'signals')
    const [instructions] = outcome.instructions.filter(({ name }) => name === `${file}.txt`)
    expect(instructions?.text).toContain('Zakelijk Klantportaal van BKR')
    expect(instructions?.text).toContain(`"type":"upload-confirmed","file":"${file}"`)
    const mails = outcome.staffMails.filter(({ text }) => text.includes(file))
    expect(mails.map(({ on }) => on)).toEqual(['2026-02-20', '2026-02-23'])
  })

  test('S2 until then the signal waits, and its delivery is signed by who uploaded it', () => {
    const [found] = outcome.casesOf(uploaded)
    const [written] = found ? eventsOf(found, 'SignalWritten') : []
    expect(written?.at).toMatch(/^2026-02-20T/)
    expect(found && eventsOf(found, 'SignalDelivered')).toMatchObject([
      { at: '2026-02-23T15:30:00+01:00', file: written?.file, how: 'uploaded', by: 'AB' },
    ])
    expect(found && eventsOf(found, 'SignalConfirmed')).toMatchObject([{ file: written?.file, on: UPLOAD_DAY }])
  })

  test('S2 the manifest says who uploaded it, and when; of a file that is not known, people are asked', () => {
    const [manifest] = fileOf('upload', 'signals')
    expect(manifest?.uploaded).toEqual({ at: '2026-02-23T14:30:00.000Z', by: 'AB' })
    const [asked] = outcome.questions.filter(({ reason }) => reason === 'to-upload')
    expect(asked).toMatchObject({ file: manifest?.file, answeredBy: 'AB', endedAt: '2026-02-23T15:30:00+01:00' })
    expect(outcome.questions).toContainEqual(
      expect.objectContaining({ about: 'upload-confirmed', reason: 'unknown-file', file: 'een-ander-bestand.csv' }),
    )
  })
})

describe('R3 the website, on which a person enters the signals by hand', () => {
  test('has a list of its own to read, though no agreement is in force beforehand, and how to enter it', () => {
    expect(outcome.signalsOf(entered)).toMatchObject([{ file: { name: LIST }, row: { Achternaam: entered.name } }])
    expect(fileOf('website', 'signals')).toMatchObject([{ file: LIST, uploaded: { by: 'AB' } }])
    const [instructions] = outcome.instructions.filter(({ name }) => name === `${LIST}.txt`)
    expect(instructions?.text).toContain('Gemeente: Den Haag')
    const told = outcome.staffMails.filter(({ text }) => text.includes(LIST)).map(({ on }) => on)
    expect(told).toEqual([SIGNAL_DAY, UPLOAD_DAY])
  })

  test('S2 the signal is delivered when that person says so', () => {
    expect(outcome.casesOf(entered).flatMap((each) => eventsOf(each, 'SignalDelivered'))).toMatchObject([
      { at: '2026-02-23T15:35:00+01:00', how: 'uploaded', by: 'AB' },
    ])
    expect(outcome.questions.filter(({ reason }) => reason === 'to-enter')).toMatchObject([{ answeredBy: 'AB' }])
  })
})

describe('files that portals give back', () => {
  const only = (renter: { readonly number: string }, type: string) =>
    outcome.casesOf(renter).flatMap((each) => eventsOf(each, type))

  test('F2, U1 help accepted suspends, once, also when the next file says it again', () => {
    expect(only(uploaded, 'AnswerReceived')).toMatchObject([{ code: 'accepted', on: '2026-03-03' }])
    expect(only(uploaded, 'SuspensionStarted')).toMatchObject([{ until: '2026-04-02' }])
  })

  test('S5 a refused line comes back to its case', () => {
    expect(only(overSftp, 'SignalRejected')).toMatchObject([{ reason: 'invalid-row' }])
  })

  test('a line that is about no signal is a question for people, and the others count', () => {
    const [report] = outcome.imports.filter(({ file }) => file === 'antwoorden/vps-answers/2026-03-04.csv')
    expect(report).toMatchObject({ status: 'accepted', rows: 2, errors: [], warnings: [{ row: 3 }] })
    expect(outcome.questions.filter(({ reason }) => reason === 'no-such-signal')).toMatchObject([
      { about: 'answer', file: '2026-03-04.csv' },
    ])
  })

  test('F2 of a file with a fault the good line counts, and the report says what and where', () => {
    const [report] = outcome.imports.filter(({ file }) => file === 'antwoorden/ris-answers/2026-03-04.csv')
    expect(report).toMatchObject({
      status: 'accepted',
      errors: [
        {
          row: 3,
          field: 'Status',
          message: expect.stringMatching(/^Deze status is niet bekend\. Kies uit: Hulp aanvaard,/),
        },
      ],
    })
    expect(only(throughApi, 'AnswerReceived')).toHaveLength(1)
  })
})
