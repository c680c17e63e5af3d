import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { collectRound } from '../../functions/collect-round/collect-round.ts'
import { deliverFile } from '../../functions/deliver-file/deliver-file.ts'
import type { DeliveryPorts } from '../../functions/deliver-file/ports.ts'
import { recordPickUp } from '../../functions/record-pick-up/record-pick-up.ts'
import { recordTransfer } from '../../functions/record-transfer/record-transfer.ts'
import {
  type ApiCall,
  PortalUnreachable,
  type TransferOutcome,
  TransferUnderWay,
} from '../../shared/contracts/portal-channels.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { type Manifest, manifestSchema } from '../../shared/portals/manifest.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { aCaseReadyToReport, aReportedCase, type CaseBuilder } from '../support/case-builder.ts'
import { aBucketful } from '../support/in-memory/objects.ts'
import { aWorld } from '../support/in-memory/world.ts'
import { breakingOffAt } from './caseload.ts'

const FILE = 'vroegsignalen-2026-04-20-01.csv'
const REF = { kind: 'signals', key: `rounds/${FILE}.worklist.json` } as const
const HOST_KEY = `SHA256:${'A'.repeat(43)}`
const SFTP = { host: 'sftp.ris.example', username: 'verhuurder', hostKeys: [HOST_KEY], secret: 'ris-key' }
const ADDRESS = [
  { name: 'pc', source: 'postcode', as: 'text' },
  { name: 'nr', source: 'houseNumber', as: 'number' },
]
const API = {
  baseUrl: 'https://ris.example',
  authentication: { type: 'bearer', secret: 'ris-token' },
  signal: {
    method: 'POST',
    path: '/s',
    fields: [
      ...ADDRESS,
      { name: 'naam', source: 'surname', as: 'text' },
      { name: 'maanden', source: 'monthsInArrears', as: 'number' },
      { name: 'bedrag', source: 'amountCents', as: 'euros' },
    ],
  },
  withdrawal: { method: 'POST', path: '/s/{reference}/intrekken', fields: ADDRESS },
}
const SIGNAL = { surname: 'Bos', postcode: '1011AB', houseNumber: '1', monthsInArrears: 2, amountCents: 200_000 }
const rows = [2, 3, 4].map((row) => ({ row, caseId: `c-${row}`, fields: SIGNAL, signalFile: null }))
/** A case whose signal, or whose withdrawal, is written in the file. */
const inFile = (kind: string): CaseBuilder =>
  kind === 'withdrawals'
    ? aReportedCase().withObjection('2026-04-20T09:30').withWithdrawalWritten('2026-04-20T10:00', FILE)
    : aCaseReadyToReport().withSignalWritten('2026-04-20T10:00', FILE)

