import { FileFault } from './faults.ts'
import { type Limits, megabytes } from './limits.ts'

export type FileKind = 'zip' | 'text'

export interface Spooled {
  readonly kind: FileKind
  readonly chunks: readonly Uint8Array[]
}

const ZIP_MARK = [0x50, 0x4b]
const OLD_OFFICE_MARK = [0xd0, 0xcf, 0x11, 0xe0]
const PDF_MARK = [0x25, 0x50, 0x44, 0x46]

/**
 * Holds the bytes of a file in memory, up to the limit of its kind. They are read twice: only the last byte of a CSV
 * tells its encoding, and the table of contents of a workbook stands at its end. The kind follows from the first bytes,
 * never from the name.
 *
 * @throws FileFault for what is empty, too large, or neither text nor workbook
 */
export async function spool(bytes: AsyncIterable<Uint8Array>, limits: Limits): Promise<Spooled> {
  const chunks: Uint8Array[] = []
  let size = 0
  let kind: FileKind = 'text'
  for await (const chunk of bytes) {
    if (chunk.length === 0) continue
    const headComplete = size >= 4
    chunks.push(chunk)
    size += chunk.length
    if (!headComplete) kind = kindOf(head(chunks))
    const limit = kind === 'zip' ? limits.xlsxBytes : limits.csvBytes
    if (size > limit)
      throw new FileFault(`Dit bestand is groter dan ${megabytes(limit)}. Lever het in delen aan, per opdrachtgever.`)
  }
  if (size === 0) throw new FileFault('Dit bestand is leeg.')
  return { kind, chunks }
}

function head(chunks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(chunks).subarray(0, 4)
}

function kindOf(start: Uint8Array): FileKind {
  if (startsWith(start, OLD_OFFICE_MARK))
    throw new FileFault(
      'Dit is een oud Excel-bestand (.xls), of er zit een wachtwoord op. Sla het op als .xlsx zonder wachtwoord.',
    )
  if (startsWith(start, PDF_MARK))
    throw new FileFault('Dit is een PDF. Lever de openstaande posten aan als CSV of XLSX.')
  return startsWith(start, ZIP_MARK) ? 'zip' : 'text'
}

function startsWith(start: Uint8Array, mark: readonly number[]): boolean {
  return start.length >= mark.length && mark.every((byte, index) => start[index] === byte)
}
