import { describe, expect, test } from 'vitest'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import { writeWithdrawals } from '../../functions/write-withdrawals/write-withdrawals.ts'
import { bringUpToDate, changeCase } from '../../shared/cases/change-case.ts'
import { PORTALS_KEY } from '../../shared/contracts/object-keys.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { recordDelivered } from '../../shared/rounds/deliveries.ts'
import { readCsv, readXlsx } from '../portals/read-files.ts'
import { AN_API } from './an-api.ts'
import { aQueuedCase, aSignalRound } from './signal-round.ts'

// S4: where more than one signal lives at an address, the right one is taken back, and only that one.

const BACK: Partial<Worklist> = { kind: 'withdrawals', file: 'back.xlsx', format: 'xlsx' }
const uploadedNow = (now: Date) => ({ how: 'uploaded', at: now.toISOString(), by: 'M-01' }) as const
const RIS_WITHDRAWAL = BUNDLED_PROFILES['ris-withdrawal']
/** A profile whose titles were agreed with the portal. */
const columns = (...titles: string[]) => ({
  profiles: [
    {
      ...RIS_WITHDRAWAL,
      name: 'own',
      columns: [
        ...RIS_WITHDRAWAL.columns.filter(({ title }) => titles.includes(title)),
        ...(titles.includes('Klantnummer') ? [{ title: 'Klantnummer', source: 'reference', type: 'text' }] : []),
      ],
    },
  ],
})

interface Portals {
  readonly RIS?: { readonly api: object }
  readonly profiles?: readonly object[]
}

/** The signals of `C-1` and so on, at these house numbers (one with an addition as `12 A`), are at their portal. */
async function signalsAt(houses: readonly string[], portals: Portals = {}, channel: Worklist['channel'] = 'upload') {
  const caseIds = houses.map((_, index) => `C-${index + 1}`)
  const round = await aSignalRound(...caseIds)
  const { ports } = round
  const settings = async (changed: object) =>
    ports.objects.put('work', PORTALS_KEY, JSON.stringify(changed), 'application/json')
  await settings(portals)
  for (const [index, house] of houses.entries()) {
    const [houseNumber = '', houseNumberAddition = ''] = house.split(' ')
    await round.renterChanges(`C-${index + 1}`, { houseNumber, houseNumberAddition })
  }
  await writeSignals(ports, await round.worklist(caseIds, { file: 'april.csv', channel }))
  await recordDelivered(ports, 'april.csv', uploadedNow(ports.now()))
  // What left through an API that knows no withdrawals is uploaded.
  const back = channel === 'api' && !('withdrawal' in (portals.RIS?.api ?? {})) ? 'upload' : channel
  const list: Partial<Worklist> = { ...BACK, channel: back }
  const write = async (change: Partial<Worklist> = {}) =>
    writeWithdrawals(ports, await round.worklist(caseIds, { ...list, ...change }))
  const text = async (key: string) => new TextDecoder().decode((await ports.objects.get('signals', key)) ?? undefined)
  return {
    ...round,
    settings,
    objects: (caseId: string) => changeCase(ports, caseId, { type: 'objection', channel: 'e-mail' }),
    write,
    /** A person asks to deliver the signal once more, and it passes the gate of May. */
    async queuesAgain(caseId: string) {
      round.isAt('2026-05-20T09:10')
      await changeCase(ports, caseId, { type: 'redeliver' })
      const { state } = await bringUpToDate(ports, caseId)
      await ports.log.append(caseId, state, { type: 'SignalQueued' }, ports.now().toISOString())
    },
    /** The rows under the titles. */
    rows: async () => {
      const bytes = await ports.objects.get('signals', `ris/${back}/withdrawals/back.xlsx`)
      return bytes === null ? [] : (await readXlsx(bytes)).slice(1)
    },
    byHand: async () =>
      (await round.questions())
        .filter(({ reason, endedAt }) => reason === 'withdraw-by-hand' && endedAt === null)
        .map(({ caseId }) => caseId),
    instructions: (caseId: string) => text(`ris/${back}/instructions/intrekken-${caseId}.txt`),
    /** As the portal answered the call for each signal. */
    answered: (...references: (string | null)[]) =>
      ports.objects.put(
        'work',
        'rounds/april.csv.answers.json',
        JSON.stringify(
          references.map((reference, index) => ({
            ...{ row: index + 2, caseId: `C-${index + 1}`, status: 201, reference, rejected: null },
          })),
        ),
        'application/json',
      ),
  }
}