/** A written file on its way over a channel, and a portal that does as a test says. */
async function aDelivery(
  channel: Worklist['channel'],
  portals: object,
  change: { list?: Partial<Worklist>; rows?: object[] } = {},
) {
  const list = {
    kind: 'signals',
    file: FILE,
    on: '2026-04-20',
    portal: 'RIS',
    channel,
    format: 'csv',
    caseIds: ['c-2'],
    ...change.list,
  }
  const manifest: Manifest = {
    file: FILE,
    kind: 'signals',
    portal: 'RIS',
    channel,
    profile: { name: 'ris-csv', version: '1' },
    writtenAt: '2026-04-20T08:00:00.000Z',
    rows: [{ row: 2, caseId: 'c-2', document: `rows/c-2/${FILE}.json`, sha256: 'a'.repeat(64) }],
    pickedUpAt: null,
  }
  const objects = aBucketful({
    [`work/${REF.key}`]: JSON.stringify(list),
    [`work/rounds/${FILE}.rows.json`]: JSON.stringify(change.rows ?? rows),
    'work/registers/portals.json': JSON.stringify(portals),
    [`evidence/manifests/${FILE}.json`]: JSON.stringify(manifest),
    [`signals/ris/${channel}/signals/${FILE}`]: 'Achternaam\r\nBos\r\n',
  })
  const world = {
    /** The transfers that were started, each named by its number, and what became of each. */
    started: [] as { key: string; kind: string }[],
    outcomes: new Map<string, TransferOutcome>(),
    calls: [] as ApiCall[],
    /** What the portal does, or the service that pushes to it. */
    portal: async (_: number): Promise<void> => {},
    now: '2026-04-20T08:05:00.000Z',
    /** By its call, why the portal refuses a line. */
    refusals: [] as (string | undefined)[],
  }
  const around = { ...(await aWorld(() => new Date(world.now))), objects }
  const { notebook, log } = around
  await notebook.put('delivery', FILE, { ...REF, done: false })
  const inRows = z.array(z.looseObject({ caseId: z.string() })).parse(change.rows ?? rows)
  for (const { caseId } of inRows)
    for (const { seq, at, prev, ...event } of inFile(list.kind).history)
      await log.append(caseId, { seq: seq - 1, hash: prev }, event, at)
  const ports: DeliveryPorts = {
    ...around,
    pushTo: (own) =>
      own && {
        start: async (file) => {
          world.started.push(file)
          await world.portal(world.started.length)
          return String(world.started.length)
        },
        outcome: async (transfer) => world.outcomes.get(transfer) ?? { status: 'under-way' },
      },
    apiOf: () => ({
      send: async (call) => {
        world.calls.push(call)
        await world.portal(world.calls.length)
        const refused = world.refusals[world.calls.length - 1]
        if (refused) return { accepted: false, status: 422, reason: refused }
        return { accepted: true, status: 201, reference: `S-${world.calls.length}` }
      },
    }),
  }
  return {
    world,
    objects,
    deliver: () => deliverFile(ports, REF),
    /** What EventBridge says at some time of a transfer of the file. */
    event: (time: string, status: 'COMPLETED' | 'FAILED', code?: string) => {
      if (time > world.now) world.now = time
      return recordTransfer(around, {
        time,
        detail: {
          'file-path': `/portal-files/ris/sftp/signals/${FILE}`,
          'status-code': status,
          'failure-code': code,
        },
      })
    },
    manifest: () => manifestSchema.parse(objects.json('evidence', `manifests/${FILE}.json`)),
    questions: async () => (await allQuestions(notebook)).map(({ reason }) => reason),
    /** The reasons of the questions that are open. */
    open: async () => (await allQuestions(notebook)).flatMap(({ reason, endedAt }) => (endedAt ? [] : [reason])),
    asked: async () => (await allQuestions(notebook)).map(({ reason, caseId, file }) => [reason, caseId, file]),
    refused: async (caseId: string) =>
      ((await log.load(caseId))?.events ?? []).filter(({ type }) => type === 'SignalRejected'),
    /** What a case says of its delivery: how, when, and by whose word. */
    told: async (caseId = 'c-2') =>
      ((await log.load(caseId))?.events ?? []).flatMap((event) =>
        event.type === 'SignalDelivered' || event.type === 'SignalWithdrawn' ? [event] : [],
      ),
    /** The portal came for the file over sFTP. */
    fetched: (at: string) => recordPickUp(around, { key: `/portal-files/ris/sftp/signals/${FILE}`, at, user: 'ris' }),
    /** The log stops working right before a case is told. */
    breakOffAtCase: (broken: boolean) => {
      Object.assign(ports, { log: broken ? breakingOffAt('SignalDelivered', log) : log })
    },
    /** The files of a round in which no case is due. */
    nextRound: async () => (await collectRound(around, { round: 'r-2' })).files,
  }
}
const refuse = (error: Error) => async () => {
  throw error
}

