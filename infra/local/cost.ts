import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { InputError, parseJsonFile } from '../../shared/contracts/json-errors.ts'
import { costReport } from './cost/report.ts'
import { type Usage, usageFile } from './cost/usage.ts'
import { scratchFolder } from './simulation/scratch.ts'
import { supervise } from './simulation/supervisor.ts'

// `npm run cost`: prices what a simulation counted; without `--out` it plays the bundled sample first.

const USAGE = 'usage: npm run cost [-- --out FOLDER], the --out of an earlier npm run simulate'
const FILE = 'usage.json'

/** The message is for the person who typed the command. */
class WrongUse extends Error {}

function outOption(argv: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...argv], options: { out: { type: 'string' } }, allowPositionals: false }).values.out
  } catch {
    throw new WrongUse(USAGE)
  }
}

function usageIn(folder: string): Usage {
  const path = join(folder, FILE)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new WrongUse(`${path} cannot be read; play a simulation first: npm run simulate -- --out ${folder}`)
  }
  try {
    return parseJsonFile(path, text, usageFile)
  } catch (error) {
    throw error instanceof InputError ? new WrongUse(error.message) : error
  }
}

async function usageOfSample(): Promise<Usage> {
  process.stderr.write('Playing the bundled sample first; it takes a minute or two.\n')
  const [data, out] = [scratchFolder(), mkdtempSync(join(tmpdir(), 'cost-'))]
  try {
    await supervise(data, ['--out', out], { onProgress: () => {}, onCrash: () => {} })
    return usageIn(out)
  } finally {
    for (const folder of [data, out]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

try {
  const out = outOption(process.argv.slice(2))
  const usage = out === undefined ? await usageOfSample() : usageIn(resolve(out))
  process.stdout.write(`${costReport(usage, out ?? 'the bundled sample')}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof WrongUse ? 2 : 1
}
