import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { say } from '../../command.ts'
import { keptClock } from '../clock.ts'
import { startCloud } from '../cloud/cloud.ts'
import { loadRegisters, putTemplates } from '../cloud/load-registers.ts'
import { objectsOn, TABLE } from '../cloud/resources.ts'
import type { readRegisters } from '../simulation/plan.ts'
import { readAhead, refuseClockBack, TOLERANCE_MS, writeAhead } from './ahead.ts'
import { refuseFullDisk } from './disk.ts'
import { forgetBefore, hasBefore, keepBefore } from './put-back.ts'
import { createPlayer, type Place, serveUntilStopped } from './serve.ts'

interface Run extends Place {
  readonly given: ReturnType<typeof readRegisters>
  /** Whether the registers replace those that the data folder holds. */
  readonly renewed: boolean
  /** The folder with own letters, which go before those that the data folder holds. */
  readonly templates: string | null
}

/** The embedded cloud on the real time of day, until this process is told to end. */
export async function runUntilStopped({ given, renewed, templates, ...place }: Run): Promise<void> {
  const { dataDir } = place
  refuseFullDisk(dataDir)
  const kept = keptIn(dataDir)
  if (kept !== null) refuseClockBack(kept, Date.now(), readAhead(dataDir))
  const cloud = await startCloud({
    dataDir,
    start: Date.now(),
    wakesAt: Date.now(),
    onCrash: () => {},
    onDeadLetter: say,
  })
  writeFileSync(join(dataDir, 'token'), cloud.token)
  const empty = (await dynamoRegisterStore(cloud.dynamo, TABLE).clients()).length === 0
  if (empty || renewed) await loadRegisters(cloud, { ...given, mappings: [], templates: null })
  if (templates) await putTemplates(objectsOn(cloud.s3), templates)

  // A clock that was moved ahead stays ahead.
  const aheadNow = () => Math.max(0, cloud.clock.now() - Date.now())
  let ahead = aheadNow()
  writeAhead(dataDir, ahead)
  if (ahead <= TOLERANCE_MS) forgetBefore(dataDir)
  if (hasBefore(dataDir)) say(sayAhead(ahead))

  const { inTurn, play } = createPlayer(cloud, dataDir)
  await serveUntilStopped(cloud, place, {
    clockWord: () => (ahead <= TOLERANCE_MS ? 'Klok van deze computer' : 'Vooruitgezette klok'),
    becomeQuiet: () => play(cloud.clock.now()),
    moveTo: async (moment) => {
      void inTurn(() => {
        // Nothing is under way now.
        if (ahead <= TOLERANCE_MS) keepBefore(dataDir)
        // At once: whoever looks at the clock on its way finds it ahead, and not the computer's gone back.
        ahead = Math.max(0, moment - Date.now())
        writeAhead(dataDir, ahead)
      })
      await play(moment)
      ahead = aheadNow()
    },
    tick: async () => {
      refuseFullDisk(dataDir)
      refuseClockBack(cloud.clock.now(), Date.now(), ahead)
      const moment = Date.now() + ahead
      // A laptop that slept does now what came due meanwhile, and not as if it were then (C16).
      void inTurn(() => cloud.clock.moveTo(Math.max(moment, cloud.clock.now())))
      await play(moment)
    },
  })
}

function keptIn(dataDir: string): number | null {
  const file = join(dataDir, 'cloud.sqlite')
  if (!existsSync(file)) return null
  const database = new DatabaseSync(file)
  try {
    return keptClock(database)
  } finally {
    database.close()
  }
}

const sayAhead = (ahead: number) =>
  `Let op: de klok is vooruitgezet, en loopt ${Math.round(ahead / 3_600_000)} uur voor op vandaag. Terug naar vandaag: stop, en start met --clock today; alles van na het vooruitzetten vervalt dan.`