describe('a file that is pushed over sFTP', () => {
  let delivery: Awaited<ReturnType<typeof aDelivery>>
  beforeEach(async () => {
    delivery = await aDelivery('sftp', { RIS: { sftp: SFTP } })
  })
  const isUnderWay = () => expect(delivery.deliver()).rejects.toThrow(TransferUnderWay)
  const ended = (transfer: string, outcome: TransferOutcome) => delivery.world.outcomes.set(transfer, outcome)
  const started = () => delivery.world.started.length

  test('is delivered once, and the manifest says when it was there (S2)', async () => {
    await isUnderWay()
    await isUnderWay()
    expect(await delivery.nextRound()).toEqual([REF])
    await delivery.event('2026-04-20T08:05:09.000Z', 'COMPLETED')
    expect(await delivery.nextRound()).toEqual([])
    expect(await delivery.deliver()).toEqual({ delivered: false })
    expect(delivery.world.started).toEqual([{ key: `ris/sftp/signals/${FILE}`, kind: 'signals' }])
    expect(delivery.manifest().deliveredAt).toBe('2026-04-20T08:05:09.000Z')
    expect(await delivery.told()).toMatchObject([{ how: 'pushed', by: 'system', at: '2026-04-20T08:05:09.000Z' }])
    expect(await delivery.questions()).toEqual([])
  })

  test('is delivered also when no event says so', async () => {
    await isUnderWay()
    ended('1', { status: 'completed' })
    expect(await delivery.deliver()).toEqual({ delivered: true })
    expect(await delivery.nextRound()).toEqual([])
    expect(started()).toBe(1)
  })

  test('stays as it was at events that come twice, or late', async () => {
    await isUnderWay()
    await delivery.event('2026-04-20T08:05:09.000Z', 'COMPLETED')
    await delivery.event('2026-04-20T09:00:00.000Z', 'COMPLETED')
    await delivery.event('2026-04-20T09:00:00.000Z', 'FAILED', 'CONNECTION_ERROR')
    expect(delivery.manifest().deliveredAt).toBe('2026-04-20T08:05:09.000Z')
    expect(await delivery.questions()).toEqual([])
  })

  test('to a server with another key waits for people, who are asked once, and comes along in the next round', async () => {
    await isUnderWay()
    ended('1', { status: 'failed', reason: 'portal-host-key' })
    await delivery.event('2026-04-20T08:05:09.000Z', 'FAILED', 'Invalid trusted host keys')
    expect(await delivery.deliver()).toEqual({ delivered: false })
    expect(await delivery.questions()).toEqual(['portal-host-key'])
    expect(started()).toBe(1)
    expect(delivery.manifest().deliveredAt).toBeUndefined()
    expect(await delivery.nextRound()).toEqual([REF])

    expect(await delivery.open()).toEqual(['portal-host-key'])
    await isUnderWay()
    ended('2', { status: 'completed' })
    expect(await delivery.deliver()).toEqual({ delivered: true })
    expect(await delivery.nextRound()).toEqual([])
    expect(await delivery.open()).toEqual([])
  })

  test('to a server that is away is tried again in the same round', async () => {
    await isUnderWay()
    ended('1', { status: 'failed', reason: 'portal-unreachable' })
    await isUnderWay()
    expect(started()).toBe(2)
    ended('2', { status: 'failed', reason: 'portal-unreachable' })
    await isUnderWay()
    expect(started()).toBe(3)
    expect(await delivery.questions()).toEqual(['portal-unreachable'])
    ended('3', { status: 'completed' })
    await delivery.deliver()
    expect(await delivery.open()).toEqual([])
  })

  test('whose transfer AWS did not take is tried again', async () => {
    delivery.world.portal = refuse(new PortalUnreachable('transfer'))
    await expect(delivery.deliver()).rejects.toThrow(PortalUnreachable)
    delivery.world.portal = async () => {}
    await isUnderWay()
    expect(started()).toBe(2)
    expect(await delivery.questions()).toEqual(['portal-unreachable'])
  })

  describe('and whose transfer was perhaps started when the function broke off', () => {
    beforeEach(async () => {
      delivery.world.portal = refuse(new Error('the connection was lost'))
      await expect(delivery.deliver()).rejects.toThrow('the connection was lost')
      delivery.world.portal = async () => {}
    })

    test('has no second one as long as the first may be heard of', async () => {
      delivery.world.now = '2026-04-20T15:04:59.000Z'
      await isUnderWay()
      expect(started()).toBe(1)
      await delivery.event('2026-04-20T08:05:09.000Z', 'COMPLETED')
      expect(await delivery.deliver()).toEqual({ delivered: false })
      expect(started()).toBe(1)
    })

    test('has one when nothing was heard for seven hours', async () => {
      delivery.world.now = '2026-04-20T15:05:00.000Z'
      await isUnderWay()
      expect(started()).toBe(2)
    })
  })

  test('has one transfer when two bring it at once', async () => {
    await Promise.all([isUnderWay(), isUnderWay(), isUnderWay()])
    expect(started()).toBe(1)
    ended('1', { status: 'failed', reason: 'portal-unreachable' })
    await Promise.all([isUnderWay(), isUnderWay()])
    expect(started()).toBe(2)
  })

  test('has no other transfer once somebody uploaded it by hand', async () => {
    await isUnderWay()
    ended('1', { status: 'failed', reason: 'portal-login' })
    expect(await delivery.deliver()).toEqual({ delivered: false })
    const manifest = { ...delivery.manifest(), uploaded: { at: '2026-04-20T09:00:00.000Z', by: 'AB' } }
    await delivery.objects.put('evidence', `manifests/${FILE}.json`, JSON.stringify(manifest), 'application/json')
    expect(await delivery.deliver()).toEqual({ delivered: false })
    expect(started()).toBe(1)
    expect(await delivery.nextRound()).toEqual([])
  })

  test('S4 is told apart from withdrawals, which have a folder of their own', async () => {
    const RIS = { sftp: SFTP, withdrawalsFolder: '/intrekken' }
    delivery = await aDelivery('sftp', { RIS }, { list: { kind: 'withdrawals' } })
    await isUnderWay()
    expect(delivery.world.started).toEqual([{ key: `ris/sftp/withdrawals/${FILE}`, kind: 'withdrawals' }])
  })
})

