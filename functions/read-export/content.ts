import type { Remark } from '../../shared/contracts/import.ts'
import { MAPPINGS } from '../../shared/contracts/object-keys.ts'
import type { ObjectsFor } from '../../shared/contracts/rights.ts'
import type { Claim } from '../../shared/erp/claim.ts'
import { type OpenExport, openExport, readItems, readSide } from '../../shared/erp/export.ts'
import { FileFault, LayoutFault, UnusableExport } from '../../shared/erp/faults.ts'
import { hasName, type MappedLayout } from '../../shared/erp/mapping/layout.ts'
import { gapsOf, type Mapping, mappingSchema } from '../../shared/erp/mapping/mapping.ts'
import type { Whose } from '../../shared/erp/row.ts'
import { unreadHolds } from '../../shared/erp/unread-titles.ts'

export interface Row {
  readonly row: number
  readonly claim: Claim
}

/** Something that cannot be used in a file. */
export interface Fault extends Remark {
  /** Whose row it is; null where that cannot be told (I1). */
  readonly whose: Whose | null
  /** It is about the file as a whole. */
  readonly whole: boolean
}

/** What a delivered file holds, with the files that belong to it. */
export interface Content {
  /** The file with the amounts. */
  readonly main: string
  /** The files that were joined to it, and how many rows each has. */
  readonly sides: readonly { readonly file: string; readonly rows: number }[]
  /** The mapping by which it was read; null for the known layout. */
  readonly source: string | null
  /** Whose book it is, when the mapping says so for every row: then it is theirs also without a claim in it. */
  readonly client: string | null
  readonly claims: readonly Row[]
  readonly errors: readonly Fault[]
  readonly warnings: readonly Remark[]
  readonly rows: number
}

/** Where files are delivered, and the mappings by which they are read lie. */
type Delivered = Pick<ObjectsFor<'inbox read' | 'work read'>, 'get' | 'list' | 'stream'>

/** The words by which a client's claims are told to be no rent (C12). */
export type NotRent = (client: string) => readonly string[]

interface Reading {
  readonly mappings: readonly Mapping[]
  readonly notRent: NotRent
}

/** A file of renters or addresses that came before the others of its set; with the last of them they are read. */
export class EarlyExport extends UnusableExport {}

/** There is no such file: somebody confirmed one that nobody delivered. */
export class NotDelivered extends UnusableExport {}

const UNREAD =
  'Deze kolom lijkt op een blokkade of op een vertegenwoordiger, en wordt niet gelezen. Koppel de kolom, of geef haar een bekende naam.'

/** A file with thousands of faults has one cause: the first tell it. */
export const REMARKS = 200

/**
 * Reads a delivered file, and with it the files of its date that belong to it, whichever of them came last. An
 * UnusableExport is given back: it says whether a person can release the file as it is.
 */
export async function readContent(
  objects: Delivered,
  key: string,
  on: string,
  notRent: NotRent,
): Promise<Content | UnusableExport> {
  const reading = { mappings: await readMappings(objects), notRent }
  try {
    const delivered = await open(objects, key, reading)
    const { layout } = delivered
    if (layout.kind === 'known' || layout.mapping.files.length === 1) return await collect(delivered, on, [])
    const parts = await partsOf(objects, delivered, layout, on, reading)
    const [main, ...rest] = parts
    if (!main) throw new RangeError('a set without files')
    return await collect(main, on, rest)
  } catch (error) {
    if (error instanceof UnusableExport) return error
    throw error
  }
}

/** The mappings that can be used. What is no mapping is passed over: a file that needs it then waits for a person. */
async function readMappings(objects: Delivered): Promise<Mapping[]> {
  const mappings: Mapping[] = []
  for await (const key of objects.list('work', MAPPINGS)) {
    const bytes = await objects.get('work', key)
    const read = mappingSchema.safeParse(parseJson(bytes))
    if (read.success && gapsOf(read.data).length === 0) mappings.push(read.data)
  }
  return mappings
}

