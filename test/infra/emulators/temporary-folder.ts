import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'emulators-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
