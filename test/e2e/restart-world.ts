import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Between, startCloud } from '../../infra/local/cloud/cloud.ts'
import { loadRegisters } from '../../infra/local/cloud/load-registers.ts'
import { readArguments } from '../../infra/local/simulation/arguments.ts'
import { readPlan } from '../../infra/local/simulation/plan.ts'
import { supervise } from '../../infra/local/simulation/supervisor.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { PLACES, registersOf } from '../support/landscape.ts'
import { onceARun } from '../support/once-a-run.ts'
import { readOutcome, type SimulationOutcome, told } from '../support/outcome.ts'
import { type Fact, type Renter, scenario } from '../support/scenario.ts'
import { simulate } from '../support/simulate-cli.ts'
import { JANUARY } from './stories/story.ts'

// Two months of some renters, as files: played by the command line in peace and with a cloud that is killed, and by a
// cloud whose executions are tampered with.

export const FROM = '2026-01-01'
export const UNTIL = '2026-02-26'
const REGISTERS = registersOf('BELEGGER-A', 'BELEGGER-B')
/** That of 19 February is fresh enough for the round (C13). */
const BOOKS = ['2026-01-02', '2026-01-19', '2026-02-02', '2026-02-19', '2026-02-23']

export type RestartWorld = ReturnType<typeof restartWorld>

/** @param crashes moments of local time at which the cloud is killed, save in the calm world */
export function restartWorld(crashes: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'restart-'))
  const world = scenario({ from: FROM, until: UNTIL, registers: REGISTERS })
  const facts: Fact[] = []
  const report = ({ number }: Renter, at: string, type: string, fields: Readonly<Record<string, unknown>> = {}) => {
    facts.push({ at, type, renter: number, ...fields })
  }
  const owing = (name: string, details: Parameters<typeof world.renter>[1] = {}) => {
    const renter = world.renter(name, details).owes(JANUARY)
    report(renter, '2026-01-20T11:00', 'contact-attempt', { kind: 'Telefoon', reached: true, by: 'AB' })
    return renter
  }

  const missesReminder = owing('Rustig')
  const missesDemand = owing('Rustig per post', { 'E-mailadres': '' })
  const missesNotice = owing('Rustig in Utrecht', PLACES.utrecht)
  const handedOver = owing('Direct overgedragen', { client: 'BELEGGER-B' })
  const objector = owing('Bezwaarmaker')
  report(objector, '2026-02-12T10:00', 'objection', { channel: 'e-mail' })
  report(owing('Bezwaar na de ronde'), '2026-02-20T11:00', 'objection', { channel: 'e-mail' })
  report(owing('Al geboekt').pays('2026-01-23'), '2026-01-15T08:59', 'payment', { amount: 'all' })
  const disputes = owing('Betwister')
  report(disputes, '2026-02-05T08:59', 'dispute', { invoice: disputes.invoice('2026-01') })
  const helped = owing('Geholpen', { client: 'BELEGGER-B' })
  report(helped, '2026-02-24T10:00', 'answer', { accepted: true, on: '2026-02-23' })
  owing('Snelle betaler').pays('2026-01-19')
  owing('Late betaler').pays('2026-02-23')
  const bounced = owing('Teruggekomen')
  report(bounced, '2026-01-15T15:00', 'bounce')
  // Falls behind later, and is a case of the later version.
  world.renter('Later').isCharged('F-later', '2026-01-10', 50_000)

  mkdirSync(join(folder, 'exports'))
  writeFileSync(join(folder, 'registers.json'), JSON.stringify(REGISTERS))
  const lines = (all: readonly object[]) => all.map((each) => `${JSON.stringify(each)}\n`).join('')
  writeFileSync(join(folder, 'calm.jsonl'), lines(facts))
  writeFileSync(join(folder, 'events.jsonl'), lines([...facts, ...crashes.map((at) => ({ at, type: 'crash' }))]))
  for (const date of BOOKS) writeFileSync(join(folder, 'exports', `${date}.csv`), world.book(date))
  const argv = (until: string, out: string, events = 'events.jsonl'): string[] => [
    ...['--registers', join(folder, 'registers.json'), '--exports', join(folder, 'exports')],
    ...['--events', join(folder, events), '--from', FROM, '--until', until, '--out', resolve(folder, out)],
  ]

  const dataDir = join(folder, 'data')
  return {
    folder,
    dataDir,
    missesReminder,
    missesDemand,
    missesNotice,
    handedOver,
    /** In peace, by the command line: once for all files of a test run, as each would play the same. */
    async playCalmly(): Promise<SimulationOutcome> {
      const calm = await onceARun('calm', async (out) => {
        const { code, stdout, stderr } = await simulate(argv(UNTIL, out, 'calm.jsonl'))
        if (code !== 0) throw new Error(`the simulation ended with ${code}: ${stderr}${stdout}`)
      })
      return readOutcome(calm)
    },
    /** A cloud in this process, of which there can be one, at the beginning. */
    async open(between?: Between) {
      const given = readArguments(argv(UNTIL, 'out'))
      const cloud = await startCloud({
        dataDir,
        start: moment(FROM, '00:00'),
        onCrash: () => {},
        portalFetches: true,
        ...(between && { between }),
      })
      const { moments, ...registers } = readPlan(given)
      await loadRegisters(cloud, { ...registers, templates: null })
      for (const { due, what } of moments) cloud.timeline.add(due, what)
      return cloud
    },
    /** What is still to come of files and facts after a moment. */
    comingAfter: (start: number) =>
      readPlan(readArguments(argv(UNTIL, 'out'))).moments.filter(({ due }) => due > start),
    /** Goes on where a cloud was stopped, up to the end of a day, in a process that is killed when a crash is due. */
    async goOn(until: string, { at = dataDir, onCrash = () => {} } = {}): Promise<SimulationOutcome> {
      await supervise(at, argv(until, 'out'), { onProgress: () => {}, onCrash, takesOver: true })
      return readOutcome(join(folder, 'out'))
    },
  }
}

export const moment = (date: string, time: string): number => Date.parse(instantAt(date, time))

/** What happened to each renter, to the day; what happened on one day in the order of the alphabet. */
export const coursesOf = ({ cases }: SimulationOutcome): Record<string, string[]> =>
  Object.fromEntries(cases.map((line) => [line.renter, told(line).sort()] as const).sort())

/** Every mail and every letter by post, each with its renter, without the day. */
export const lettersOf = ({ mails, cases, post }: SimulationOutcome): string[] => [
  ...mails.map(({ caseId, letter }) => `${cases.find((line) => line.case === caseId)?.renter} ${letter}`).sort(),
  `${post.length} by post`,
]

/** Every row of every file for a portal. */
export const rowsOf = ({ signals, withdrawals }: SimulationOutcome): string[] =>
  [...signals, ...withdrawals].flatMap((file) => file.rows.map((row) => JSON.stringify(row))).sort()

/** No gap, nothing lost on the way. */
export const gapsIn = ({ cases, summary }: SimulationOutcome): string[] => [
  ...cases
    .filter(({ history }) => history.some(({ seq }, index) => seq !== index + 1))
    .map(({ case: caseId }) => `${caseId} has a gap`),
  ...(summary.deadLetters === 0 ? [] : [`${summary.deadLetters} dead letters`]),
]
