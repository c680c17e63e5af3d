import { beforeAll, describe, expect, test } from 'vitest'
import {
  type ObjectionReport,
  RecordMovedOn,
  type RenterRecord,
  type RenterStore,
} from '../../shared/contracts/renters.ts'
import { lookedFor, termsOf } from '../../shared/domain/search-terms.ts'
import { KEY } from '../support/case-builder.ts'

const at = (minute: number) => `2026-03-05T08:${String(minute).padStart(2, '0')}:00.000Z`

/** What every store of renters must do, whatever lies under it. */
export function renterStoreContract(newStore: () => Promise<RenterStore>): void {
  let renters: RenterStore
  let count = 0
  const aRenter = () => {
    count += 1
    return `1002${count}`
  }

  beforeAll(async () => {
    renters = await newStore()
  })
  const says = (renter: string, objects: boolean, moment: string, report: Partial<ObjectionReport> = {}) => {
    count += 1
    return renters.reportObjection({
      ...{ renter, client: null, objects, channel: 'e-mail', moment, id: `report ${count}` },
      ...report,
    })
  }
  const objects = async (renter: string, client = 'BELEGGER-A') =>
    (await renters.lastWord(renter, client))?.objects ?? false

  describe('the record of a renter', () => {
    test('is read back exactly; one that nobody wrote is null', async () => {
      const record = recordOf(aRenter(), 1)
      await renters.put(record)

      expect(await renters.get(record.renter, record.client)).toStrictEqual(record)
      expect(await renters.get(record.renter, 'BELEGGER-Z')).toBeNull()
      expect(await renters.get(aRenter(), record.client)).toBeNull()
    })

    test('comes once with others, however often it is asked for', async () => {
      const record = recordOf(aRenter(), 1)
      await renters.put(record)
      const { renter, client } = record

      const found = await renters.getMany([record, { renter: aRenter(), client }, { renter: `00${renter}`, client }])

      expect(found).toStrictEqual([record])
    })

    test('is kept for each client', async () => {
      const renter = aRenter()
      const records = [recordOf(renter, 1), { ...recordOf(renter, 1), client: 'BELEGGER-B', caseId: 'Z-1' }]
      for (const record of records) await renters.put(record)
      await says(renter, true, at(0))

      expect(await renters.all(renter)).toStrictEqual(records)
      expect(await renters.all(aRenter())).toEqual([])
    })

    test('is found while its case has begun, and not before or after', async () => {
      const [begun, other] = [aRenter(), aRenter()]
      const found = async () => {
        const records: RenterRecord[] = []
        for await (const record of renters.begun()) records.push(record)
        return records.filter(({ renter }) => renter === begun || renter === other)
      }
      await renters.put({ ...recordOf(other, 1), caseId: 'Z-5' })
      const record: RenterRecord = { ...recordOf(begun, 1), caseId: 'Z-6', begun: true }
      await renters.put(record)
      await renters.put({ ...record, client: 'BELEGGER-B', caseId: 'Z-7' })

      const clients = (await found()).map(({ client }) => client).sort()
      expect(clients).toEqual(['BELEGGER-A', 'BELEGGER-B'])
      expect(await found()).toContainEqual(record)
      expect(await renters.get(begun, 'BELEGGER-A')).toStrictEqual(record)

      const { begun: _, ...told } = record
      await renters.put({ ...told, version: 2 })
      expect((await found()).map(({ client }) => client)).toEqual(['BELEGGER-B'])
    })

    test('is found by what it says by now, at each client', async () => {
      const renter = aRenter()
      const found = async (surname: string) => {
        const term = lookedFor(surname)?.term ?? ''
        const keys = await renters.withTerm(term, 10)
        return (await renters.getMany(keys)).filter(({ person }) => termsOf(person).includes(term))
      }
      const named = (surname: string, version: number) => {
        const record = recordOf(renter, version)
        return { ...record, person: { ...record.person, surname } }
      }
      await renters.put(named('Okçuoğlu', 1))
      await renters.put({ ...named('Okçuoğlu', 1), client: 'BELEGGER-B' })
      expect((await found('okc')).map(({ client }) => client).sort()).toEqual(['BELEGGER-A', 'BELEGGER-B'])

      await renters.put(named('Quispel', 2))
      expect(await found('okcuoglu')).toMatchObject([{ renter, client: 'BELEGGER-B' }])
      expect(await found('quis')).toStrictEqual([named('Quispel', 2)])
      expect(await found('quiz')).toEqual([])
      expect(await renters.withTerm(lookedFor('okcu')?.term ?? '', 1)).toHaveLength(1)
    })

    test('is written as the next version only', async () => {
      const renter = aRenter()
      await renters.put(recordOf(renter, 1))
      await renters.put({ ...recordOf(renter, 2), caseId: 'Z-2' })

      await expect(renters.put(recordOf(renter, 1))).rejects.toThrow(RecordMovedOn)
      await expect(renters.put(recordOf(renter, 2))).rejects.toThrow(RecordMovedOn)
      await expect(renters.put(recordOf(renter, 4))).rejects.toThrow(RecordMovedOn)
      await expect(renters.put(recordOf(aRenter(), 2))).rejects.toThrow(RecordMovedOn)

      expect(await renters.get(renter, 'BELEGGER-A')).toMatchObject({ version: 2, caseId: 'Z-2' })
    })

    test('is given by one of two writers who both saw the version before', async () => {
      const renter = aRenter()
      await renters.put(recordOf(renter, 1))

      const puts = await Promise.allSettled(
        ['Z-3', 'Z-4'].map((caseId) => renters.put({ ...recordOf(renter, 2), caseId })),
      )

      expect(puts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })
  })

  describe('an objection', () => {
    test('holds from when it is lodged until it is withdrawn, whatever the client', async () => {
      const renter = aRenter()
      await renters.put(recordOf(renter, 1))
      expect(await renters.lastWord(renter, 'BELEGGER-A')).toBeNull()

      await says(renter, true, at(0))
      expect(await renters.lastWord(renter, 'BELEGGER-A')).toEqual({ objects: true, channel: 'e-mail', moment: at(0) })

      await says(renter, false, at(1))
      expect(await objects(renter)).toBe(false)

      await says(renter, true, at(2))
      expect(await objects(renter)).toBe(true)
      expect(await objects(renter, 'BELEGGER-B')).toBe(true)
    })

    test('does not need a record, and is nobody else’s', async () => {
      const renter = aRenter()
      await says(renter, true, at(0))

      expect(await objects(renter)).toBe(true)
      expect(await objects(`${renter}0`)).toBe(false)
    })

    test('that names a client holds there alone; of that and of what names none the later word counts', async () => {
      const renter = aRenter()
      await says(renter, true, at(0), { client: 'BELEGGER-A' })
      expect(await objects(renter)).toBe(true)
      expect(await objects(renter, 'BELEGGER-AB')).toBe(false)

      await says(renter, false, at(1))
      expect(await objects(renter)).toBe(false)

      await says(renter, true, at(2))
      await says(renter, false, at(3), { client: 'BELEGGER-B' })
      expect([await objects(renter), await objects(renter, 'BELEGGER-B')]).toEqual([true, false])
    })

    test('can be lodged and withdrawn within one moment, in the order of the reports', async () => {
      const [lodged, withdrawn] = [aRenter(), aRenter()]
      await says(lodged, true, at(0))
      await says(lodged, false, at(0))
      await says(lodged, true, at(0))
      expect(await objects(lodged)).toBe(true)

      await says(withdrawn, true, at(0))
      await says(withdrawn, false, at(0))
      expect(await objects(withdrawn)).toBe(false)
    })

    test('E1 that is reported again under the same id does not undo what was said at the same moment', async () => {
      const renter = aRenter()
      await says(renter, false, at(0), { id: 'a' })
      await says(renter, true, at(0), { id: 'b' })
      await says(renter, false, at(0), { id: 'a' })

      expect(await objects(renter)).toBe(true)
    })

    test('E1 is not changed by a report that arrives after a later word of the renter', async () => {
      const renter = aRenter()
      await says(renter, true, at(5))
      await says(renter, false, at(4))
      expect(await objects(renter)).toBe(true)

      await says(renter, false, at(7))
      await says(renter, true, at(6))
      expect(await objects(renter)).toBe(false)
    })

    test('that is reported a second time counts from the newest report, in whatever order they arrive', async () => {
      const renter = aRenter()
      await says(renter, true, at(5))
      await says(renter, true, at(3))
      await says(renter, false, at(4))

      expect(await objects(renter)).toBe(true)
    })

    test('E1 that arrives after its own withdrawal does not come into force', async () => {
      const renter = aRenter()
      await says(renter, false, at(3))
      await says(renter, true, at(2))

      expect(await objects(renter)).toBe(false)
    })

    test('C7 that waits for a person is pending at its client until it is settled, and not again after', async () => {
      const [renter, client] = [aRenter(), 'BELEGGER-A']
      const isPending = (of = client) => renters.hasPendingObjection(renter, of)
      expect(await isPending()).toBe(false)
      for (const id of ['a', 'b']) await renters.keepPendingObjection({ renter, client, id })
      await renters.settlePendingObjection({ renter, client, id: 'a' })
      await renters.keepPendingObjection({ renter, client, id: 'a' })
      expect([await isPending(), await isPending('BELEGGER'), await objects(renter)]).toEqual([true, false, false])

      await renters.settlePendingObjection({ renter, client, id: 'b' })
      expect(await isPending()).toBe(false)
    })
  })
}

export const recordOf = (renter: string, version: number): RenterRecord => ({
  renter,
  key: KEY,
  claims: [{ number: 1, contract: 1, invoice: 'F-1', rent: true, description: 'Huur maart' }],
  contracts: ['C-1'],
  client: 'BELEGGER-A',
  version,
  caseId: null,
  person: {
    surname: 'de Vries-Ünal',
    initials: 'A.B.',
    street: '’s-Gravenstraat',
    houseNumber: '12',
    houseNumberAddition: '',
    postcode: '1011AB',
    city: 'Amsterdam',
    phone: '',
    email: 'a.devries@voorbeeld.example',
  },
})
