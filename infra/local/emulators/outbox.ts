import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import addressparser from 'nodemailer/lib/addressparser'
import { asPassedOn } from './pass-on.ts'

/** A mail as it lies on disk: numbered in the order of acknowledgement, from 1, without end to a run. */
export type MailFile = { seq: number; messageId: string; file: string }

/** A mail that was sent, with the headers that say what it was sent for. */
export type SentMail = MailFile & {
  caseId: string | undefined
  letter: string | undefined
  reservation: string | undefined
  /** When SES took it. */
  at: Date
  /** Bare addresses of the To header. Personal data: not for logs. */
  to: string[]
}

export interface Outbox {
  readonly append: (raw: Buffer, at: Date) => MailFile
  readonly latest: (count: number) => MailFile[]
  /** The number of the last mail; 0 for none. */
  readonly last: () => number
}

const FILE_NAME = /^(\d{6,})-([\w-]+)\.eml$/
/** Headers beyond this are not looked at; SES itself takes no more. */
const MAX_HEADER_BYTES = 64 * 1024

/**
 * Opens the folder for the one process that writes it. A mail appears whole and under its final name, or not at all,
 * and in the order of its number, so that a reader that goes on after the last number it saw misses none. Safe against
 * the death of the process, not of the machine: it does not wait for the disk itself.
 */
export function openOutbox(folder: string): Outbox {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name))
  let seq = mailFiles(folder, 0).at(-1)?.seq ?? 0
  return {
    append: (raw, at) => {
      const messageId = randomUUID()
      const name = `${String(seq + 1).padStart(6, '0')}-${messageId}.eml`
      const file = join(folder, name)
      writeFileSync(`${file}.part`, asPassedOn(raw, messageId, at))
      renameSync(`${file}.part`, file)
      seq += 1
      return { seq, messageId, file }
    },
    latest: (count) => mailFiles(folder, 0).slice(-count),
    last: () => seq,
  }
}

/**
 * The mails that were sent after number `afterSeq` (0: all), in order. Also how a reservation is resolved after a
 * crash: the mail of a reservation either lies here, and was sent, or does not, and was not.
 */
export async function readSentMail(folder: string, afterSeq: number): Promise<SentMail[]> {
  const sent: SentMail[] = []
  for (const mail of mailFiles(folder, afterSeq)) {
    const headers = await readHeaders(mail.file)
    sent.push({
      ...mail,
      caseId: headers.get('x-case'),
      letter: headers.get('x-letter'),
      reservation: headers.get('x-reservation'),
      at: new Date(headers.get('date') ?? ''),
      to: addressparser(headers.get('to') ?? '', { flatten: true }).map(({ address }) => address),
    })
  }
  return sent
}

/** The mails that were sent after number `afterSeq` (0: all), in order, unread. */
export function mailFiles(folder: string, afterSeq: number): MailFile[] {
  const files: MailFile[] = []
  for (const name of readdirSync(folder)) {
    const [, digits, messageId] = FILE_NAME.exec(name) ?? []
    if (messageId === undefined || Number(digits) <= afterSeq) continue
    files.push({ seq: Number(digits), messageId, file: join(folder, name) })
  }
  return files.sort((one, other) => one.seq - other.seq)
}

/** The headers of a mail, as they stand in its file. */
export async function readHead(file: string): Promise<string> {
  await using handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_HEADER_BYTES), 0, MAX_HEADER_BYTES, 0)
  return buffer.toString('utf8', 0, bytesRead).split(/\r?\n\r?\n/, 1)[0] ?? ''
}

async function readHeaders(file: string): Promise<Map<string, string>> {
  const head = await readHead(file)
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return headers
}
