import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { groupByRenter } from '../../../shared/erp/book.ts'
import { isBlank, type RowBatches, type SheetRow } from '../../../shared/erp/cell.ts'
import type { Claim } from '../../../shared/erp/claim.ts'
import { titleOf } from '../../../shared/erp/columns.ts'
import {
  type ExportItem,
  fileRows,
  type OpenExport,
  openExport,
  readItems,
  readSide,
} from '../../../shared/erp/export.ts'
import { FileFault, UnusableExport } from '../../../shared/erp/faults.ts'
import { DEFAULT_LIMITS } from '../../../shared/erp/limits.ts'
import { fieldOf } from '../../../shared/erp/mapping/fields.ts'
import type { Mapping } from '../../../shared/erp/mapping/mapping.ts'
import { likelyHeader, proposeMapping, type Sample } from '../../../shared/erp/mapping/propose.ts'
import { spool } from '../../../shared/erp/spool.ts'

export interface Inspection {
  /** Null when the file is in the known layout. */
  readonly mapping: Mapping | null
  readonly files: readonly OpenExport[]
  readonly rows: number
  readonly claims: readonly Claim[]
  /** Renters with anything open, credits deducted. */
  readonly renters: number
  readonly openCents: number
  readonly creditCents: number
  readonly items: readonly Exclude<ExportItem, { kind: 'claim' }>[]
}

/** Proposes a mapping for files of one source. @throws UnusableExport */
export async function propose(paths: readonly string[], client: string | null): Promise<Mapping> {
  const samples: Sample[] = []
  for (const path of paths) samples.push({ fileName: basename(path), rows: await sampleOf(path) })
  const [first] = samples
  try {
    return proposeMapping(samples, client)
  } catch (error) {
    const unreadable = samples.find(({ rows }) => likelyHeader(rows) === null) ?? first
    throw error instanceof FileFault ? new UnusableExport(unreadable?.fileName ?? '', error) : error
  }
}

async function sampleOf(path: string): Promise<SheetRow[]> {
  try {
    const file = await spool(createReadStream(path), DEFAULT_LIMITS)
    const isTitle = (cell: string) => titleOf(cell) !== undefined || fieldOf(cell) !== undefined
    return await collect(fileRows(file, DEFAULT_LIMITS, { isTitle, rank, remarks: [] }))
  } catch (error) {
    throw error instanceof FileFault ? new UnusableExport(basename(path), error) : error
  }
}

/** A sheet with more titles that we know is likelier to hold the book. */
function rank(rows: readonly SheetRow[]): number {
  const header = likelyHeader(rows)
  return header ? header.cells.filter((cell) => typeof cell === 'string' && fieldOf(cell) !== undefined).length : 0
}

async function collect(batches: RowBatches): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const batch of batches) for (const row of batch) if (!isBlank(row)) rows.push(row)
  return rows
}

/** Reads files as the import would, by a mapping that nobody needs to have confirmed yet. @throws UnusableExport */
export async function inspect(paths: readonly string[], mapping: Mapping | null, on: string): Promise<Inspection> {
  const mappings = mapping ? [{ ...mapping, confirmedBy: mapping.confirmedBy ?? 'inspect-export' }] : []
  const files: OpenExport[] = []
  for (const path of paths) files.push(await openExport(basename(path), createReadStream(path), { mappings }))
  const partOf = ({ layout }: OpenExport) => (layout.kind === 'mapped' ? layout.part : 0)
  const [main, ...others] = files.toSorted((a, b) => partOf(a) - partOf(b))
  if (!main) throw new RangeError('no files')
  const read: ExportItem[] = []
  for await (const item of readItems(main, on, await Promise.all(others.map(readSide)))) read.push(item)

  const claims = read.flatMap((item) => (item.kind === 'claim' ? [item.claim] : []))
  const accounts = groupByRenter(claims)
  const sum = (test: (cents: number) => boolean) =>
    claims.reduce((total, { openCents }) => total + (test(openCents) ? openCents : 0), 0)
  return {
    mapping:
      main.layout.kind === 'mapped' ? { ...main.layout.mapping, confirmedBy: mapping?.confirmedBy ?? null } : null,
    files: [main, ...others],
    rows: new Set(read.flatMap((item) => (item.kind === 'note' || item.row === null ? [] : [item.row]))).size,
    claims,
    renters: accounts.length,
    openCents: sum(() => true),
    creditCents: -sum((cents) => cents < 0),
    items: read.filter((item) => item.kind !== 'claim'),
  }
}