test('S4 withdrawals that left no other way than over sFTP, and that has no folder for them any more, are for a person', async () => {
  const delivery = await aDelivery('sftp', { RIS: { sftp: SFTP } }, { list: { kind: 'withdrawals' } })
  expect(await delivery.deliver()).toEqual({ delivered: false })
  expect(delivery.world.started).toEqual([])
  expect(await delivery.asked()).toEqual([['to-upload', null, FILE]])
})

describe('R3 a list for the website', () => {
  const municipality = 'Utrecht'
  const onWebsite = (list: Partial<Worklist> = {}) =>
    aDelivery('website', { RIS: { sftp: SFTP } }, { list: { municipality, ...list } })
  const instructions = async ({ objects }: Awaited<ReturnType<typeof aDelivery>>) =>
    new TextDecoder().decode((await objects.get('signals', `ris/website/instructions/${FILE}.txt`)) ?? undefined)

  test('is for a person who enters it there, and nothing is pushed', async () => {
    const delivery = await onWebsite()
    expect(await delivery.deliver()).toEqual({ delivered: false })
    await delivery.deliver()
    expect(delivery.world.started).toEqual([])
    expect(await delivery.told()).toEqual([])
    expect(await delivery.asked()).toEqual([['to-enter', null, FILE]])
    expect(await instructions(delivery)).toMatch(
      /achterstandenaanleveren\.nl.+Gemeente: Utrecht.+kies Utrecht.+Voer elke regel in.+"upload-confirmed"/s,
    )
  })

  test('S4 and so is a withdrawal, as the instructions say', async () => {
    const delivery = await onWebsite({ kind: 'withdrawals' })
    await delivery.deliver()
    expect(await delivery.asked()).toEqual([['to-enter', null, FILE]])
    expect(await instructions(delivery)).toContain('Trek van elke regel het signaal op dat adres in.')
  })
})

