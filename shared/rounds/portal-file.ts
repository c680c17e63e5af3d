import type { CasePortsOutside } from '../cases/change-case.ts'
import type { RenterStore } from '../contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { type Worklist, worklistKey } from '../contracts/round.ts'
import type { WrittenRow } from '../domain/event.ts'
import { apiRow } from '../portals/api-profile.ts'
import type { Manifest } from '../portals/manifest.ts'
import { PortalFileError } from '../portals/portal-file-error.ts'
import type { FormatProfile } from '../portals/profile.ts'
import { type RowAsWritten, rowAsWritten } from '../portals/row-as-written.ts'
import type { WithdrawalRow } from '../portals/withdrawal-row.ts'
import { pool } from '../runtime/pool.ts'
import { closeDelivery } from './deliveries.ts'
import { keepRow } from './kept-row.ts'
import { manifestKey } from './manifests.ts'
import { type ApiRow, noteTry, type PlacedCase, placedIn, rowsOf, settleOn } from './placed.ts'
import { settingsOf } from './portal-settings.ts'
import { unlessUnwritable } from './unless-unwritable.ts'

/** What writes a file for a portal. */
export interface PortalPorts extends CasePortsOutside {
  readonly renters: Pick<RenterStore, 'get'>
  readonly objects: ObjectsFor<
    'work read' | 'work write' | 'signals read' | 'signals write' | 'evidence read' | 'evidence write'
  >
  readonly notebook: Pick<NotebookFor<`${'delivery' | 'question'} ${'read' | 'put'}`>, 'get' | 'put' | 'reserve'>
}

/** A case that is ready for the file, with what the file says of it. */
export interface Candidate<Row> {
  readonly caseId: string
  readonly renter: string
  readonly row: Row
  readonly months: number
  readonly amountCents: number
  readonly claims: readonly number[]
  /** It is about a threatening situation (S1). */
  readonly urgent?: boolean
  /** The file in which a signal left that is withdrawn now. */
  readonly signalFile?: string
}

/** The folders in which a portal finds its files; `simulate` leaves folders of the same names. */
export const FILE_KINDS = ['signals', 'withdrawals'] as const

/** Where in the bucket the files for a portal lie, by channel: all that whoever comes for them over sFTP may see. */
export const portalFolder = ({ portal, channel }: Pick<Worklist, 'portal' | 'channel'>): string =>
  `${portal.toLowerCase()}/${channel}`

export const fileKey = (list: Worklist): string => `${portalFolder(list)}/${list.kind}/${list.file}`

/** Where it says how a person uploads a file. */
export const instructionsKey = (list: Worklist): string => `${portalFolder(list)}/instructions/${list.file}.txt`

/**
 * Who is in the file, if it was written already; null when it was not. A portal may have taken the file away by then.
 */
export async function placed(ports: PortalPorts, list: Worklist): Promise<PlacedCase[] | null> {
  const known = await placedIn(ports, list.file)
  if (known) return known
  const bytes = await ports.objects.get('signals', fileKey(list))
  return bytes && settleOn(ports.objects, list.file, bytes)
}

/** Rows that are kept at the same time. */
const WIDTH = 8

/**
 * Writes a file for a portal: first each case's own row, who would be in it and the manifest, then the file itself,
 * which makes it so. One that is there by then, by another run, is left as it is, and says who is in it. No rows, no
 * file. A row that cannot be written is left out, and people are asked.
 *
 * @param lookAgain who may be in it still, now that any other round that looks finds who would be: of a signal and a
 * line that would take it back, written at the same moment, at least one sees the other (S4)
 */
export async function writePortalFile<Row extends WithdrawalRow, Each extends Candidate<Row>>(
  ports: PortalPorts,
  list: Worklist,
  profile: FormatProfile,
  candidates: readonly Each[],
  write: (rows: Row[]) => Promise<Uint8Array>,
  lookAgain: (noted: readonly Each[]) => Promise<readonly Each[]>,
): Promise<PlacedCase[]> {
  let { bytes, written } = await noteFile(ports, list, profile, candidates, write)
  const standing = bytes === null ? written : await lookAgain(written)
  if (standing.length < written.length) ({ bytes, written } = await noteFile(ports, list, profile, standing, write))
  if (bytes === null) {
    // What an earlier try began, and nobody is in any more.
    await closeDelivery(ports, list.file)
    return []
  }
  await ports.objects.putNew('signals', fileKey(list), bytes, CONTENT_TYPE[profile.fileType])
  const there = await placed(ports, list)
  if (!there) throw new Error(`${list.file} was written, and is not there`)
  return there
}

