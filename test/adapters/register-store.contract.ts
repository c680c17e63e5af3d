import { beforeEach, describe, expect, test } from 'vitest'
import { toldOn } from '../../shared/contracts/client.ts'
import { type RegisterStore, UnknownClient } from '../../shared/contracts/ports.ts'
import { type Registers, registersSchema } from '../../shared/contracts/registers.ts'
import { clientSchema } from '../../shared/contracts/stored-registers.ts'
import type { Replaced } from '../support/in-memory/registers.ts'

const MONDAY = '2026-03-02T08:00:00.000Z'
const TUESDAY = '2026-03-03T08:00:00.000Z'
const WEDNESDAY = '2026-03-04T08:00:00.000Z'
/** A mandate of which the file gives no more than its first day. */
const WHAT_IT_RESTS_ON = { evidence: toldOn('2025-01-01') }

/** A store of registers, and what it keeps of the past of an entry, oldest first. */
export interface RegistersWithPast {
  readonly registers: RegisterStore
  historyOf(entry: string): Promise<Replaced[]>
}

/** What every store of registers must do, whatever lies under it. */
export function registerStoreContract(newStore: () => Promise<RegistersWithPast>): void {
  let registers: RegisterStore
  let historyOf: RegistersWithPast['historyOf']

  beforeEach(async () => {
    ;({ registers, historyOf } = await newStore())
  })

  describe('the terms of a case', () => {
    test('are what the registers say of its client and its municipality', async () => {
      const loaded = theRegisters()
      await registers.load(loaded, MONDAY, 'M-1')

      const terms = await registers.conditions('BELEGGER-A', '0363')

      expect(terms).toStrictEqual({
        organisation: loaded.organisation,
        policy: loaded.policy,
        client: loaded.clients[0],
        clientConditions: {
          mandate: { from: '2025-01-01', until: null },
          handOver: 'after-signal',
          handOverUnreported: 'ask',
          book: { on: null, at: null, waits: false },
          resignal: 'never',
          hasCollectionAgency: true,
          since: MONDAY,
        },
        municipality: loaded.municipalities[0],
        municipalityConditions: {
          agreement: { status: 'in-force', from: '2025-01-01', until: null },
          minimumAmountCents: 15_050,
        },
        openCases: 0,
        beat: null,
      })
    })

    test('have no mandate and no agency where the client gave none', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')

      expect((await registers.conditions('BELEGGER-B', null)).clientConditions).toMatchObject({
        mandate: null,
        hasCollectionAgency: false,
      })
    })

    test('know how many cases are open, as it was noted last', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')
      await registers.noteOpenCases(7)
      await registers.noteOpenCases(12_000)

      expect(await registers.conditions('BELEGGER-A', null)).toMatchObject({ openCases: 12_000 })

      await registers.expectOpenCases(300)
      expect(await registers.conditions('BELEGGER-A', null)).toMatchObject({ openCases: 12_000 })
      await registers.expectOpenCases(15_000)
      expect(await registers.conditions('BELEGGER-A', null)).toMatchObject({ openCases: 15_000 })
    })

    test('know the newest book of the client that counted, and whether a later one waits for a person (C13)', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')
      const book = async (client = 'BELEGGER-A') => (await registers.conditions(client, null)).clientConditions.book
      expect(await book()).toEqual({ on: null, at: null, waits: false })

      await registers.noteBook('BELEGGER-A', '2026-03-02', MONDAY)
      await registers.noteWaitingBook('BELEGGER-A', '2026-03-09')
      expect(await book()).toEqual({ on: '2026-03-02', at: MONDAY, waits: true })
      expect(await book('BELEGGER-B')).toEqual({ on: null, at: null, waits: false })

      // Released, or overtaken by one of that day or later.
      await registers.noteBook('BELEGGER-A', '2026-03-09', TUESDAY)
      expect(await book()).toEqual({ on: '2026-03-09', at: TUESDAY, waits: false })

      // One that is older says nothing any more.
      await registers.noteBook('BELEGGER-A', '2026-03-02', TUESDAY)
      await registers.noteWaitingBook('BELEGGER-A', '2026-03-05')
      expect(await book()).toEqual({ on: '2026-03-09', at: TUESDAY, waits: false })
    })

    test('know the last sign of life of the system (C16)', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')
      expect(await registers.beat()).toBeNull()

      await registers.noteBeat({ at: MONDAY, actsFrom: null })
      await registers.noteBeat({ at: TUESDAY, actsFrom: MONDAY })
      expect(await registers.beat()).toEqual({ at: TUESDAY, actsFrom: MONDAY })
      expect((await registers.conditions('BELEGGER-A', null)).beat).toEqual({ at: TUESDAY, actsFrom: MONDAY })
    })

    test.each([null, '9999'])('have no municipality for %s', async (gemeentecode) => {
      await registers.load(theRegisters(), MONDAY, 'M-1')

      expect(await registers.conditions('BELEGGER-A', gemeentecode)).toMatchObject({
        municipality: null,
        municipalityConditions: null,
      })
    })

    test('are refused for a client that is not in the register', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')

      await expect(registers.conditions('BELEGGER-Z', null)).rejects.toThrow(UnknownClient)
    })

    test('cannot be given before the registers were loaded', async () => {
      await expect(registers.organisation()).rejects.toThrow('the registers are empty')
    })
  })

  test('the entries can be asked for by themselves', async () => {
    const loaded = theRegisters()
    await registers.load(loaded, MONDAY, 'M-1')

    expect(await registers.organisation()).toStrictEqual(loaded.organisation)
    expect(await registers.clients()).toStrictEqual(loaded.clients)
    expect(await registers.municipality('0363')).toStrictEqual(loaded.municipalities[0])
    expect(await registers.municipality('9999')).toBeNull()
  })

  describe('loading the registers again', () => {
    test('replaces what changed, keeps what it replaced, and leaves the rest', async () => {
      const before = theRegisters()
      const [clientA] = before.clients
      await registers.load(before, MONDAY, 'M-1')
      const after = theRegisters((registers) => {
        registers.clients = registers.clients.filter(({ id }) => id === 'BELEGGER-A')
        for (const client of registers.clients) client.name = 'Belegger A & Zn.'
      })

      await registers.load(after, TUESDAY, 'M-1')

      expect(await registers.clients()).toStrictEqual([after.clients[0], before.clients[1]])
      expect(await historyOf('CLIENT#BELEGGER-A')).toEqual([
        { value: clientA, from: MONDAY, until: TUESDAY, by: 'M-1' },
      ])
      expect(await historyOf('CLIENT#BELEGGER-B')).toEqual([])
      expect(await historyOf('ORGANISATION')).toEqual([])
      expect(await historyOf('MUNICIPALITY#0363')).toEqual([])
    })
  })

  describe('a mandate', () => {
    test('is replaced, and the one before is kept', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')

      expect(
        await registers.setMandate('BELEGGER-A', { from: '2025-01-01', until: '2026-03-03' }, TUESDAY, 'M-2'),
      ).toBe(true)
      expect(await registers.setMandate('BELEGGER-A', { from: '2026-06-01', until: null }, WEDNESDAY, 'M-2')).toBe(true)

      const { client, clientConditions } = await registers.conditions('BELEGGER-A', null)
      expect(clientConditions.mandate).toEqual({ from: '2026-06-01', until: null })
      expect(client).toEqual({
        ...theRegisters().clients[0],
        mandate: { ...WHAT_IT_RESTS_ON, from: '2026-06-01', until: null },
      })
      expect(await historyOf('CLIENT#BELEGGER-A')).toMatchObject([
        { value: { mandate: { from: '2025-01-01', until: null } }, from: MONDAY, until: TUESDAY, by: 'M-1' },
        { value: { mandate: { from: '2025-01-01', until: '2026-03-03' } }, from: TUESDAY, until: WEDNESDAY, by: 'M-2' },
      ])
    })

    test('R1 does not hold without the amended agreement, nor before it', async () => {
      const resting = (agreementChangedOn: string | null) =>
        theRegisters((registers) => {
          const [client] = registers.clients
          if (client?.mandate) client.mandate.evidence.agreementChangedOn = agreementChangedOn
        })
      const mandate = async () => (await registers.conditions('BELEGGER-A', null)).clientConditions.mandate
      await registers.load(resting(null), MONDAY, 'M-1')
      expect(await mandate()).toBeNull()
      await registers.load(resting('2025-03-01'), TUESDAY, 'M-1')
      expect(await mandate()).toEqual({ from: '2025-03-01', until: null })
      await registers.load(resting('2024-03-01'), WEDNESDAY, 'M-1')
      expect(await mandate()).toEqual({ from: '2025-01-01', until: null })
    })

    test('R1 of a client that had none rests on the word of who reports it', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')
      await registers.setMandate('BELEGGER-B', { from: '2026-03-03', until: null }, TUESDAY, 'M-2')
      const { client } = await registers.conditions('BELEGGER-B', null)
      expect(client.mandate).toEqual({ from: '2026-03-03', until: null, evidence: toldOn('2026-03-03', 'M-2') })
    })

    test('keeps every value that stood when many change it at once', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')
      const days = ['2026-04-01', '2026-05-01', '2026-06-01', '2026-07-01', '2026-08-01']

      await Promise.all(days.map((from) => registers.setMandate('BELEGGER-A', { from, until: null }, TUESDAY, 'M-2')))

      const { mandate } = (await registers.conditions('BELEGGER-A', null)).clientConditions
      const past = await historyOf('CLIENT#BELEGGER-A')
      const stood = past.map(({ value }) => clientSchema.parse(value).mandate?.from)
      expect(new Set([...stood, mandate?.from])).toEqual(new Set(['2025-01-01', ...days]))
      expect(past).toHaveLength(days.length)
    })

    test('of an unknown client is not written', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')

      expect(await registers.setMandate('BELEGGER-Z', { from: '2026-06-01', until: null }, TUESDAY, 'M-2')).toBe(false)
      expect((await registers.clients()).map(({ id }) => id)).toEqual(['BELEGGER-A', 'BELEGGER-B'])
    })
  })

  test('R1 a client’s policy is replaced where it changed, and the one before is kept; of an unknown client nothing is written', async () => {
    await registers.load(theRegisters(), MONDAY, 'M-1')
    const change = { handOver: 'never' as const, optionalFields: ['Telefoonnummer 1' as const] }

    expect(await registers.setClient('BELEGGER-A', change, TUESDAY, 'M-2')).toBe(true)
    expect(await registers.setClient('BELEGGER-Z', change, TUESDAY, 'M-2')).toBe(false)

    const { client, clientConditions } = await registers.conditions('BELEGGER-A', null)
    expect(client).toEqual({ ...theRegisters().clients[0], ...change })
    expect(clientConditions).toMatchObject({ handOver: 'never', hasCollectionAgency: true, since: TUESDAY })
    expect(await historyOf('CLIENT#BELEGGER-A')).toMatchObject([
      {
        value: { handOver: 'after-signal', optionalFields: ['Voorletters', 'Woonplaats'] },
        from: MONDAY,
        until: TUESDAY,
      },
    ])
    expect((await registers.clients()).map(({ id }) => id)).toEqual(['BELEGGER-A', 'BELEGGER-B'])
  })

  test('an agreement is replaced, and the one before is kept; of an unknown municipality nothing is written', async () => {
    await registers.load(theRegisters(), MONDAY, 'M-1')
    const ended = { status: 'ended' as const, from: '2025-01-01', until: '2026-03-01' }

    expect(await registers.setAgreement('0363', ended, TUESDAY, 'M-2')).toBe(true)
    expect(await registers.setAgreement('9999', ended, TUESDAY, 'M-2')).toBe(false)

    expect((await registers.conditions('BELEGGER-A', '0363')).municipalityConditions?.agreement).toEqual(ended)
    expect(await registers.municipality('0363')).toEqual({ ...theRegisters().municipalities[0], agreement: ended })
    expect(await historyOf('MUNICIPALITY#0363')).toMatchObject([{ from: MONDAY, until: TUESDAY }])
    expect(await registers.municipality('9999')).toBeNull()
  })

  test('R3 a municipality with a website needs no agreement beforehand', async () => {
    await registers.load(
      theRegisters(({ municipalities: [municipality] }) => {
        if (municipality) Object.assign(municipality, { channel: 'website', agreement: { status: 'none' } })
      }),
      MONDAY,
      'M-1',
    )
    const { municipalityConditions } = await registers.conditions('BELEGGER-A', '0363')
    expect(municipalityConditions?.agreement).toEqual({ status: 'in-force', from: null, until: null })
  })

  describe('what was in force on a day', () => {
    const clientsOn = async (day: string) =>
      (await registers.asOf(day)).clients.map(({ value, since, by }) => [value.id, value.mandate?.until, since, by])

    test('is asked for later, with its author; also of the day itself, and of before there was anything', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')
      await registers.setMandate('BELEGGER-A', { from: '2025-01-01', until: '2026-03-31' }, TUESDAY, 'M-2')
      await registers.setMandate('BELEGGER-A', { from: '2025-01-01', until: '2026-04-30' }, WEDNESDAY, 'M-3')
      await registers.setAgreement('0363', { status: 'ended', from: null, until: null }, WEDNESDAY, 'M-3')

      expect(await registers.asOf('2026-03-01')).toEqual({
        ...{ organisation: null, policy: null, clients: [], municipalities: [], colleagues: [] },
      })
      expect(await clientsOn('2026-03-02')).toEqual([
        ['BELEGGER-A', null, MONDAY, 'M-1'],
        ['BELEGGER-B', undefined, MONDAY, 'M-1'],
      ])
      expect(await clientsOn('2026-03-03')).toMatchObject([['BELEGGER-A', '2026-03-31', TUESDAY, 'M-2'], {}])
      expect(await clientsOn('2030-01-01')).toMatchObject([['BELEGGER-A', '2026-04-30', WEDNESDAY, 'M-3'], {}])
      const { organisation, policy, municipalities } = await registers.asOf('2026-03-03')
      expect(organisation).toEqual({ value: theRegisters().organisation, since: MONDAY, by: 'M-1' })
      expect(policy).toEqual({ value: theRegisters().policy, since: MONDAY, by: 'M-1' })
      expect(municipalities).toEqual([{ value: theRegisters().municipalities[0], since: MONDAY, by: 'M-1' }])
    })

    test('changed twice on it, the last of that day; colleagues too', async () => {
      await registers.load(theRegisters(), MONDAY, 'M-1')
      await registers.setClient('BELEGGER-A', { handOver: 'never' }, TUESDAY, 'M-1')
      await registers.setClient('BELEGGER-A', { handOver: 'after-signal' }, TUESDAY, 'M-1')
      await registers.addColleague({ id: 'M-7', name: 'Wijkbeheer', email: null, role: null }, WEDNESDAY, 'system')
      const handOver = async (day: string) => (await registers.asOf(day)).clients[0]?.value.handOver
      expect(await handOver('2026-03-03')).toBe('after-signal')
      expect((await registers.asOf('2026-03-03')).colleagues).toEqual([])
      expect((await registers.asOf('2026-03-04')).colleagues.map(({ value }) => value.id)).toEqual(['M-7'])
    })
  })

  describe('E1 the colleagues who sign', () => {
    const LOES = { id: 'loes', name: 'Loes Vos', email: 'loes@voorbeeld.example', role: 'incasso' }
    const named = (id: string, name: string) => ({ id, name, email: null, role: null })

    test('are those of the file first, and then whoever signed; the author of each is kept', async () => {
      await registers.load({ ...theRegisters(), colleagues: [LOES] }, MONDAY, 'system')
      expect(await registers.addColleague(named('M-7', 'Wijkbeheer'), TUESDAY, 'system')).toEqual(
        named('M-7', 'Wijkbeheer'),
      )
      expect(await registers.colleagues()).toEqual([LOES, named('M-7', 'Wijkbeheer')])

      await registers.load({ ...theRegisters(), colleagues: [{ ...LOES, role: null }] }, TUESDAY, 'loes')
      expect(await registers.colleagues()).toEqual([{ ...LOES, role: null }, named('M-7', 'Wijkbeheer')])
      expect(await historyOf('COLLEAGUE#loes')).toEqual([{ value: LOES, from: MONDAY, until: TUESDAY, by: 'system' }])
    })

    test('are one when two add the same name at once, however it is spaced', async () => {
      const names = ['Team  Huurincasso', 'team huurincasso', 'Team Huurincasso ']
      const added = await Promise.all(
        names.map((name, index) => registers.addColleague(named(`M-${index}`, name), MONDAY, 'system')),
      )

      expect(new Set(added.map(({ id }) => id)).size).toBe(1)
      expect(await registers.colleagues()).toEqual([added[0]])
    })
  })
}

export function theRegisters(change: (registers: Registers) => void = () => {}): Registers {
  const registers = registersSchema.parse({
    organisation: {
      name: 'Vastgoed Voorbeeld BV',
      from: 'incasso@voorbeeld.example',
      objectionEmail: 'bezwaar@voorbeeld.example',
      website: 'https://voorbeeld.example',
      privacyUrl: 'https://voorbeeld.example/privacy',
    },
    clients: [
      {
        id: 'BELEGGER-A',
        name: 'Belegger A',
        mandate: { from: '2025-01-01' },
        optionalFields: ['Voorletters', 'Woonplaats'],
        collectionAgency: { name: 'Bureau X', email: 'dossiers@bureau-x.example' },
        handOver: 'after-signal',
      },
      { id: 'BELEGGER-B', name: 'Belegger B' },
    ],
    municipalities: [
      {
        gemeentecode: '0363',
        name: 'Amsterdam',
        portal: 'RIS',
        agreement: { status: 'in-force', from: '2025-01-01' },
        minimumAmount: 150.5,
      },
    ],
  })
  change(registers)
  return registers
}
