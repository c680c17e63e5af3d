import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'

/** A mailbox; the name may be empty and may hold any letter. */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

export interface Mail {
  readonly from: Mailbox
  readonly to: Mailbox
  readonly replyTo?: Mailbox
  readonly subject: string
  readonly html: string
  readonly text: string
  /** The instant on the process's own clock. */
  readonly date: Date
  /** `X-Reservation` is the id of the reserved act, `X-Salt` what nobody can guess of a letter that is kept. */
  readonly headers: {
    readonly 'X-Case'?: string
    readonly 'X-Letter': string
    readonly 'X-Reservation': string
    readonly 'X-Salt'?: string
  }
  readonly attachments?: readonly {
    readonly fileName: string
    readonly contentType: string
    readonly content: Uint8Array
  }[]
}

/**
 * An address to which no mail can go. The message does not repeat it. Caller: send the letter by post (C5), or ask a
 * person.
 */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

/**
 * A MIME message (RFC 5322) in UTF-8 with CRLF, text and HTML side by side. The same input always gives the same bytes:
 * boundary and Message-ID are derived from the reservation.
 *
 * @throws AddressRefused for an address that is none
 */
export async function composeMail(mail: Mail): Promise<Uint8Array> {
  const from = mailbox(mail.from)
  const reservation = createHash('sha256').update(mail.headers['X-Reservation']).digest('hex').slice(0, 32)
  const composer = new MailComposer({
    from,
    to: mailbox(mail.to),
    ...(mail.replyTo ? { replyTo: mailbox(mail.replyTo) } : {}),
    subject: oneLine(mail.subject),
    date: mail.date,
    messageId: `<${reservation}@${from.address.split('@')[1]}>`,
    baseBoundary: reservation,
    headers: {
      ...Object.fromEntries(Object.entries(mail.headers).map(([name, value]) => [name, oneLine(value)])),
      // RFC 3834: keeps out-of-office replies from answering a machine.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': 'nl',
    },
    text: mail.text,
    html: mail.html,
    attachments: (mail.attachments ?? []).map(({ fileName, contentType, content }) => ({
      filename: oneLine(fileName),
      contentType: oneLine(contentType),
      content: Buffer.from(content),
    })),
    encoding: 'quoted-printable',
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return new Uint8Array(await composer.compile().build())
}

/** Control characters and line ends would start a header of their own. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** One plain address: SES takes no letters outside ASCII before the @; a list or a comment is not one address. */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?=.{1,255}$)[^\s@<>()[\]\\,;:"\p{Cc}]+\.[^\s@<>()[\]\\,;:"\p{Cc}]{2,}$/u

function mailbox({ name, address }: Mailbox): { name: string; address: string } {
  if (!ADDRESS.test(address)) throw new AddressRefused('dit is geen e-mailadres waar post naartoe kan')
  return { name: oneLine(name), address }
}