/** The file's bytes, and who would be in it, once that is kept and noted; null when nobody would. */
async function noteFile<Row extends WithdrawalRow, Each extends Candidate<Row>>(
  ports: PortalPorts,
  list: Worklist,
  profile: FormatProfile,
  candidates: readonly Each[],
  write: (rows: Row[]) => Promise<Uint8Array>,
): Promise<{ bytes: Uint8Array | null; written: readonly Each[] }> {
  const { bytes, written } = await writeRows<Row, Each>(ports, list, candidates, write)
  if (bytes === null) return { bytes, written }
  const layout = await layoutOf(ports, list, profile)
  const cases = await pool(written, WIDTH, async ({ caseId, renter, row, months, amountCents, claims }, index) => ({
    caseId,
    renter,
    written: await keepRow(ports.objects, caseId, placeOf(list, index), layout(row)),
    months,
    amountCents,
    claims: [...claims],
    address: addressOf(row),
  }))
  const writtenAt = ports.now().toISOString()
  const manifest: Manifest = {
    file: list.file,
    kind: list.kind,
    portal: list.portal,
    channel: list.channel,
    profile: { name: profile.name, version: profile.version },
    writtenAt,
    rows: rowsOf(cases),
    ...(written.some(({ urgent }) => urgent) && { urgent: true }),
    pickedUpAt: null,
  }
  const apiRows = list.channel === 'api' ? written.map(asApiRow) : null
  await noteTry(ports.objects, list.file, bytes, { writtenAt, cases, apiRows })
  // There before the file is, since a portal that fetches at once is recorded in it.
  await ports.objects.putNew('evidence', manifestKey(list.file), JSON.stringify(manifest), 'application/json')
  // From here on every round brings the file along until its portal has it, whatever breaks off.
  await ports.notebook.reserve('delivery', list.file, { kind: list.kind, key: worklistKey(list.file), done: false })
  return { bytes, written }
}

/** How a row leaves: as a line of the file, or in the field names of the portal's API, where that takes fields. */
async function layoutOf(
  ports: PortalPorts,
  { kind, channel, on }: Worklist,
  profile: FormatProfile,
): Promise<(row: WithdrawalRow) => RowAsWritten> {
  const api = channel === 'api' ? (await settingsOf(ports.objects)).RIS.api : null
  const request = kind === 'signals' ? api?.signal : api?.withdrawal
  return (row) => (request && request.fields.length > 0 ? apiRow(request, row) : rowAsWritten(profile, row, on))
}

/** The titles are on row 1. */
const placeOf = ({ file }: Worklist, index: number): Pick<WrittenRow, 'file' | 'row'> => ({ file, row: index + 2 })

const asApiRow = ({ caseId, row, signalFile }: Candidate<WithdrawalRow>, index: number): ApiRow => ({
  row: index + 2,
  caseId,
  fields: row,
  signalFile: signalFile ?? null,
})

const addressOf = ({ postcode, houseNumber, houseNumberAddition }: WithdrawalRow): WithdrawalRow => ({
  postcode,
  houseNumber,
  houseNumberAddition,
})

/** The file's bytes, and who is in it; null when nobody is. */
async function writeRows<Row, Each extends Candidate<Row>>(
  ports: PortalPorts,
  list: Worklist,
  candidates: readonly Each[],
  write: (rows: Row[]) => Promise<Uint8Array>,
): Promise<{ bytes: Uint8Array | null; written: readonly Each[] }> {
  if (candidates.length === 0) return { bytes: null, written: [] }
  try {
    return { bytes: await write(candidates.map(({ row }) => row)), written: candidates }
  } catch (error) {
    const unwritable = error instanceof PortalFileError ? candidates[error.row] : undefined
    if (!unwritable) throw error
    await unlessUnwritable(ports, list, unwritable.caseId, () => Promise.reject(error))
    return writeRows<Row, Each>(
      ports,
      list,
      candidates.filter((each) => each !== unwritable),
      write,
    )
  }
}

const CONTENT_TYPE = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const
