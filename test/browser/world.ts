import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { startCloud } from '../../infra/local/cloud/cloud.ts'
import { loadRegisters } from '../../infra/local/cloud/load-registers.ts'
import { readArguments } from '../../infra/local/simulation/arguments.ts'
import { readPlan } from '../../infra/local/simulation/plan.ts'
import { createDesk } from '../../infra/local/start/desk.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { PLACES, REGISTERS } from '../support/landscape.ts'
import { scenario } from '../support/scenario.ts'

/** Two working days before the round of April: a file waits, calls are to be made, and cases held twice ask for more. */
const DAY = '2026-04-16'
const FROM = '2026-01-02'

/** Each way of working has renters of its own, so that none notices what another did. */
export const WAYS = ['Muis', 'Toets', 'Formulier', 'Kijker'] as const
export type Way = (typeof WAYS)[number]

/** Whom a handler calls, who then objects; and whose case asks what to do. */
export const calledBy = (way: Way): string => `Bel-${way}`
export const askedBy = (way: Way): string => `Vraag-${way}`

function people() {
  const registers = { ...REGISTERS, organisation: { ...REGISTERS.organisation, approveRounds: false } }
  const world = scenario({ from: FROM, until: DAY, registers })
  for (const way of WAYS) {
    // After a call the signal goes with the round.
    world.renter(calledBy(way)).owesFrom('2026-03')
    // Nobody called: held in February and in March.
    world.renter(askedBy(way)).owesFrom('2026-01')
  }
  world.renter('Lezer').owesFrom('2026-01', 123_456).isCalled('2026-01-20')
  world.renter('Utrecht', PLACES.utrecht).owesFrom('2026-01').isCalled('2026-01-20')
  world.renter('Den Haag', PLACES.denHaag).owesFrom('2026-01').isCalled('2026-01-20')
  world.renter('Gaat Mee').owesFrom('2026-03').isCalled('2026-03-20')
  world.renter('Zonder Telefoon', { Telefoonnummer: '' }).owesFrom('2026-03')
  world.renter('Betaalt').owes(['2026-01']).pays('2026-02-09')
  // A name and a street without a place to break, as long as they come.
  world
    .renter('Hottentottententententoonstellingsmakersvrouw', {
      Straatnaam: 'Burgemeesterjhrquarlesvanuffordstraat',
      'E-mailadres': 'hottentottententententoonstellingsmakersvrouw@burgemeesterjhrquarles.example',
    })
    .owesFrom('2026-03')
  world.renter('<b onclick="alert(1)">O\'Neill & Zn</b>').owesFrom('2026-03')
  return world
}

/** The console as `npm start` serves it, on a free port of this machine, over renters that do not exist. */
export async function serveWorld(): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'browser-'))
  const given = readArguments(people().writeTo(folder))
  const { moments, ...registers } = readPlan(given)
  const cloud = await startCloud({
    dataDir: join(folder, 'data'),
    start: Date.parse(instantAt(FROM, '00:00')),
    onCrash: () => {},
    portalFetches: true,
  })
  await loadRegisters(cloud, { ...registers, templates: null })
  for (const { due, what } of moments) cloud.timeline.add(due, what)
  await cloud.playUntil(Date.parse(instantAt(DAY, '10:00')))

  let turn = Promise.resolve()
  const moveTo = (moment: number) => {
    turn = turn.then(() => cloud.playUntil(Math.max(moment, cloud.clock.now())))
    return turn
  }
  const becomeQuiet = () => moveTo(cloud.clock.now())
  const desk = createDesk(cloud, { moveTo, becomeQuiet, tick: becomeQuiet, clockWord: () => 'Klok van deze computer' })
  const { promise, resolve } = Promise.withResolvers<AddressInfo>()
  const server = serve({ fetch: desk.fetch, hostname: '127.0.0.1', port: 0 }, resolve)
  const { port } = await promise
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close()
      await turn
      await cloud.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
