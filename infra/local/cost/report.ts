import { bill, functionsOf, functionUsd, memoryOf, polled, totalOf } from './bill.ts'
import { PRICES, PRICES_OF, REGION } from './prices.ts'
import type { Usage } from './usage.ts'

const PER = 1_000

const number = (value: number, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) => `  ${row.map(cell).join('  ')}`)
}

/**
 * What 1,000 cases cost, next to the same cases under daily polling, as text. @param of what was counted, for people
 */
export function costReport(usage: Usage, of: string): string {
  const lines = bill(usage)
  const share = (counted: number) => (counted / usage.cases) * PER
  const usd = (counted: number) => number(share(counted), 4)
  const ours = totalOf(lines)
  const loop = totalOf(bill(polled(usage, true)))
  const job = totalOf(bill(polled(usage, false)))
  const functions = functionsOf(usage)
    .map(([name, used]) => ({ name, calls: used.calls ?? 0, ms: used.ms ?? 0, usd: functionUsd(name, used) }))
    .sort((a, b) => b.usd - a.usd)

  return [
    `What 1,000 cases cost on AWS, in US dollars: list prices of ${REGION} as known on ${PRICES_OF}.`,
    `Counted in ${of}: ${number(usage.cases)} cases until ${usage.until}, ${number(usage.openCaseDays)} days on which a case was open.`,
    '',
    ...table([
      ['', 'counted', 'per 1,000 cases', 'USD'],
      ...lines.map(({ price, counted, usd: each }) => {
        // Few GB: whole numbers would hide them.
        const digits = share(counted) < 100 ? 3 : 0
        return [PRICES[price].of, number(counted, digits), number(share(counted), digits), usd(each)]
      }),
      ['total', '', '', usd(ours)],
    ]),
    '',
    'The same cases and acts, with every open case looked at once a day:',
    ...table([
      ['this design: a case wakes when it is due', usd(ours), ''],
      ['a workflow a case that wakes daily', usd(loop), `${number(loop / ours, 1)} times`],
      ['one nightly job, without workflows', usd(job), `${number(job / ours, 1)} times`],
    ]),
    '',
    'Lambda by function (requests and duration):',
    ...table([
      ['', 'calls', 'ms each', 'MB', 'USD per 1,000 cases'],
      ...functions.map(({ name, calls, ms, usd: each }) => [
        name,
        number(calls),
        number(ms / Math.max(calls, 1)),
        number(memoryOf(name)),
        usd(each),
      ]),
    ]),
    '',
    'Measured: every transition, invocation, request unit, S3 call, mail and event of the simulation, its daily rounds, mails to',
    'staff and sweeps included; they run as often for a thousand cases, so at a larger number a case costs less than this.',
    'Durations are the wall clock of this machine, with up to twelve calls at once in one process; on AWS they differ.',
    'Assumed: the memory of infra/rights.ts on arm64; a table that answers as fast as here; two write units for each index that',
    'lists a written case, the most it can be; every byte of a mail charged as attachments are; each report of SES, file and',
    'fact charged as an event. No free tier, no volume discount, no tax.',
    'Not in it: the console, which costs by the page; and what is stored, logs, traces, keys, the sFTP server, alarms, support, by the month.',
  ].join('\n')
}