describe('S4 a line that would also mean the signal of another renter', () => {
  test('is not written: a person takes the signal back, and says so', async () => {
    const round = await signalsAt(['12', '12'])
    await round.objects('C-1')
    expect(await round.write()).toEqual({ rows: 0 })
    expect(await round.questions()).toMatchObject([
      { about: 'withdrawal', reason: 'withdraw-by-hand', caseId: 'C-1', file: 'april.csv' },
    ])
    expect(await round.summaryOf('C-1')).toMatchObject({ queue: 'withdrawal' })
    await changeCase(round.ports, 'C-1', { type: 'withdrawn-by-hand' })
    expect((await round.eventsOf('C-1')).at(-1)).toMatchObject({ type: 'SignalWithdrawnByHand', file: 'april.csv' })
    expect(await round.summaryOf('C-1')).toMatchObject({ queue: null })
    expect(await changeCase(round.ports, 'C-1', { type: 'withdrawn-by-hand' })).toMatchObject({ refused: 'no-signal' })
  })

  test('is written when both are taken back', async () => {
    const round = await signalsAt(['12', '12'])
    await round.objects('C-1')
    await round.objects('C-2')
    expect(await round.write()).toEqual({ rows: 2 })
  })

  test('also where the other one is about to be delivered once more (LCV 3.2)', async () => {
    const round = await signalsAt(['12', '12'])
    await round.objects('C-1')
    await round.queuesAgain('C-2')
    await round.write()
    expect(await round.byHand()).toEqual(['C-1'])
  })

  test('and not once the other one is taken back too', async () => {
    const round = await signalsAt(['12', '12'])
    await round.objects('C-1')
    await round.write()
    await round.objects('C-2')
    await round.write()
    expect(await round.byHand()).toEqual([])
    expect(await round.rows()).toHaveLength(2)
  })
})

describe('S4 what a line means', () => {
  test.each([
    ['additions set two doors of a house apart', ['12 A', '12 B'], {}, []],
    ['however they are written', ['12 a', '12 A'], {}, ['C-1']],
    ['but a line without one may mean every door of the house', ['12', '12 A'], {}, ['C-1']],
    ['and a line with one not the house without', ['12 A', '12'], {}, []],
    [
      'in a file without a column for them, every door is meant',
      ['12 A', '12 B'],
      columns('Postcode', 'Huisnummer'),
      ['C-1'],
    ],
    ['another house is another house', ['12', '13'], columns('Postcode', 'Huisnummer'), []],
  ])('%s', async (_, houses, portals, byHand) => {
    const round = await signalsAt(houses, portals)
    await round.objects('C-1')
    expect(await round.write()).toEqual({ rows: 1 - byHand.length })
    expect(await round.byHand()).toEqual(byHand)
  })

  test('a renter who was reported at two addresses is for a person: a line means one of them', async () => {
    const round = await signalsAt(['12'])
    await round.renterChanges('C-1', { houseNumber: '40', houseNumberAddition: '' })
    await round.queuesAgain('C-1')
    await writeSignals(round.ports, await round.worklist(['C-1'], { file: 'mei.csv' }))
    await recordDelivered(round.ports, 'mei.csv', uploadedNow(round.ports.now()))
    await round.objects('C-1')
    await round.write()
    expect(await round.byHand()).toEqual(['C-1'])
    expect(await round.instructions('C-1')).toMatch(/april\.csv.+Huisnummer: 12.+mei\.csv.+Huisnummer: 40/s)
  })
})