function parseJson(bytes: Uint8Array | null): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

async function open(objects: Delivered, key: string, reading: Reading): Promise<OpenExport> {
  const object = await objects.stream('inbox', key)
  if (!object) throw new NotDelivered(key, new FileFault('dit bestand staat niet in de inbox.'))
  return openExport(key, object.body, reading)
}

/** The files of one set, in the order of the mapping. @throws UnusableExport while one is missing, or is there twice */
async function partsOf(
  objects: Delivered,
  delivered: OpenExport,
  { mapping, part }: MappedLayout,
  on: string,
  reading: Reading,
): Promise<OpenExport[]> {
  const parts: OpenExport[] = []
  for (const [index, file] of mapping.files.entries()) {
    if (index === part) {
      parts.push(delivered)
      continue
    }
    const found: OpenExport[] = []
    for await (const key of objects.list('inbox', on)) {
      if (key === delivered.fileName || !hasName(key, file)) continue
      const other = await open(objects, key, reading)
      if (
        other.layout.kind === 'mapped' &&
        other.layout.mapping.source === mapping.source &&
        other.layout.part === index
      )
        found.push(other)
    }
    const [one, ...others] = found
    const name = `"${file.name ?? ''}" met peildatum ${on}`
    if (others.length > 0) {
      const files = found.map(({ fileName }) => fileName).join(', ')
      throw new UnusableExport(delivered.fileName, new LayoutFault(`Van ${name} zijn er meer bestanden: ${files}.`))
    }
    if (!one) {
      const fault = new LayoutFault(
        `Dit bestand hoort bij ${name}, en dat is er nog niet. Met dat bestand wordt het gelezen.`,
      )
      throw part === 0 ? new UnusableExport(delivered.fileName, fault) : new EarlyExport(delivered.fileName, fault)
    }
    parts.push(one)
  }
  return parts
}

const clientOf = ({ constants, files }: Mapping): string | null =>
  files.some(({ columns }) => columns.Opdrachtgever !== undefined) ? null : (constants.Opdrachtgever ?? null)

async function collect(main: OpenExport, on: string, others: readonly OpenExport[]): Promise<Content> {
  const sides = await Promise.all(others.map(async (other) => ({ file: other.fileName, table: await readSide(other) })))
  const claims: Row[] = []
  const errors: Fault[] = []
  const warnings: Remark[] = [main, ...others]
    .flatMap(unreadHolds)
    .map((field) => ({ row: null, field, message: UNREAD }))
  const rows = new Set<number>()
  let last = 0
  for await (const item of readItems(
    main,
    on,
    sides.map(({ table }) => table),
  )) {
    if (item.kind !== 'note') {
      rows.add(item.row)
      last = Math.max(last, item.row)
    }
    if (item.kind === 'claim') claims.push({ row: item.row, claim: item.claim })
    else if (item.kind === 'error')
      errors.push({ ...remarkOf(item), whose: item.whose ?? null, whole: item.whole ?? false })
    else if (warnings.length < REMARKS) warnings.push(remarkOf(item))
  }
  return {
    main: main.fileName,
    sides: sides.map(({ file, table }) => ({ file, rows: table.rows })),
    client: main.layout.kind === 'mapped' ? clientOf(main.layout.mapping) : null,
    source: main.layout.kind === 'mapped' ? main.layout.mapping.source : null,
    claims,
    errors: errors.map((fault) => ({ ...fault, whole: fault.whole || isCutOff(fault, last) })),
    warnings,
    rows: rows.size,
  }
}

/** A last row that has no cells as the others have is where a file was cut short. */
const isCutOff = ({ row, field, whose }: Fault, last: number): boolean =>
  row === last && field === null && whose === null

export const remarkOf = ({ row, field, message }: Remark): Remark => ({ row, field, message })
