import { describe, expect, test } from 'vitest'
import { collectRound } from '../../functions/collect-round/collect-round.ts'
import { PORTALS_KEY } from '../../shared/contracts/object-keys.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { worklistKey, worklistSchema } from '../../shared/contracts/round.ts'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { at } from '../support/case-builder.ts'
import { aWorld } from '../support/in-memory/world.ts'
import { REGISTERS } from '../support/landscape.ts'
import { AN_API } from './an-api.ts'

const SUMMARY: CaseSummary = {
  ...{ caseId: 'C-1', seq: 8, renter: '100001', client: 'BELEGGER-A', gemeentecode: '0363', queue: 'signal' },
  ...{ phase: 'signal-queued', step: 'delivery', due: null, openedOn: '2026-03-02', months: 1, amountCents: 100_000 },
}

/** What waits for the portals on Monday 20 April 2026. */
async function aMorning(portals: object = {}) {
  const ports = await aWorld(() => new Date(at('2026-04-20')))
  await ports.objects.put('work', PORTALS_KEY, JSON.stringify(portals), 'application/json')
  return {
    ports,
    waits: (caseId: string, change: Partial<CaseSummary> = {}) =>
      ports.log.summarise({ ...SUMMARY, caseId, ...change }),
    collect: async (round = 'monday') => (await collectRound(ports, { round })).files,
    /** The worklists of a round, each on a line. */
    async lists(round = 'monday'): Promise<string[]> {
      const { files } = await collectRound(ports, { round })
      return files.map(({ key }) => {
        const { kind, file, portal, channel, format, caseIds } = worklistSchema.parse(ports.objects.json('work', key))
        return `${kind} ${file} ${portal} ${channel} ${format}: ${caseIds.join(' ')}`
      })
    },
  }
}

const AMSTERDAM = { gemeentecode: '0363' }
const UTRECHT = { gemeentecode: '0344' }
const ROTTERDAM = { gemeentecode: '0599' }
const EINDHOVEN = { gemeentecode: '0772' }

describe('S1 S3 what waits is divided over files', () => {
  test('one for many municipalities, but one for each portal, channel and format', async () => {
    const { waits, lists } = await aMorning()
    await waits('C-1', AMSTERDAM)
    await waits('C-2', UTRECHT)
    await waits('C-3', ROTTERDAM)
    await waits('C-4', EINDHOVEN)
    await waits('C-5', { queue: null })
    expect(await lists()).toEqual([
      'signals vroegsignalen-2026-04-20-01.xlsx RIS sftp xlsx: C-1 C-4',
      'signals vroegsignalen-2026-04-20-01.csv RIS upload csv: C-2',
      'signals vroegsignalen-vps-2026-04-20-01.csv VPS upload csv: C-3',
    ])
  })

  test('named as the property manager’s own profile says', async () => {
    const own = { ...BUNDLED_PROFILES['ris-csv'], name: 'own', fileName: 'wij-{date}-{part}' }
    const { waits, lists } = await aMorning({ profiles: [own] })
    await waits('C-1', UTRECHT)
    expect(await lists()).toEqual(['signals wij-2026-04-20-01.csv RIS upload csv: C-1'])
  })

  test('of a thousand at most', async () => {
    const { ports, waits, collect } = await aMorning()
    for (let index = 0; index < 1001; index += 1) await waits(`C-${10_000 + index}`)
    const sizes = (await collect()).map(({ key }) => {
      const { file, caseIds } = worklistSchema.parse(ports.objects.json('work', key))
      return [file, caseIds.length, caseIds[0]]
    })
    expect(sizes).toEqual([
      ['vroegsignalen-2026-04-20-01.xlsx', 1000, 'C-10000'],
      ['vroegsignalen-2026-04-20-02.xlsx', 1, 'C-11000'],
    ])
  })

  test('R3 for the website one list for each municipality, by its name', async () => {
    const morning = await aMorning()
    const { ports, waits, collect } = morning
    const onWebsite = REGISTERS.municipalities.map((each) =>
      ['0363', '0344'].includes(each.gemeentecode) ? { ...each, channel: 'website', format: 'xlsx' } : each,
    )
    await ports.registers.load(
      registersSchema.parse({ ...REGISTERS, municipalities: onWebsite }),
      at('2026-04-19'),
      'system',
    )
    await waits('C-1', AMSTERDAM)
    await waits('C-2', UTRECHT)
    await waits('C-3', AMSTERDAM)
    const lists = (await collect()).map(({ key }) => worklistSchema.parse(ports.objects.json('work', key)))
    const website = { portal: 'RIS', channel: 'website', format: 'xlsx' }
    expect(lists).toMatchObject([
      { ...website, file: 'vroegsignalen-2026-04-20-01.xlsx', municipality: 'Amsterdam', caseIds: ['C-1', 'C-3'] },
      { ...website, file: 'vroegsignalen-2026-04-20-02.xlsx', municipality: 'Utrecht', caseIds: ['C-2'] },
    ])
  })

  test('and nothing that waits is no file', async () => {
    expect(await (await aMorning()).collect()).toEqual([])
  })

  test.each([
    ['left the register', '9999'],
    ['is not known', null],
  ])('G7 a case whose municipality %s goes along to the last gate', async (_, gemeentecode) => {
    const { waits, lists } = await aMorning()
    await waits('C-1', { gemeentecode })
    await waits('C-2', AMSTERDAM)
    expect(await lists()).toEqual([
      'signals vroegsignalen-2026-04-20-01.xlsx RIS sftp xlsx: C-2',
      'signals vroegsignalen-2026-04-20-02.xlsx RIS upload xlsx: C-1',
    ])
  })
})

