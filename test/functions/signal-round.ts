import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import { readCsv } from '../portals/read-files.ts'
import { aCaseReadyToReport, anObjection, type CaseBuilder } from '../support/case-builder.ts'
import { aCaseload, renterOf } from './caseload.ts'

const FILE = 'ris/upload/signals/a-file.csv'

/** A case that passed the gate, and waits for its file. */
export const aQueuedCase = (): CaseBuilder => aCaseReadyToReport().withSignalQueued('2026-04-20')

/** Queued cases, `C-1` of `Bos-A` and so on, and the worklist of the file that they wait for. */
export async function aSignalRound(...caseIds: string[]) {
  const caseload = await aCaseload()
  for (const caseId of caseIds)
    await caseload.has(caseId, aQueuedCase(), { surname: `Bos-${'?ABCDEFGHI'.charAt(Number(caseId.at(-1)))}` })
  const ref = await caseload.worklist(caseIds)
  const { ports } = caseload
  const file = () => ports.objects.get('signals', FILE)
  const write = (around: Partial<typeof ports> = {}) => writeSignals({ ...ports, ...around }, ref)
  return {
    ...caseload,
    write,
    /** Writes, while something happens after the reservations and before the last look. */
    async writeWhile(happens: () => Promise<unknown>): Promise<void> {
      let happening: Promise<unknown> | null = null
      const isNewest = async (caseId: string, seq: number): Promise<boolean> => {
        happening ??= happens()
        await happening
        return ports.log.isNewest(caseId, seq)
      }
      await write({ log: { ...ports.log, isNewest } })
    },
    file,
    /** The names in the file. */
    names: async () =>
      readCsv((await file()) ?? new Uint8Array())
        .slice(1)
        .map(([name]) => name),
    /** The renter of a case objects, and the case does not know it yet. */
    objects: (caseId: string) =>
      ports.renters.reportObjection(anObjection(renterOf(caseId), ports.now().toISOString())),
  }
}
