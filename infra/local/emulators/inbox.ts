import { readFile, stat } from 'node:fs/promises'
import { getStoreReadonly, saveEmail } from 'aws-ses-v2-local/dist/store.js'
import { type AddressObject, simpleParser } from 'mailparser'
import type { MailFile } from './outbox.ts'

/** The web inbox shows this many mails; all of them are on disk. */
export const INBOX_SIZE = 200

/** Gives the emulator's copy of a mail the id under which it was kept, and lets go of the oldest. */
export function keepInInbox(emulatorId: string, messageId: string): void {
  const { emails } = getStoreReadonly()
  const email = emails.findLast((candidate) => candidate.messageId === emulatorId)
  if (email) email.messageId = messageId
  emails.splice(0, Math.max(0, emails.length - INBOX_SIZE))
}

/** Takes a mail out again that could not be kept, and so was not sent. */
export function dropFromInbox(emulatorId: string): void {
  const { emails } = getStoreReadonly()
  const index = emails.findLastIndex((candidate) => candidate.messageId === emulatorId)
  if (index >= 0) emails.splice(index, 1)
}

/** Fills the inbox of a started emulator with mails from disk, oldest first. */
export async function replayIntoInbox(mails: MailFile[]): Promise<void> {
  for (const { file, messageId } of mails) {
    const [message, { mtimeMs }] = await Promise.all([readFile(file).then((raw) => simpleParser(raw)), stat(file)])
    saveEmail({
      messageId,
      from: message.from?.text ?? '',
      replyTo: texts(message.replyTo),
      destination: { to: texts(message.to), cc: texts(message.cc), bcc: texts(message.bcc) },
      subject: message.subject ?? '(no subject)',
      body: { text: message.text, html: message.html || undefined },
      attachments: message.attachments.map(({ content, contentType, filename, size }) => ({
        content: content.toString('base64'),
        contentType,
        filename,
        size,
      })),
      at: Math.floor(mtimeMs / 1000),
    })
  }
}

function texts(addresses: AddressObject | AddressObject[] | undefined): string[] {
  return [addresses ?? []].flat().map(({ text }) => text)
}
