import { usesOfFunctions } from '../../functions.ts'
import { MEMORY_MB } from '../../rights.ts'
import type { Used } from '../cloud/meter.ts'
import { PRICES, type PriceName } from './prices.ts'
import type { Usage } from './usage.ts'

export interface Line {
  readonly price: PriceName
  readonly counted: number
  readonly usd: number
}

const OUTSIDE = 'outside'
const CASE_MACHINE = 'arrears-case'
const LOOK = 'find-standing'
/** What the workflow of a case calls when something is to be done. */
const ACTS = ['send-letter', 'test-signal', 'inform-agency', 'post-letter', 'settle-reservation']

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const total = (usage: Usage, kind: keyof Used) => sum(Object.values(usage.used).map((used) => used[kind] ?? 0))

const uses = await usesOfFunctions()

/** The memory that a function gets on AWS, in MB. @throws Error when there is no such function */
export function memoryOf(name: string): number {
  const found = uses[name]
  if (!found) throw new Error(`there is no functions/${name}`)
  return MEMORY_MB[found.duration]
}

/** GB-seconds of a function in the memory that it gets on AWS. @throws Error when there is no such function */
const gbSeconds = (name: string, { ms = 0 }: Used): number => ((ms / 1000) * memoryOf(name)) / 1024

/** The functions that were called, with what each used. */
export const functionsOf = ({ used }: Usage): [string, Used][] =>
  Object.entries(used).filter(([name]) => name !== OUTSIDE)

const COUNTED: Readonly<Record<PriceName, (usage: Usage) => number>> = {
  stateTransition: ({ stateTransitions }) => sum(Object.values(stateTransitions)),
  lambdaRequest: (usage) => total(usage, 'calls'),
  lambdaGbSecond: (usage) => sum(functionsOf(usage).map(([name, used]) => gbSeconds(name, used))),
  readUnit: (usage) => total(usage, 'readUnits'),
  writeUnit: (usage) => total(usage, 'writeUnits') + total(usage, 'indexWriteUnits'),
  s3Put: (usage) => total(usage, 's3Puts'),
  s3Get: (usage) => total(usage, 's3Gets'),
  mail: ({ mails }) => mails,
  mailGb: ({ mailBytes }) => mailBytes / 1e9,
  // SES reports each mail through the bus when it was sent, and when it was accepted.
  busEvent: (usage) => total(usage, 'busEvents') + 2 * usage.mails,
  schedule: (usage) => total(usage, 'schedules'),
  // Each report is put in its queue; each batch is then taken out and deleted.
  queueRequest: ({ mails, used }) =>
    2 * (mails + (used['record-sent-mail']?.calls ?? 0) + (used['record-delivery']?.calls ?? 0)),
}

const usdOf = (price: PriceName, counted: number): number => (counted / PRICES[price].per) * PRICES[price].usd

/** What the whole simulation would have cost, one line a price. */
export const bill = (usage: Usage): Line[] =>
  (Object.keys(PRICES) as PriceName[]).map((price) => {
    const counted = COUNTED[price](usage)
    return { price, counted, usd: usdOf(price, counted) }
  })

export const totalOf = (lines: readonly Line[]): number => sum(lines.map(({ usd }) => usd))

/** Requests and duration of one function. */
export const functionUsd = (name: string, used: Used): number =>
  usdOf('lambdaRequest', used.calls ?? 0) + usdOf('lambdaGbSecond', gbSeconds(name, used))

/**
 * The same cases and the same acts under a design that looks at every open case each day, instead of waking the case
 * when it is due. A look costs what one costs here; waiting itself writes nothing.
 *
 * @param workflow whether each case has a workflow that waits a day, looks and chooses (three transitions), and makes
 * one more for each act; else one nightly job looks at all of them, without a state machine
 */
export function polled(usage: Usage, workflow: boolean): Usage {
  const look = usage.used[LOOK] ?? {}
  const calls = look.calls ?? 0
  if (calls === 0) throw new Error(`no ${LOOK} was counted`)
  const perLook = (counted = 0) => (counted / calls) * usage.openCaseDays
  const acts = sum(ACTS.map((name) => usage.used[name]?.calls ?? 0))
  return {
    ...usage,
    stateTransitions: { ...usage.stateTransitions, [CASE_MACHINE]: workflow ? 3 * usage.openCaseDays + acts : 0 },
    used: {
      ...usage.used,
      [LOOK]: { ...look, calls: perLook(look.calls), ms: perLook(look.ms), readUnits: perLook(look.readUnits) },
      [OUTSIDE]: { ...usage.used[OUTSIDE], writeUnits: 0 },
    },
  }
}
