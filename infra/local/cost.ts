import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { InputError, parseJsonFile } from '../../shared/contracts/json-errors.ts'
import { command, readOptions, say, WrongInput } from '../command.ts'
import { costReport } from './cost/report.ts'
import { type Usage, usageSchema } from './cost/usage.ts'
import { scratchFolder } from './simulation/scratch.ts'
import { supervise } from './simulation/supervisor.ts'

// `npm run cost`: prices what a simulation counted; without `--out` it plays the bundled sample first.

const USAGE = 'usage: npm run cost [-- --out FOLDER], the --out of an earlier npm run simulate'
const FILE = 'usage.json'

function usageIn(folder: string): Usage {
  const path = join(folder, FILE)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new WrongInput(`${path} cannot be read; play a simulation first: npm run simulate -- --out ${folder}`)
  }
  try {
    return parseJsonFile(path, text, usageSchema)
  } catch (error) {
    throw error instanceof InputError ? new WrongInput(error.message) : error
  }
}

async function usageOfSample(): Promise<Usage> {
  say('Playing the bundled sample first; it takes a minute or two.')
  const [data, out] = [scratchFolder(), mkdtempSync(join(tmpdir(), 'cost-'))]
  try {
    await supervise(data, ['--out', out], { onProgress: () => {}, onCrash: () => {} })
    return usageIn(out)
  } finally {
    for (const folder of [data, out]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

await command(async () => {
  const { out } = readOptions(USAGE, { options: { out: { type: 'string' } } }).values
  const usage = out === undefined ? await usageOfSample() : usageIn(resolve(out))
  process.stdout.write(`${costReport(usage, out ?? 'the bundled sample')}\n`)
  return 0
})
