import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ExcelJS from 'exceljs'
import { simpleParser } from 'mailparser'
import { z } from 'zod'

import { manifestSchema } from '../../shared/portals/manifest.ts'

// Reads what `npm run simulate` leaves in `--out`, as infra/local/README.md describes it.

const historyEventSchema = z.looseObject({ seq: z.int(), at: z.string(), type: z.string() })
export type HistoryEvent = z.infer<typeof historyEventSchema>

const caseLineSchema = z.strictObject({
  case: z.string(),
  renter: z.string().nullable(),
  client: z.string(),
  gemeentecode: z.string().nullable(),
  phase: z.enum([
    'reminding',
    'signal-held',
    'signal-queued',
    'awaiting-answer',
    'suspended',
    'on-hold',
    'arrangement',
    'handed-over',
    'paid',
    'closed',
  ]),
  openedOn: z.iso.date(),
  months: z.int(),
  amount: z.number(),
  claims: z.array(
    z.strictObject({
      number: z.int(),
      invoice: z.string().nullable(),
      description: z.string().nullable(),
      dueOn: z.iso.date(),
      open: z.number(),
      rent: z.boolean(),
      level: z.string().nullable(),
      letters: z.array(z.string()),
    }),
  ),
  answerBy: z.iso.date().optional(),
  heldBecause: z.array(z.string()).optional(),
  history: z.array(historyEventSchema),
})
export type CaseLine = z.infer<typeof caseLineSchema>

const importLineSchema = z.looseObject({
  file: z.string(),
  status: z.enum(['accepted', 'quarantined', 'rejected']),
  rows: z.int(),
  errors: z.array(z.strictObject({ row: z.int().nullable(), field: z.string().nullable(), message: z.string() })),
})
export type ImportLine = z.infer<typeof importLineSchema>

const summarySchema = z.looseObject({
  executions: z.int(),
  stateTransitions: z.int(),
  lambdaInvocations: z.int(),
  readUnits: z.number(),
  writeUnits: z.number(),
  deadLetters: z.int(),
  questions: z.int(),
  overdueAnswers: z.int(),
  undisturbedCase: z.object({ cases: z.int(), stateTransitions: z.int(), lambdaInvocations: z.int() }),
})

const questionLineSchema = z.strictObject({
  id: z.string(),
  at: z.string(),
  about: z.string(),
  reason: z.string(),
  client: z.string().nullable(),
  case: z.string().nullable(),
  renter: z.string().nullable(),
  file: z.string().nullable(),
  row: z.int().nullable(),
  field: z.string().nullable(),
  urgent: z.boolean(),
  options: z.array(z.string()).nullable(),
  value: z.string().nullable(),
  answeredBy: z.string().nullable(),
  endedAt: z.string().nullable(),
})

export interface Mail {
  readonly letter: string
  readonly caseId: string
  readonly to: string
  /** YYYY-MM-DD, in Amsterdam. */
  readonly on: string
  readonly subject: string
  readonly text: string
  readonly bytes: Buffer
}

/** A file for a portal: its titles, and its rows as text by title. */
export interface PortalFile {
  readonly name: string
  readonly titles: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly bytes: Buffer
}

export type SimulationOutcome = Awaited<ReturnType<typeof readOutcome>>