describe('a file for which the portal comes itself', () => {
  let delivery: Awaited<ReturnType<typeof aDelivery>>
  beforeEach(async () => {
    delivery = await aDelivery('sftp', {})
    expect(await delivery.deliver()).toEqual({ delivered: false })
    expect(delivery.world.started).toEqual([])
  })

  test('S2 stays where it is; people are asked when nobody came for a working day', async () => {
    expect(await delivery.told()).toEqual([])
    expect(await delivery.nextRound()).toEqual([REF])
    delivery.world.now = '2026-04-20T15:00:00.000Z'
    await delivery.deliver()
    expect(await delivery.questions()).toEqual([])
    delivery.world.now = '2026-04-21T08:00:00.000Z'
    await delivery.deliver()
    expect(await delivery.open()).toEqual(['not-fetched'])
    await delivery.fetched('2026-04-21T09:00:00.000Z')
    expect(await delivery.open()).toEqual([])
    expect(await delivery.nextRound()).toEqual([])
  })

  test('S2 is delivered when it was fetched, the first time', async () => {
    delivery.world.now = '2026-04-20T10:00:00.000Z'
    await delivery.fetched('2026-04-20T09:00:00.000Z')
    await delivery.fetched('2026-04-20T09:30:00.000Z')
    expect(await delivery.told()).toMatchObject([
      { how: 'fetched', user: 'ris', by: 'portal', moment: '2026-04-20T09:00:00.000Z' },
    ])
    expect(delivery.manifest().pickedUpAt).toBe('2026-04-20T09:00:00.000Z')
  })

  test('is never there before it was written, nor in the future, whatever the clock there says', async () => {
    await delivery.fetched('2026-04-20T07:00:00.000Z')
    expect(delivery.manifest().pickedUpAt).toBe('2026-04-20T08:00:00.000Z')
    const later = await aDelivery('sftp', {})
    await later.fetched('2026-04-25T07:00:00.000Z')
    expect(later.manifest().pickedUpAt).toBe(later.world.now)
  })
})

describe('S2 what breaks off while the cases of a file are told', () => {
  test('is finished by the next round, as it was said', async () => {
    const delivery = await aDelivery('sftp', { RIS: { sftp: SFTP } })
    await expect(delivery.deliver()).rejects.toThrow(TransferUnderWay)
    delivery.world.outcomes.set('1', { status: 'completed' })
    delivery.breakOffAtCase(true)
    await expect(delivery.deliver()).rejects.toThrow('the machine stopped')
    expect(await delivery.told()).toEqual([])
    delivery.breakOffAtCase(false)
    expect(await delivery.nextRound()).toEqual([REF])
    delivery.world.now = '2026-04-21T08:00:00.000Z'
    expect(await delivery.deliver()).toEqual({ delivered: false })
    expect(await delivery.told()).toMatchObject([{ how: 'pushed', moment: '2026-04-20T08:05:00.000Z' }])
    expect(delivery.manifest().deliveredAt).toBe('2026-04-20T08:05:00.000Z')
    expect(await delivery.nextRound()).toEqual([])
  })
})