describe('S4 a withdrawal', () => {
  const back = { queue: 'withdrawal', phase: 'paid', step: 'withdrawal' } as const

  const IN_FOLDER = { RIS: { withdrawalsFolder: 'withdrawals' } }

  test('goes to where its signal lies, though the renter’s municipality has another portal by now', async () => {
    const { ports, waits, lists } = await aMorning(IN_FOLDER)
    const delivered = { kind: 'signals', file: 'maart.csv', on: '2026-03-20', portal: 'VPS', channel: 'upload' }
    const list = JSON.stringify({ ...delivered, format: 'csv', caseIds: ['C-1'] })
    await ports.objects.put('work', worklistKey('maart.csv'), list, 'application/json')
    await waits('C-1', { ...back, ...AMSTERDAM, file: 'maart.csv' })
    await waits('C-2', { ...back, ...AMSTERDAM })
    expect(await lists()).toEqual([
      'withdrawals intrekkingen-2026-04-20-01.xlsx RIS sftp xlsx: C-2',
      'withdrawals intrekkingen-vps-2026-04-20-01.csv VPS upload csv: C-1',
    ])
  })

  test('R3 from the website is for a person there, also where the portal has no other way than uploading', async () => {
    const { ports, waits, collect } = await aMorning()
    const entered = { kind: 'signals', file: 'maart.xlsx', on: '2026-03-20', portal: 'RIS', channel: 'website' }
    const list = JSON.stringify({ ...entered, format: 'xlsx', municipality: 'Utrecht', caseIds: ['C-1'] })
    await ports.objects.put('work', worklistKey('maart.xlsx'), list, 'application/json')
    await waits('C-1', { ...back, ...AMSTERDAM, file: 'maart.xlsx' })
    const [found] = await collect()
    expect(found && worklistSchema.parse(ports.objects.json('work', found.key))).toMatchObject({
      ...{ kind: 'withdrawals', channel: 'website', municipality: 'Utrecht', caseIds: ['C-1'] },
    })
  })

  test('goes by the portal of its municipality when it is not known any more where its signal went', async () => {
    const { waits, lists } = await aMorning()
    await waits('C-1', { ...back, ...UTRECHT, file: 'vergeten.xlsx' })
    expect(await lists()).toEqual(['withdrawals intrekkingen-2026-04-20-01.xlsx RIS upload xlsx: C-1'])
  })

  test('of what left over sFTP is for a person, as long as no folder for it is known; a signal is not', async () => {
    const { waits, lists } = await aMorning()
    await waits('C-1', { ...back, ...AMSTERDAM })
    await waits('C-2', AMSTERDAM)
    expect(await lists()).toEqual([
      'signals vroegsignalen-2026-04-20-01.xlsx RIS sftp xlsx: C-2',
      'withdrawals intrekkingen-2026-04-20-01.xlsx RIS upload xlsx: C-1',
    ])
  })

  test('is in one file for a person, whatever the channels and the formats of the signals were', async () => {
    const { waits, lists } = await aMorning()
    await waits('C-1', { ...back, ...AMSTERDAM })
    await waits('C-2', { ...back, ...UTRECHT })
    expect(await lists()).toEqual(['withdrawals intrekkingen-2026-04-20-01.xlsx RIS upload xlsx: C-1 C-2'])
  })

  test.each([
    ['is not known', 'upload', {}],
    ['knows no withdrawals', 'upload', { api: AN_API }],
    ['knows them', 'api', { api: { ...AN_API, withdrawal: { method: 'DELETE', path: '/meldingen/{reference}' } } }],
  ])('of what left through an API that %s goes by %s', async (_, channel, RIS) => {
    const { ports, waits, lists } = await aMorning({ RIS })
    const sent = { kind: 'signals', file: 'maart.xlsx', on: '2026-03-20', portal: 'RIS', channel: 'api' }
    const list = JSON.stringify({ ...sent, format: 'xlsx', caseIds: ['C-1'] })
    await ports.objects.put('work', worklistKey('maart.xlsx'), list, 'application/json')
    await waits('C-1', { ...back, ...AMSTERDAM, file: 'maart.xlsx' })
    expect(await lists()).toEqual([`withdrawals intrekkingen-2026-04-20-01.xlsx RIS ${channel} xlsx: C-1`])
  })
})

describe('S2 a file is written once, so its name is taken once', () => {
  test('the same round has the same names when it is run again, also when more waits by then', async () => {
    const { waits, lists } = await aMorning()
    await waits('C-1', AMSTERDAM)
    await waits('C-2', ROTTERDAM)
    const first = await lists()
    expect(await lists()).toEqual(first)
    await waits('C-3', EINDHOVEN)
    expect(await lists()).toEqual([first[0]?.replace('C-1', 'C-1 C-3'), first[1]])
  })

  test('another round of the day has the next', async () => {
    const { waits, lists } = await aMorning()
    await waits('C-1', AMSTERDAM)
    await lists()
    expect(await lists('monday-again')).toEqual(['signals vroegsignalen-2026-04-20-02.xlsx RIS sftp xlsx: C-1'])
  })
})

test('S2 a file that did not reach its portal comes along, after what is new', async () => {
  const { ports, waits, collect } = await aMorning()
  const delivery = { kind: 'signals' } as const
  await ports.notebook.put('delivery', 'maart.csv', { ...delivery, key: worklistKey('maart.csv'), done: false })
  await ports.notebook.put('delivery', 'februari.csv', { ...delivery, key: worklistKey('februari.csv'), done: true })
  await waits('C-1', AMSTERDAM)
  expect(await collect()).toEqual([
    { kind: 'signals', key: worklistKey('vroegsignalen-2026-04-20-01.xlsx') },
    { kind: 'signals', key: worklistKey('maart.csv') },
  ])
})