export async function readOutcome(out: string) {
  const text = (name: string) => readFileSync(join(out, name), 'utf8')
  const lines = (name: string): unknown[] =>
    text(name)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  const names = (folder: string) => readdirSync(join(out, folder)).sort()
  const bytes = (folder: string, name: string) => readFileSync(join(out, folder, name))
  const portalFiles = (folder: string) =>
    Promise.all(names(folder).map((name) => portalFile(name, bytes(folder, name))))

  const cases = z.array(caseLineSchema).parse(lines('cases.jsonl'))
  const sent = await Promise.all(names('mail').map((name) => mail(bytes('mail', name))))
  const mails = sent.filter(({ letter }) => !letter.startsWith('staff-'))
  const questions = z.array(questionLineSchema).parse(lines('questions.jsonl'))
  const signals = await portalFiles('signals')
  return {
    folder: out,
    cases,
    /** What `npm run verify` reads. */
    log: text('log.jsonl'),
    anchors: text('anchors.jsonl'),
    imports: z.array(importLineSchema).parse(lines('imports.jsonl')),
    summary: summarySchema.parse(JSON.parse(text('summary.json'))),
    mails,
    /** The mails to the debtor department, the oldest first. */
    staffMails: sent.filter(({ letter }) => letter.startsWith('staff-')).sort((a, b) => (a.on < b.on ? -1 : 1)),
    questions,
    questionsOf: ({ number }: { readonly number: string }) => questions.filter(({ renter }) => renter === number),
    signals,
    withdrawals: await portalFiles('withdrawals'),
    /** How to upload a file, by its name. */
    instructions: names('instructions').map((name) => ({ name, text: text(join('instructions', name)) })),
    /** What is kept of letters, by the key that the history has. */
    kept: new Map(
      readdirSync(join(out, 'letters'), { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [relative(out, path), readFileSync(path)] as const),
    ),
    manifests: names('manifests').map((name) => manifestSchema.parse(JSON.parse(text(join('manifests', name))))),
    post: names('post').map((name) => ({ name, bytes: bytes('post', name) })),
    postBatches: names('post-batches').map((name) => ({ name, text: text(join('post-batches', name)) })),
    nvvk: names('nvvk').map((name) => ({ name, text: text(join('nvvk', name)) })),
    erpReturn: names('erp-return').map((name) => ({ name, text: text(join('erp-return', name)) })),
    /** The cases of a renter, the oldest first. */
    casesOf: (renter: { readonly number: string }): CaseLine[] =>
      cases.filter((each) => each.renter === renter.number).sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1)),
    /** The rows of the files that name somebody. */
    signalsOf: ({ name }: { readonly name: string }) =>
      signals.flatMap((file) => file.rows.filter((row) => row.Achternaam === name).map((row) => ({ file, row }))),
    mailsTo: (address: string): Mail[] => mails.filter(({ to }) => to === address),
  }
}

const startOf = ({ history }: CaseLine) => history[0]?.at ?? ''

async function mail(bytes: Buffer): Promise<Mail> {
  const parsed = await simpleParser(bytes)
  const header = (name: string) => z.string().catch('').parse(parsed.headers.get(name))
  const to = Array.isArray(parsed.to) ? parsed.to[0] : parsed.to
  return {
    letter: header('x-letter'),
    caseId: header('x-case'),
    to: to?.value[0]?.address ?? '',
    on: parsed.date?.toLocaleDateString('sv-SE', { timeZone: 'Europe/Amsterdam' }) ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    bytes,
  }
}

async function portalFile(name: string, bytes: Buffer): Promise<PortalFile> {
  const [titles = [], ...rows] = name.endsWith('.xlsx') ? await sheet(bytes) : semicolons(bytes)
  return {
    name,
    titles,
    rows: rows.map((row) => Object.fromEntries(titles.map((title, index) => [title, row[index] ?? '']))),
    bytes,
  }
}

async function sheet(bytes: Buffer): Promise<string[][]> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(new Uint8Array(bytes).buffer)
  const rows: string[][] = []
  for (const worksheet of workbook.worksheets)
    worksheet.eachRow((row) => {
      const cells: string[] = []
      for (let column = 1; column <= worksheet.columnCount; column += 1)
        cells.push(String(row.getCell(column).value ?? ''))
      rows.push(cells)
    })
  return rows
}

/** Enough of CSV for files in which no text holds a quote, a separator or a line end. */
const semicolons = (bytes: Buffer): string[][] =>
  bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(';').map((cell) => cell.replace(/^"(.*)"$/, '$1')))

/** Events that are only about the machine, or repeat what the letters and files tell. */
const MACHINERY = new Set([
  ...[
    'Waiting',
    'Woken',
    'ActClaimed',
    'ActReleased',
    'SignalClaimed',
    'LetterAccepted',
    'SignalWritten',
    'RoundAsked',
    'WithdrawalClaimed',
    'WithdrawalWritten',
  ],
])

/** A case as people tell it: the day and the kind of everything that happened, in the order of its history. */
export const told = ({ history }: CaseLine): string[] =>
  history.filter(({ type }) => !MACHINERY.has(type)).map(({ at, type }) => `${at.slice(0, 10)} ${type}`)

export const eventsOf = ({ history }: CaseLine, type: string): HistoryEvent[] =>
  history.filter((each) => each.type === type)

/** Of a question about no row of a file, which nobody answered yet. */
export const OPEN = {
  file: null,
  row: null,
  field: null,
  urgent: false,
  options: ['done'],
  value: null,
  answeredBy: null,
  endedAt: null,
}
