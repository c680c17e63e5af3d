/** Of a mail that is handed over raw, SES replaces these. */
const REPLACED = /^(?:date|message-id):/i

/**
 * The mail as SES passes it on, and the renter gets it: with a `Message-ID` and a `Date` of SES's own in place of those
 * that it was handed over with.
 *
 * @param at when SES took it
 */
export function asPassedOn(raw: Buffer, messageId: string, at: Date): Buffer {
  const text = raw.toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const head = text.slice(0, end).split(/\r?\n(?![ \t])/)
  const headers = [
    `Message-ID: <${messageId}@eu-west-1.amazonses.com>`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    ...head.filter((line) => !REPLACED.test(line)),
  ]
  return Buffer.from(headers.join('\r\n') + text.slice(end), 'latin1')
}