describe('a file that goes through the API', () => {
  test('goes on without a line that the portal stumbles over, and sends that one again, but not what it took', async () => {
    const delivery = await aDelivery('api', { RIS: { api: API } })
    delivery.world.portal = async (calls) => {
      if (calls === 2) throw new PortalUnreachable('api')
    }
    await expect(delivery.deliver()).rejects.toThrow(PortalUnreachable)
    expect(await delivery.deliver()).toEqual({ delivered: true })
    const keys = delivery.world.calls.map(({ idempotencyKey }) => idempotencyKey.slice(-2))
    expect(keys).toEqual(['-2', '-3', '-4', '-3'])
    for (const [caseId, reference] of [
      ['c-2', 'S-1'],
      ['c-4', 'S-3'],
      ['c-3', 'S-4'],
    ])
      expect(await delivery.told(caseId)).toMatchObject([{ how: 'accepted', by: 'portal', status: 201, reference }])
    expect(delivery.world.calls[0]?.body).toEqual({ pc: '1011AB', nr: 1, naam: 'Bos', maanden: 2, bedrag: 2000 })
  })

  test('S5 a refusal comes to its case, and once to a person, in words of our list or not', async () => {
    const delivery = await aDelivery('api', { RIS: { api: API } })
    delivery.world.refusals = ['adres-onbekend', 'http-422']
    await delivery.deliver()
    await delivery.deliver()
    expect(await delivery.refused('c-2')).toMatchObject([{ reason: 'unknown-address', file: FILE }])
    expect(await delivery.refused('c-3')).toMatchObject([{ reason: 'other', file: FILE }])
    expect(await delivery.asked()).toEqual([
      ['rejected', 'c-2', FILE],
      ['unknown-rejection', 'c-3', FILE],
    ])
  })

  test('stops when the portal is away, and not after every single line', async () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...rows[0], row: index + 2, caseId: `c-${index}` }))
    const delivery = await aDelivery('api', { RIS: { api: API } }, { rows: many })
    delivery.world.portal = async (calls) => {
      if (calls > 30) throw new PortalUnreachable('api')
    }
    await expect(delivery.deliver()).rejects.toThrow(PortalUnreachable)
    expect(delivery.world.calls).toHaveLength(33)
    delivery.world.portal = async () => {}
    expect(await delivery.deliver()).toEqual({ delivered: true })
    expect(new Set(delivery.world.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(50)
    expect(delivery.world.calls).toHaveLength(33 + 20)
  })

  test('S4 takes signals back by the name that the portal gave; without one, people are asked', async () => {
    const address = { postcode: '1011AB', houseNumber: '1', houseNumberAddition: '' }
    const delivery = await aDelivery(
      'api',
      { RIS: { api: API } },
      {
        list: { kind: 'withdrawals' },
        rows: [
          { row: 2, caseId: 'c-8', fields: address, signalFile: 'eerder.csv' },
          { row: 3, caseId: 'c-9', fields: address, signalFile: 'eerder.csv' },
        ],
      },
    )
    const answers = [{ row: 2, caseId: 'c-8', status: 201, reference: 'S/8', rejected: null }]
    await delivery.objects.put('work', 'rounds/eerder.csv.answers.json', JSON.stringify(answers), 'application/json')
    expect(await delivery.deliver()).toEqual({ delivered: true })
    expect(delivery.world.calls).toMatchObject([{ path: '/s/S%2F8/intrekken', body: { pc: '1011AB', nr: 1 } }])
    expect(await delivery.questions()).toEqual(['portal-rejected'])
    expect(await delivery.told('c-8')).toMatchObject([
      { type: 'SignalDelivered', file: 'april.xlsx' },
      { type: 'SignalWithdrawn', file: FILE, how: 'accepted', status: 201 },
    ])
    expect(await delivery.told('c-9')).toHaveLength(1)
  })

  test('that nobody set up waits for people', async () => {
    const delivery = await aDelivery('api', {})
    expect(await delivery.deliver()).toEqual({ delivered: false })
    expect(await delivery.questions()).toEqual(['portal-secret'])
  })
})

test('a round that wrote no file delivers none', async () => {
  const delivery = await aDelivery('sftp', { RIS: { sftp: SFTP } })
  const { objects } = delivery
  await objects.remove('evidence', `manifests/${FILE}.json`)
  expect(await delivery.deliver()).toEqual({ delivered: false })
  expect(delivery.world.started).toEqual([])
})
