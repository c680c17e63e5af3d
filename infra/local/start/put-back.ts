import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

// What happened under a clock that was moved ahead is dated in the future: no book of today is newer than those, and no
// day is anchored twice. So the clock goes back by going back to the data folder as it was before it was moved.

/** The data folder as it was before the clock was moved ahead. */
const BEFORE = 'before-clock'
/** The same, first while what came after it is removed, then while it moves to its place. */
const RETURNING = 'returning'
const ARRIVING = 'arriving'
const COPYING = 'copying'
/** What a running process holds, what it writes for people, and what people put there. */
const LEFT_ALONE = /^(start\.|functions\.log$|secrets$|\w+\.(lock|pid)$)/
const OURS = [BEFORE, COPYING]

const contentsOf = (folder: string) => readdirSync(folder).filter((name) => !LEFT_ALONE.test(name))
const clear = (path: string) => rmSync(path, { recursive: true, force: true })

/** Keeps the data folder as it is now, of a cloud in which nothing is under way. It replaces what was kept before. */
export function keepBefore(dataDir: string): void {
  clear(join(dataDir, COPYING))
  mkdirSync(join(dataDir, COPYING))
  try {
    for (const name of contentsOf(dataDir).filter((each) => !OURS.includes(each)))
      cpSync(join(dataDir, name), join(dataDir, COPYING, name), { recursive: true })
  } catch (error) {
    clear(join(dataDir, COPYING))
    throw error
  }
  clear(join(dataDir, BEFORE))
  renameSync(join(dataDir, COPYING), join(dataDir, BEFORE))
}

/** Lets go of what was kept: the clock is that of today again, and it holds data of renters. */
export const forgetBefore = (dataDir: string): void => clear(join(dataDir, BEFORE))

export const hasBefore = (dataDir: string): boolean => existsSync(join(dataDir, BEFORE))

/** Puts what was kept back in its place, of a cloud that does not run. What came after it is gone. */
export function putBack(dataDir: string): void {
  renameSync(join(dataDir, BEFORE), join(dataDir, RETURNING))
  finishPutBack(dataDir)
}

/** Goes on where putting back was broken off. */
export function finishPutBack(dataDir: string): void {
  const [returning, arriving] = [join(dataDir, RETURNING), join(dataDir, ARRIVING)]
  if (existsSync(returning)) {
    for (const name of contentsOf(dataDir)) if (name !== RETURNING) clear(join(dataDir, name))
    renameSync(returning, arriving)
  }
  if (!existsSync(arriving)) return
  for (const name of readdirSync(arriving)) renameSync(join(arriving, name), join(dataDir, name))
  clear(arriving)
}
