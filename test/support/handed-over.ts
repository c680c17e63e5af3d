/** The headers that SES replaces. */
const REPLACED = /^(?:Date|Message-ID): .*\r\n/gim

/** A mail without the two headers that SES replaces: the kept copy and what the renter got are alike so. */
export function asHandedOver(mail: Buffer): Buffer {
  const text = mail.toString('latin1')
  const end = text.indexOf('\r\n\r\n') + 2
  return Buffer.from(text.slice(0, end).replace(REPLACED, '') + text.slice(end), 'latin1')
}