describe('S4 the number by which the portal itself knows a signal', () => {
  const byNumber = columns('Postcode', 'Huisnummer', 'Klantnummer')

  test('means that signal alone, in a column of the file', async () => {
    const round = await signalsAt(['12', '12'], { ...byNumber, RIS: { api: AN_API } }, 'api')
    await round.answered('S-1', 'S-2')
    await round.objects('C-2')
    await round.write()
    expect(await round.rows()).toEqual([['1011AB', '12', 'S-2']])
  })

  test('where the portal gave none, the address must do, or a person', async () => {
    const round = await signalsAt(['12', '12', '14'], { ...byNumber, RIS: { api: AN_API } }, 'api')
    await round.answered('S-1', null, null)
    await round.objects('C-2')
    await round.objects('C-3')
    await round.write()
    expect(await round.byHand()).toEqual(['C-2'])
    expect(await round.rows()).toEqual([['1011AB', '14', null]])
  })

  test('alone in the file, a person takes back what has none', async () => {
    const round = await signalsAt(['12', '14'], { ...columns('Klantnummer'), RIS: { api: AN_API } }, 'api')
    await round.answered('S-1', null)
    await round.objects('C-1')
    await round.objects('C-2')
    await round.write()
    expect(await round.rows()).toEqual([['S-1']])
    expect(await round.byHand()).toEqual(['C-2'])
  })

  test('in a call of its API; what has none is for a person before it counts as taken back', async () => {
    const withdrawal = { method: 'DELETE', path: '/s/{reference}' }
    const round = await signalsAt(['12', '12'], { RIS: { api: { ...AN_API, withdrawal } } }, 'api')
    await round.answered('S-1', null)
    await round.objects('C-1')
    await round.objects('C-2')
    expect(await round.write()).toEqual({ rows: 1 })
    expect(await round.byHand()).toEqual(['C-2'])
    expect(await round.summaryOf('C-2')).toMatchObject({ queue: 'withdrawal' })
  })

  test('of a renter who was reported twice there are two: a person takes both back', async () => {
    const withdrawal = { method: 'DELETE', path: '/s/{reference}' }
    const round = await signalsAt(['12'], { RIS: { api: { ...AN_API, withdrawal } } }, 'api')
    await round.answered('S-1')
    await round.queuesAgain('C-1')
    await writeSignals(round.ports, await round.worklist(['C-1'], { file: 'mei.csv', channel: 'api' }))
    await recordDelivered(round.ports, 'mei.csv', uploadedNow(round.ports.now()))
    await round.objects('C-1')
    expect(await round.write()).toEqual({ rows: 0 })
    expect(await round.instructions('C-1')).toMatch(/Trek alleen deze signalen in:.+april\.csv.+mei\.csv/s)
  })
})

describe('S4 what a person is told who takes a signal back', () => {
  test('which it is, as it was reported, and which must stay', async () => {
    const round = await signalsAt(['12', '12'])
    await round.objects('C-1')
    await round.write()
    const text = await round.instructions('C-1')
    const [take, leave] = text.split('Laat deze signalen staan:')
    expect(take).toMatch(/Dossier: C-1\b.+Trek alleen dit signaal in:/s)
    expect(take).toContain('Gemeld op 20 april 2026, in april.csv, regel 2')
    expect(take).toMatch(/Achternaam: Bos-A\r\n.+Huisnummer: 12\r\n.+Bedrag achterstand: /s)
    expect(take).not.toContain('Bos-B')
    expect(leave).toMatch(/regel 3\r\n.*Achternaam: Bos-B/s)
    expect(text).toContain('‘intrekken’')
    expect(text).toMatch(/"type":"withdrawn-by-hand","renter":"1001","client":"BELEGGER-A"/)
  })

  test('on the website, of which municipality', async () => {
    const round = await signalsAt(['12', '12'], {}, 'website')
    await round.objects('C-1')
    await round.write({ municipality: 'Utrecht' })
    expect(await round.instructions('C-1')).toMatch(/achterstandenaanleveren\.nl.+Utrecht/s)
  })

  test('anew when another signal comes to the address', async () => {
    const round = await signalsAt(['12', '12'])
    await round.objects('C-1')
    await round.write()
    await round.has('C-3', aQueuedCase(), { surname: 'Nieuw', houseNumber: '12', houseNumberAddition: '' })
    await writeSignals(round.ports, await round.worklist(['C-3'], { file: 'later.csv' }))
    await round.write({ file: 'back-2.xlsx' })
    expect(await round.instructions('C-1')).toMatch(/Laat deze signalen staan:.+Bos-B.+Nieuw/s)
  })
})

