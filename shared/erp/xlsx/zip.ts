import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { FileFault } from '../faults.ts'
import { megabytes } from '../limits.ts'

/** One part of a workbook, as the table of contents at the end of the file describes it. */
export interface ZipPart {
  readonly deflated: boolean
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  readonly offset: number
}

export interface Zip {
  readonly file: Buffer
  /** By name in lower case, with forward slashes. */
  readonly parts: ReadonlyMap<string, ZipPart>
}

/** What may still be unpacked, in bytes; shared by all parts of one workbook. */
export interface Budget {
  left: number
  readonly total: number
}

export function damaged(): FileFault {
  return new FileFault('Dit Excel-bestand is beschadigd of niet compleet. Sla het opnieuw op en lever het opnieuw aan.')
}

const END_MARK = 0x06054b50
const ENTRY_MARK = 0x02014b50
const LOCAL_MARK = 0x04034b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const LOCAL_SIZE = 30
const MAX_COMMENT = 0xffff

/**
 * Reads the table of contents of a zip file, whatever the order of its parts. A file that was cut short has none.
 *
 * @throws FileFault for that, and for a password
 */
export function openZip(file: Buffer): Zip {
  const end = findEnd(file)
  const count = file.readUInt16LE(end + 10)
  const parts = new Map<string, ZipPart>()
  let at = file.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > end || file.readUInt32LE(at) !== ENTRY_MARK) throw damaged()
    const nameLength = file.readUInt16LE(at + 28)
    const extraLength = file.readUInt16LE(at + 30)
    const next = at + ENTRY_SIZE + nameLength + extraLength + file.readUInt16LE(at + 32)
    if (next > end) throw damaged()
    const name = file.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength)
    parts.set(partName(name), readEntry(file, at, nameLength, extraLength))
    at = next
  }
  return { file, parts }
}

export function partName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase()
}

function findEnd(file: Buffer): number {
  const last = file.length - END_SIZE
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--)
    if (file.readUInt32LE(at) === END_MARK && at + END_SIZE + file.readUInt16LE(at + 20) === file.length) return at
  throw damaged()
}

function readEntry(file: Buffer, at: number, nameLength: number, extraLength: number): ZipPart {
  if ((file.readUInt16LE(at + 8) & 1) !== 0)
    throw new FileFault('Op dit Excel-bestand zit een wachtwoord. Haal het wachtwoord eraf.')
  const method = file.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8) throw damaged()
  const extra = file.subarray(at + ENTRY_SIZE + nameLength, at + ENTRY_SIZE + nameLength + extraLength)
  const [size, packedSize, offset] = withLongSizes(extra, [
    file.readUInt32LE(at + 24),
    file.readUInt32LE(at + 20),
    file.readUInt32LE(at + 42),
  ])
  return { deflated: method === 8, crc: file.readUInt32LE(at + 16), packedSize, size, offset }
}

const ELSEWHERE = 0xffffffff

/** Some writers put every size in the zip64 field, small as the file may be. */
function withLongSizes(extra: Buffer, short: [number, number, number]): [number, number, number] {
  if (!short.includes(ELSEWHERE)) return short
  let at = findExtra(extra, 1)
  const long = (value: number): number => {
    if (value !== ELSEWHERE) return value
    if (at + 8 > extra.length) throw damaged()
    const read = Number(extra.readBigUInt64LE(at))
    at += 8
    return read
  }
  return [long(short[0]), long(short[1]), long(short[2])]
}

function findExtra(extra: Buffer, id: number): number {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === id) return at + 4
  throw damaged()
}

/**
 * Unpacks one part as a stream, and checks what came out against the checksum. The bytes are counted as they come, so
 * that a file that claims to be small cannot fill the memory.
 *
 * @throws FileFault past the budget and for any damage
 */
export async function* unpack(zip: Zip, part: ZipPart, budget: Budget): AsyncGenerator<Uint8Array> {
  const packed = packedBytes(zip.file, part)
  const source = Readable.from([packed], { objectMode: false })
  const stream = part.deflated ? source.pipe(createInflateRaw({ chunkSize: 65_536 })) : source
  let crc = 0
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      budget.left -= chunk.length
      if (budget.left < 0)
        throw new FileFault(
          `Dit Excel-bestand is uitgepakt groter dan ${megabytes(budget.total)}. Lever het in delen aan, per opdrachtgever.`,
        )
      crc = crc32(chunk, crc)
      yield chunk
    }
  } catch (error) {
    throw error instanceof FileFault ? error : damaged()
  } finally {
    source.destroy()
    stream.destroy()
  }
  if (size !== part.size || crc !== part.crc) throw damaged()
}

function packedBytes(file: Buffer, part: ZipPart): Buffer {
  const at = part.offset
  if (at + LOCAL_SIZE > file.length || file.readUInt32LE(at) !== LOCAL_MARK) throw damaged()
  const start = at + LOCAL_SIZE + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
  if (start + part.packedSize > file.length) throw damaged()
  return file.subarray(start, start + part.packedSize)
}
