import { expect, test } from 'vitest'
import { type Mailer, UndeliverableByEmail } from '../../shared/contracts/ports.ts'

const FROM = 'incasso@voorbeeld.example'
const TO = 'jansen@voorbeeld.example'
const RAW = Buffer.from([`From: ${FROM}`, `To: ${TO}`, 'Subject: Aanmaning', '', 'Beste huurder,', ''].join('\r\n'))

/** A mail service, in the two ways in which it can meet a message, and its later word that it sent one. */
export interface MailService {
  taking(): Promise<Mailer>
  refusing(): Promise<Mailer>
  report(reservation: string, messageId: string): Promise<void>
}

/** What every mailer must do, whatever lies under it. */
export function mailerContract({ taking, refusing, report }: MailService): void {
  test('a mail that is taken has an id', async () => {
    expect(await (await taking()).send(RAW, FROM, TO, 'Z-3-7')).not.toBe('')
  })

  test('a mail that is refused cannot go to this address, and the error names nobody', async () => {
    const sent = (await refusing()).send(RAW, FROM, TO, 'Z-4-7')

    await expect(sent).rejects.toThrow(UndeliverableByEmail)
    await expect(sent).rejects.toThrow(/^Z-4-7$/)
  })

  test('a mail counts as sent once the service says so, under the id that it gives then', async () => {
    const mailer = await taking()
    await mailer.send(RAW, FROM, TO, 'Z-5-7')
    expect(await mailer.sentAs('Z-5-7')).toBeNull()

    await report('Z-5-7', 'm-9')

    expect(await mailer.sentAs('Z-5-7')).toBe('m-9')
    expect(await mailer.sentAs('Z-5-8')).toBeNull()
  })
}