describe('S4 a line and a signal for one house that are written at the same moment', () => {
  /** `C-1` objects, and `C-2` waits for a file, at the same house. */
  async function both() {
    const round = await signalsAt(['12'])
    await round.objects('C-1')
    await round.has('C-2', aQueuedCase(), { surname: 'C-2', houseNumber: '12', houseNumberAddition: '' })
    const signals = await round.worklist(['C-2'], { file: 'mei.csv' })
    const withdrawals = await round.worklist(['C-1'], BACK)
    const isThere = (key: string) => round.ports.objects.exists('signals', `ris/upload/${key}`)
    return {
      ...round,
      signals: (ports: Ports) => writeSignals(ports, signals),
      withdrawals: (ports: Ports) => writeWithdrawals(ports, withdrawals),
      left: async () => [await isThere('signals/mei.csv'), await isThere('withdrawals/back.xlsx')],
    }
  }
  type Ports = Awaited<ReturnType<typeof signalsAt>>['ports']

  /** The same ports, with something that happens right before the so manieth call. */
  function interruptedAt(given: Ports, nth: number, happens: () => Promise<unknown>) {
    let calls = 0
    const { objects, notebook } = given
    const call = async () => {
      calls += 1
      if (calls === nth) await happens()
    }
    const get: typeof objects.get = async (...args) => call().then(() => objects.get(...args))
    const put: typeof objects.put = async (...args) => call().then(() => objects.put(...args))
    const putNew: typeof objects.putNew = async (...args) => call().then(() => objects.putNew(...args))
    const reserve: typeof notebook.reserve = async (...args) => call().then(() => notebook.reserve(...args))
    async function* list(bucket: Parameters<typeof objects.list>[0], prefix: string) {
      await call()
      yield* objects.list(bucket, prefix)
    }
    const ports = {
      ...given,
      objects: { ...objects, get, put, putNew, list },
      notebook: { ...notebook, reserve },
    }
    return { ports, calls: () => calls }
  }

  test.each([
    ['signals', 'withdrawals'],
    ['withdrawals', 'signals'],
  ] as const)('%s, while %s are written: wherever it happens, never both', async (one, other) => {
    const seen = new Set<string>()
    for (let nth = 1, last = nth; nth <= last; nth += 1) {
      const round = await both()
      const { ports, calls } = interruptedAt(round.ports, nth, () => round[other](round.ports))
      await round[one](ports)
      last = calls()
      const [signal, line] = await round.left()
      expect([signal, line], `at call ${nth}`).not.toEqual([true, true])
      expect(await round.byHand(), `at call ${nth}`).toEqual(line ? [] : ['C-1'])
      seen.add(`${signal} ${line}`)
    }
    // Whoever is first goes; at the same moment neither does.
    expect([...seen]).toEqual(expect.arrayContaining(['true false', 'false true']))
  })
})

describe('S4 as long as a withdrawal is on its way, no other signal leaves for the house', () => {
  async function oneOnItsWay() {
    const round = await signalsAt(['12'])
    await round.objects('C-1')
    await round.write()
    const has = (caseId: string, houseNumber: string) =>
      round.has(caseId, aQueuedCase(), { surname: caseId, houseNumber, houseNumberAddition: '' })
    await has('C-2', '12')
    await has('C-3', '14')
    const reports = async (file: string) => {
      await writeSignals(round.ports, await round.worklist(['C-2', 'C-3'], { file }))
      const bytes = await round.ports.objects.get('signals', `ris/upload/signals/${file}`)
      return bytes
        ? readCsv(bytes)
            .slice(1)
            .map(([name]) => name)
        : []
    }
    return { ...round, reports }
  }

  test('since the line would mean it as well', async () => {
    const round = await oneOnItsWay()
    expect(await round.reports('mei.csv')).toEqual(['C-3'])
    expect(await round.summaryOf('C-2')).toMatchObject({ queue: 'signal' })
  })

  test('and then it does', async () => {
    const round = await oneOnItsWay()
    await recordDelivered(round.ports, 'back.xlsx', uploadedNow(round.ports.now()))
    expect(await round.reports('mei.csv')).toEqual(['C-2', 'C-3'])
  })
})
