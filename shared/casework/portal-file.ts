import { z } from 'zod'
import type { ObjectStore, RegisterStore, RenterStore } from '../contracts/ports.ts'
import type { Worklist } from '../contracts/round.ts'
import { writeReturnFile } from '../erp/return-file.ts'
import type { Manifest } from '../portals/manifest.ts'
import type { FormatProfile } from '../portals/profile.ts'
import type { Casework } from './handle.ts'
import { getJson, putJson } from './json-objects.ts'
import { sha256 } from './sha256.ts'

export interface PortalWork extends Casework {
  readonly renters: RenterStore
  readonly objects: ObjectStore
  readonly registers: RegisterStore
}

/** A case in a written file. `row` counts as the sheet does: the titles are on 1. */
const placedCase = z.strictObject({
  caseId: z.string(),
  renter: z.string(),
  row: z.int(),
  months: z.int(),
  amountCents: z.int(),
})
export type PlacedCase = z.infer<typeof placedCase>

/** A case that is ready for the file, with what the file says of it. */
export interface Candidate<Row> {
  readonly caseId: string
  readonly renter: string
  readonly row: Row
  readonly months: number
  readonly amountCents: number
}

/** Folder of the bucket from which the portal takes the files; the same name is the folder that `simulate` leaves. */
export const fileKey = ({ kind, file }: Worklist): string => `${kind}/${file}`
const placedKey = ({ file }: Worklist) => `rounds/${file}.placed.json`

/** Who is in the file, if it was written already; null when it was not. */
export async function placed(work: PortalWork, list: Worklist): Promise<PlacedCase[] | null> {
  if (!(await work.objects.exists('signals', fileKey(list)))) return null
  return getJson(work.objects, 'work', placedKey(list), z.array(placedCase))
}

/** What the ERP's return file says that happened with the renter (S2). */
const ACT = { signals: 'vroegsignaal gemeld', withdrawals: 'vroegsignaal ingetrokken' } as const

/**
 * Writes a file for a portal: first who is in it, the return file for the ERP and the manifest, then the file itself,
 * which makes it so. No rows, no file.
 */
export async function writePortalFile<Row>(
  work: PortalWork,
  list: Worklist,
  profile: FormatProfile,
  candidates: readonly Candidate<Row>[],
  write: (rows: Row[]) => Promise<Uint8Array>,
): Promise<PlacedCase[]> {
  if (candidates.length === 0) return []
  const cases = candidates.map(({ caseId, renter, months, amountCents }, index) => ({
    caseId,
    renter,
    row: index + 2,
    months,
    amountCents,
  }))
  const bytes = await write(candidates.map(({ row }) => row))
  const manifest: Manifest = {
    file: list.file,
    kind: list.kind,
    portal: list.portal,
    channel: list.channel,
    profile: { name: profile.name, version: profile.version },
    writtenAt: work.now().toISOString(),
    sha256: sha256(bytes),
    rows: cases.map(({ row, caseId }) => ({ row, caseId })),
    pickedUpAt: null,
  }
  await putJson(work.objects, 'work', placedKey(list), cases)
  await putJson(work.objects, 'evidence', `manifests/${list.file}.json`, manifest)
  const returned = writeReturnFile(
    cases.map(({ renter }) => ({ renter, on: list.on, act: ACT[list.kind], file: list.file })),
  )
  await work.objects.put('erpReturn', `${list.file.replace('.', '-')}.csv`, returned, 'text/csv; charset=utf-8')
  await work.objects.put('signals', fileKey(list), bytes, CONTENT_TYPE[profile.fileType])
  return cases
}

const CONTENT_TYPE = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const
