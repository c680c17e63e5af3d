import { beforeAll, describe, expect, test } from 'vitest'
import { RecordMovedOn, type RenterRecord, type RenterStore } from '../../shared/contracts/ports.ts'
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

  describe('the record of a renter', () => {
    test('is read back exactly; one that nobody wrote is null', async () => {
      const record = recordOf(aRenter(), 1)
      await renters.put(record)

      expect(await renters.get(record.renter, record.client)).toStrictEqual(record)
      expect(await renters.get(record.renter, 'BELEGGER-Z')).toBeNull()
      expect(await renters.get(aRenter(), record.client)).toBeNull()
    })

    test('is kept for each client', async () => {
      const renter = aRenter()
      const records = [recordOf(renter, 1), { ...recordOf(renter, 1), client: 'BELEGGER-B', caseId: 'Z-1' }]
      for (const record of records) await renters.put(record)
      await renters.lodgeObjection(renter, 'telefoon', at(0))

      expect(await renters.all(renter)).toStrictEqual(records)
      expect(await renters.all(aRenter())).toEqual([])
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
      expect(await renters.objects(renter)).toBe(false)

      await renters.lodgeObjection(renter, 'e-mail', at(0))
      expect(await renters.objects(renter)).toBe(true)

      await renters.withdrawObjection(renter, at(1))
      expect(await renters.objects(renter)).toBe(false)

      await renters.lodgeObjection(renter, 'telefoon', at(2))
      expect(await renters.objects(renter)).toBe(true)
    })

    test('does not need a record, and is nobody else’s', async () => {
      const renter = aRenter()
      await renters.lodgeObjection(renter, 'e-mail', at(0))

      expect(await renters.objects(renter)).toBe(true)
      expect(await renters.objects(`${renter}0`)).toBe(false)
    })

    test('can be lodged and withdrawn within one moment, in the order of the reports', async () => {
      const [lodged, withdrawn] = [aRenter(), aRenter()]
      await renters.lodgeObjection(lodged, 'e-mail', at(0))
      await renters.withdrawObjection(lodged, at(0))
      await renters.lodgeObjection(lodged, 'e-mail', at(0))
      expect(await renters.objects(lodged)).toBe(true)

      await renters.lodgeObjection(withdrawn, 'e-mail', at(0))
      await renters.withdrawObjection(withdrawn, at(0))
      expect(await renters.objects(withdrawn)).toBe(false)
    })

    test('is not changed by a report that arrives after a later word of the renter', async () => {
      const renter = aRenter()
      await renters.lodgeObjection(renter, 'e-mail', at(5))
      await renters.withdrawObjection(renter, at(4))
      expect(await renters.objects(renter)).toBe(true)

      await renters.withdrawObjection(renter, at(7))
      await renters.lodgeObjection(renter, 'e-mail', at(6))
      expect(await renters.objects(renter)).toBe(false)
    })

    test('that is reported a second time counts from the newest report, in whatever order they arrive', async () => {
      const renter = aRenter()
      await renters.lodgeObjection(renter, 'telefoon', at(5))
      await renters.lodgeObjection(renter, 'e-mail', at(3))
      await renters.withdrawObjection(renter, at(4))

      expect(await renters.objects(renter)).toBe(true)
    })

    test('that was never lodged cannot be withdrawn in advance', async () => {
      const renter = aRenter()
      await renters.withdrawObjection(renter, at(3))
      await renters.lodgeObjection(renter, 'e-mail', at(2))

      expect(await renters.objects(renter)).toBe(true)
    })
  })
}

export const recordOf = (renter: string, version: number): RenterRecord => ({
  renter,
  key: KEY,
  claims: [{ number: 1, invoice: 'F-1', description: 'Huur maart' }],
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
