import { isDeepStrictEqual } from 'node:util'
import { RecordMovedOn, type RenterRecord, type RenterStore } from '../../../shared/contracts/renters.ts'
import { lastWordSchema, laterWord, renterRecordSchema } from '../../../shared/contracts/stored-renter.ts'
import { renterKey } from '../../../shared/domain/renter-number.ts'
import { termsOf } from '../../../shared/domain/search-terms.ts'

/** The renters in memory, as JSON, so that nobody changes a record by what he gave or got. */
export function aRenterStore(): RenterStore {
  const records = new Map<string, string>()
  const words = new Map<string, string>()
  const pending = new Map<string, boolean>()
  const pathOf = (renter: string, client: string) => JSON.stringify([renterKey(renter), client])
  const recordOf = (renter: string, client: string): RenterRecord | null => {
    const text = records.get(pathOf(renter, client))
    return text === undefined ? null : renterRecordSchema.parse(JSON.parse(text))
  }
  const wordAt = (renter: string, client: string | null) => {
    const text = words.get(JSON.stringify([renterKey(renter), client]))
    return text === undefined ? null : lastWordSchema.parse(JSON.parse(text))
  }
  return {
    get: async (renter, client) => recordOf(renter, client),
    async getMany(keys) {
      const asked = new Map(keys.map((each) => [pathOf(each.renter, each.client), each]))
      return [...asked.values()].flatMap(({ renter, client }) => recordOf(renter, client) ?? [])
    },
    async withTerm(term, atMost) {
      const found = [...records.values()].map((text) => renterRecordSchema.parse(JSON.parse(text)))
      const having = found.filter(({ person }) => termsOf(person).includes(term))
      return having.slice(0, atMost).map(({ renter, client }) => ({ renter: renterKey(renter), client }))
    },
    searchKeyId: async () => 'a-key',
    // Here everybody is found by the record itself.
    writeTerms: async () => {},
    async *begun() {
      for (const text of records.values()) {
        const record = renterRecordSchema.parse(JSON.parse(text))
        if (record.begun) yield record
      }
    },
    async all(renter) {
      const found = [...records.values()].map((text) => renterRecordSchema.parse(JSON.parse(text)))
      return found
        .filter((record) => renterKey(record.renter) === renterKey(renter))
        .sort((a, b) => (a.client < b.client ? -1 : 1))
    },
    async put(record) {
      const before = recordOf(record.renter, record.client)
      if (isDeepStrictEqual(before, record)) return
      if ((before?.version ?? 0) !== record.version - 1)
        throw new RecordMovedOn(`the record at ${record.client} does not have version ${record.version - 1}`)
      records.set(pathOf(record.renter, record.client), JSON.stringify(record))
    },
    async lastWord(renter, client) {
      const word = laterWord([wordAt(renter, null), wordAt(renter, client)])
      return word && { objects: word.objects, channel: word.channel, moment: word.moment }
    },
    async hasPendingObjection(renter, client) {
      return [...pending].some(([path, open]) => open && path.startsWith(`${pathOf(renter, client)} `))
    },
    async keepPendingObjection({ renter, client, id }) {
      const path = `${pathOf(renter, client)} ${id}`
      if (!pending.has(path)) pending.set(path, true)
    },
    async settlePendingObjection({ renter, client, id }) {
      pending.set(`${pathOf(renter, client)} ${id}`, false)
    },
    async reportObjection({ renter, client, id, ...word }) {
      const { moment = '', reports = [] } = wordAt(renter, client) ?? {}
      if (moment > word.moment || reports.includes(id)) return
      words.set(JSON.stringify([renterKey(renter), client]), JSON.stringify({ ...word, reports: [...reports, id] }))
    },
  }
}
