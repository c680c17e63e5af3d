import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { WrongInput } from '../../command.ts'
import { lockFolder } from '../emulators/folder-lock.ts'

// The folder in which everything of one `npm start` lies. Work and the sample never share one.

/** What may lie in a data folder before its first start: the keys of portals, and what a file system puts there. */
const BEFORE_FIRST_START = new Set(['secrets', 'lost+found'])
/** Lies in the data folder of a sample, and tells that nothing in it is of a real renter. */
const SAMPLE = 'sample'
/** By which a running process holds the folder. */
const isLock = (name: string) => /^start\.(lock|pid)$/.test(name)

const namesIn = (dataDir: string) =>
  existsSync(dataDir) && statSync(dataDir).isDirectory() ? readdirSync(dataDir) : []

/**
 * A folder with other things in it becomes no data folder: that is closed to others, and put back with the clock. Nor
 * does that of a sample, which is from another time.
 *
 * @throws WrongInput
 */
export function refuseOthersFolder(dataDir: string): void {
  const names = namesIn(dataDir)
  if (names.includes(SAMPLE))
    throw new WrongInput(
      `--data ${dataDir}: in deze map staat het voorbeeld; start met --sample, of kies een andere map`,
    )
  if (!names.includes('start.lock') && names.some((name) => !BEFORE_FIRST_START.has(name)))
    throw new WrongInput(`--data ${dataDir}: in deze map staan andere bestanden; kies een lege of een nieuwe map`)
}

/** Whether a sample may be played in this folder, which empties it. @throws WrongInput when anything else lies there */
export function refuseRealWork(dataDir: string): void {
  const names = namesIn(dataDir)
  if (!names.includes(SAMPLE) && names.some((name) => !BEFORE_FIRST_START.has(name) && !isLock(name)))
    throw new WrongInput(
      `--data ${dataDir}: in deze map staat ander werk, en het voorbeeld begint met een lege map; kies een andere map`,
    )
}

/** Makes a folder that this process took the empty folder of a sample. */
export function beginAnew(dataDir: string): void {
  writeFileSync(join(dataDir, SAMPLE), '')
  for (const name of readdirSync(dataDir))
    if (name !== SAMPLE && !isLock(name) && !BEFORE_FIRST_START.has(name))
      rmSync(join(dataDir, name), { recursive: true, force: true })
}

/**
 * Takes the data folder for this process alone; the emulators' own locks would each complain by themselves.
 *
 * @returns lets go of it
 * @throws WrongInput
 */
export function takeFolder(dataDir: string): () => void {
  try {
    makeFolder(dataDir)
    chmodSync(dataDir, 0o700)
  } catch {
    throw new WrongInput(`--data ${dataDir}: deze map kan niet worden gemaakt, of is van iemand anders`)
  }
  try {
    return lockFolder(join(dataDir, 'start'))
  } catch {
    throw new WrongInput(`${dataDir} is al in gebruik of niet te beschrijven; kies een andere map met --data`)
  }
}

/**
 * Makes a folder, and those above it. One by one: under `/proc`, Node's own way (`recursive`) never ends. @throws Error
 * when it cannot be made, or is no folder
 */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`${path} is no folder`)
    return
  }
  makeFolder(dirname(path))
  mkdirSync(path)
}
