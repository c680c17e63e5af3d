import { RecordMovedOn, type RenterRecord, type RenterStore } from '../contracts/renters.ts'

/** Tries before somebody else must be let through. */
const ATTEMPTS = 5

/** Changes a renter's record, again when somebody else was first; null leaves it as it is. */
export async function changeRecord(
  renters: Pick<RenterStore, 'get' | 'put'>,
  { renter, client }: Pick<RenterRecord, 'renter' | 'client'>,
  change: (record: RenterRecord) => RenterRecord | null,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const record = await renters.get(renter, client)
    const changed = record && change(record)
    if (!changed) return
    try {
      await renters.put({ ...changed, version: changed.version + 1 })
      return
    } catch (error) {
      if (!(error instanceof RecordMovedOn) || attempt === ATTEMPTS) throw error
    }
  }
}
