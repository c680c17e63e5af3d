import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SEARCH_KEY } from '../../../shared/contracts/uses.ts'
import { randomKey } from '../../../shared/runtime/random.ts'

/** The key by which renters are found, made once for a data folder: Secrets Manager does so on AWS. */
export function keepSearchKey(secretsFolder: string): void {
  const path = join(secretsFolder, SEARCH_KEY)
  if (existsSync(path)) return
  mkdirSync(secretsFolder, { recursive: true })
  writeFileSync(path, randomKey(), { mode: 0o600 })
}
