import { type AddressLookup, addressLookupSchema } from './addresses.ts'
import { readCbsTable } from './cbs.ts'
import { FileFault, UnusableAddressTable } from './faults.ts'
import { type Budget, openZip, unpack } from './xlsx/zip.ts'

const MB = 1024 * 1024
/** The zip that CBS hands out is about 40 MB, and unpacks to about 300 MB. */
const MAX_ZIP_BYTES = 200 * MB
const MAX_TABLE_BYTES = 2048 * MB

/**
 * Reads a table of addresses in each of the forms in which it lies about: the CBS table, the zip that holds it, or the
 * lookup that was made of it before. The kind follows from the first bytes.
 *
 * @throws UnusableAddressTable
 */
export async function readAddressFile(fileName: string, bytes: AsyncIterable<Uint8Array>): Promise<AddressLookup> {
  const chunks = bytes[Symbol.asyncIterator]()
  const first = await chunks.next()
  const start = first.done ? new Uint8Array() : first.value
  const whole = following(start, chunks)
  if (start[0] === 0x7b) return readLookup(fileName, await collect(fileName, whole))
  if (start[0] !== 0x50 || start[1] !== 0x4b) return readCbsTable(fileName, whole)
  return readCbsTable(fileName, tableInZip(await collect(fileName, whole)))
}

async function* following(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function collect(fileName: string, bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > MAX_ZIP_BYTES)
      throw new UnusableAddressTable(fileName, new FileFault('Dit bestand is groter dan 200 MB. Pak het eerst uit.'))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* tableInZip(file: Buffer): AsyncGenerator<Uint8Array> {
  const zip = openZip(file)
  const tables = [...zip.parts].filter(([name]) => /pc6hnr[^/]*\.csv$/.test(name))
  const [table, ...others] = tables
  if (!table || others.length > 0)
    throw new FileFault('In dit zip-bestand zit niet precies één tabel met een naam als pc6hnr20250801_gwb.csv.')
  const budget: Budget = { left: MAX_TABLE_BYTES, total: MAX_TABLE_BYTES }
  yield* unpack(zip, table[1], budget)
}

function readLookup(fileName: string, bytes: Buffer): AddressLookup {
  try {
    return addressLookupSchema.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw new UnusableAddressTable(
      fileName,
      new FileFault('Dit is geen adrestabel. Maak er een met: npm run import-addresses -- TABEL'),
    )
  }
}
