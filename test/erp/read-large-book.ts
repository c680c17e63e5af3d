import { parentPort, workerData } from 'node:worker_threads'
import { readExport } from '../../shared/erp/export.ts'
import { chunked, csv, type Line, line } from './make-export.ts'
import { sheetXml, titleCells, valueCells, workbookParts, zip64Of } from './raw-workbook.ts'

// Runs as a thread of its own, so that its memory can be bounded; makes the book piece by piece, for the same reason.
const { kind, count } = workerData as { kind: 'csv' | 'xlsx'; count: number }

/** As many surnames as renters; a number in one would be remarked on. */
const surname = (index: number): string =>
  `Núñez ze${String(index).replaceAll(/\d/g, (digit) => 'zxwkjyqrtf'.charAt(Number(digit)))}`

function lineOf(index: number): Line {
  return line({ Debiteurnummer: String(100_000 + index), Factuurnummer: `F-${index}`, Achternaam: surname(index) })
}

async function* csvBytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csv([]))
  for (let first = 0; first < count; first += 500) {
    const rows = Array.from({ length: Math.min(500, count - first) }, (_, index) => lineOf(first + index))
    yield Buffer.from(csv(rows).slice(csv([]).length))
  }
}

function xlsxBytes(): AsyncIterable<Uint8Array> {
  const [before = '', after = ''] = sheetXml([titleCells, '']).split('<row></row>')
  const rows = Array.from({ length: count }, (_, index) => Buffer.from(`<row>${valueCells(lineOf(index))}</row>`))
  const parts = workbookParts('')
  const sheet = Buffer.concat([Buffer.from(before), ...rows, Buffer.from(after)])
  return chunked(zip64Of([...parts].map(([name, part]) => [name, name.includes('sheet1') ? sheet : part])))
}

let claims = 0
let others = 0
const limits = { xlsxBytes: 60_000_000 }
for await (const item of readExport('boek', kind === 'csv' ? csvBytes() : xlsxBytes(), limits)) {
  if (item.kind === 'claim') claims += 1
  else others += 1
}
// The time that this thread worked, so that a busy machine does not count against the reader.
const { user, system } = process.threadCpuUsage()
parentPort?.postMessage({ claims, others, ms: (user + system) / 1_000 })
