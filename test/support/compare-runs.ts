import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import canonicalize from 'canonicalize'
import exceljs from 'exceljs'
import { simpleParser } from 'mailparser'
import { z } from 'zod'

// Whether two runs of the same simulation left the same: `node test/support/compare-runs.ts BEFORE AFTER [--renamed
// old=new …] [--added field …]`. Compared are the histories, the files for portals, the mails and the files for the
// ERP. What is drawn anew in each run is made alike first: the ids of cases get the name of their renter, and hashes,
// message ids and places in a file are left out. Lines are sorted, since their order follows the ids.

const DRAWN_ANEW: ReadonlySet<string> = new Set(['sha256', 'messageId', 'claim', 'reservation', 'row'])
const FOLDERS = ['signals', 'withdrawals', 'mail', 'erp-return']

const caseLineSchema = z.looseObject({
  case: z.string(),
  renter: z.string().nullable(),
  client: z.string(),
  openedOn: z.string(),
})

/** Every line that a run left, under the file that it stands in. */
async function linesOf(run: string, renamed: readonly (readonly [string, string])[]): Promise<Map<string, string[]>> {
  const cases = readFileSync(join(run, 'cases.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => caseLineSchema.parse(JSON.parse(line)))
  const named = new Map(
    cases.map(({ case: id, renter, client, openedOn }) => [id, `case of ${renter} at ${client} from ${openedOn}`]),
  )
  const alike = (text: string) => {
    let made = text
    for (const [id, name] of named)
      if (made.includes(id)) made = made.replaceAll(new RegExp(`${id}(-\\d+)?`, 'g'), name)
    made = made.replaceAll(/-\d\d(?=\.(csv|xlsx)\b)/g, '')
    for (const [old, now] of renamed) made = made.replaceAll(old, now)
    return made
  }
  const lines = new Map([
    ['cases.jsonl', cases.map((line) => canonicalize(JSON.parse(alike(JSON.stringify(line, leaveOut)))) ?? '').sort()],
  ])
  for (const folder of FOLDERS)
    for (const name of existsSync(join(run, folder)) ? readdirSync(join(run, folder)) : []) {
      const place = folder === 'mail' ? 'mail' : `${folder}/${alike(name)}`
      const read = (await contentOf(join(run, folder, name))).map(alike)
      lines.set(place, [...(lines.get(place) ?? []), ...read].sort())
    }
  return lines
}

/** The report of a mail is known by the id of its message. */
const isReport = (name: string, value: unknown) => name === 'cause' && String(value).startsWith('delivery-')

const leaveOut = (name: string, value: unknown) =>
  DRAWN_ANEW.has(name) || isReport(name, value) || values.added.includes(name) ? undefined : value

async function contentOf(path: string): Promise<string[]> {
  if (path.endsWith('.eml')) {
    const { date, text = '', headers } = await simpleParser(readFileSync(path))
    const place = JSON.stringify([date, headers.get('x-letter'), headers.get('x-case')])
    return text.split('\n').map((line) => `${place} ${line}`)
  }
  // The titles stand in each file of a day.
  if (!path.endsWith('.xlsx')) return readFileSync(path, 'utf8').trimEnd().split(/\r?\n/).slice(1)
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.readFile(path)
  return workbook.worksheets.flatMap((sheet) =>
    sheet
      .getSheetValues()
      .slice(2)
      .map((row) => JSON.stringify(row)),
  )
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    renamed: { type: 'string', multiple: true, default: [] },
    added: { type: 'string', multiple: true, default: [] },
  },
})
const [before = '', after = ''] = positionals
const renamed = values.renamed.map((each) => [each.split('=')[0] ?? '', each.split('=')[1] ?? ''] as const)
const [one, other] = await Promise.all([linesOf(before, renamed), linesOf(after, renamed)])
let differences = 0
for (const place of [...new Set([...one.keys(), ...other.keys()])].sort()) {
  const [was, is] = [one.get(place) ?? [], other.get(place) ?? []]
  for (const [sign, lines] of [
    ['-', without(was, is)],
    ['+', without(is, was)],
  ] as const)
    for (const line of lines) {
      differences += 1
      console.log(`${sign} ${place}: ${line}`)
    }
}
console.log(differences === 0 ? `the same: ${one.size} files and folders` : `${differences} lines differ`)
process.exitCode = differences === 0 ? 0 : 1

/** What is left of the lines when each of the others is taken away once. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}
