import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSample } from './sample.ts'

// Writes the bundled sample beside this file: `npm run sample`. What it writes is checked in.

const here = import.meta.dirname
const { files, players } = await buildSample()
await rm(join(here, 'exports'), { recursive: true, force: true })
await mkdir(join(here, 'exports'))
for (const [path, bytes] of files) await writeFile(join(here, path), bytes)
console.log(`${players.length} renters, ${files.size} files`)
