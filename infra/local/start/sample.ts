import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { instantAt, localTime } from '../../../shared/domain/calendar.ts'
import { say } from '../../command.ts'
import { type Cloud, startCloud } from '../cloud/cloud.ts'
import { loadRegisters } from '../cloud/load-registers.ts'
import { readArguments } from '../simulation/arguments.ts'
import { readPlan } from '../simulation/plan.ts'
import { showProgress } from '../simulation/progress.ts'
import { refuseFullDisk } from './disk.ts'
import { createPlayer, type Pace, type Place, serveUntilStopped } from './serve.ts'

/**
 * The morning of the sample's third signal round: the mail of half past eight has left, the round of ten has not, and
 * there is something of everything that waits for people: calls, held signals, answers, questions, files.
 */
const STANDS_AT = Date.parse(instantAt('2026-03-20', '09:00'))
const SHOWN_EACH_MS = 500

/**
 * The bundled sample in the console: what `npm run simulate` plays, up to the morning of a signal round. There the
 * clock stands until somebody moves it, and then the rest of the sample happens.
 */
export async function runSample(place: Place): Promise<void> {
  say('Het voorbeeld wordt gespeeld, tot de ochtend van een signaalronde. Dat duurt ongeveer een halve minuut.')
  const cloud = await startSample(place.dataDir)
  writeFileSync(join(place.dataDir, 'token'), cloud.token)
  await serveUntilStopped(cloud, place, standingClock(cloud, place.dataDir))
}

/** A cloud on which the sample was played, with the rest of it still to come. @param until epoch milliseconds */
export async function startSample(dataDir: string, until = STANDS_AT): Promise<Cloud> {
  refuseFullDisk(dataDir)
  const given = readArguments([])
  const { moments, ...registers } = readPlan(given)
  const cloud = await startCloud({
    dataDir,
    start: Date.parse(instantAt(given.from, '00:00')),
    onCrash: () => {},
    onDeadLetter: say,
    // Nobody comes to its sFTP server, and its signals would never arrive.
    portalFetches: true,
  })
  await loadRegisters(cloud, { ...registers, templates: null })
  // A failing power tells a newcomer nothing, and takes time.
  for (const { due, what } of moments) if (what.kind !== 'crash') cloud.timeline.add(due, what)
  await playTo(until, cloud, dataDir)
  return cloud
}

/** The clock of a cloud that stands still until somebody moves it. */
export function standingClock(cloud: Cloud, dataDir: string): Pace {
  const { play } = createPlayer(cloud, dataDir)
  const stay = () => play(cloud.clock.now())
  return { clockWord: () => 'Voorbeeld, de klok staat op', becomeQuiet: stay, moveTo: play, tick: stay }
}

async function playTo(moment: number, cloud: Cloud, dataDir: string): Promise<void> {
  const show = showProgress(process.stderr)
  let shownAt = Number.NEGATIVE_INFINITY
  await cloud.playUntil(moment, () => {
    refuseFullDisk(dataDir)
    if (performance.now() - shownAt < SHOWN_EACH_MS) return
    shownAt = performance.now()
    const at = localTime(new Date(cloud.clock.now()).toISOString()).slice(0, 16).replace('T', ' ')
    show.update({ type: 'progress', at, letters: cloud.lettersSent(), signals: cloud.signalsWritten(), phases: {} })
  })
  show.done()
}
