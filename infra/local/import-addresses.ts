import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { readAddressFile } from '../../shared/erp/address-file.ts'
import { sizeOf } from '../../shared/erp/addresses.ts'
import { UnusableAddressTable } from '../../shared/erp/faults.ts'
import { command, readOptions, WrongInput } from '../command.ts'

// `npm run import-addresses`: makes of the CBS table of addresses the lookup that the import reads.

async function main(): Promise<undefined> {
  const { path, out } = given()
  const lookup = await readAddressFile(basename(path), createReadStream(path, { highWaterMark: 1 << 20 }))
  const text = JSON.stringify(lookup)
  writeFileSync(out, text)
  const { postcodes, border, houses, municipalities } = sizeOf(lookup)
  const count = (value: number) => value.toLocaleString('nl-NL')
  process.stdout.write(
    [
      `${basename(path)}: ${lookup.version === null ? 'zonder versiedatum in de naam' : `versie van ${lookup.version}`}`,
      `  ${count(municipalities)} gemeenten, ${count(postcodes)} postcodes in één gemeente, ${count(border)} postcodes in meer gemeenten (${count(houses)} huisnummers)`,
      `De tabel staat in ${out} (${(Buffer.byteLength(text) / 1e6).toFixed(1)} MB). Noem haar in registers.json als addressesFile.`,
      '',
    ].join('\n'),
  )
}

function given(): { path: string; out: string } {
  const { values, positionals } = readOptions('gebruik: npm run import-addresses -- TABEL [--out BESTAND]', {
    options: { out: { type: 'string' } },
    allowPositionals: true,
  })
  const [path, ...others] = positionals
  if (path === undefined || others.length > 0) throw new WrongInput('noem één tabel, zoals pc6hnr20250801_gwb.csv')
  if (!existsSync(path) || !statSync(path).isFile()) throw new WrongInput(`${path}: dit bestand is er niet`)
  return { path, out: resolve(values.out ?? 'addresses.json') }
}

await command(main, { wrong: [UnusableAddressTable] })
