import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { type Mailer, type Notebook, UndeliverableByEmail } from '../contracts/ports.ts'

/** What SES takes as the value of a tag. */
const TAG_VALUE = /^[\w-]{1,256}$/

/**
 * Mail by SES. The reservation travels as the tag `reservation`, which SES repeats in the events that it publishes.
 *
 * @param configurationSet the configuration set that publishes those events; none on a cloud without them
 */
export function sesMailer(client: SESClient, notebook: Notebook, configurationSet?: string): Mailer {
  return {
    async send(raw, from, to, reservation) {
      if (!TAG_VALUE.test(reservation)) throw new Error(`SES takes no such tag: ${reservation}`)
      const command = new SendRawEmailCommand({
        RawMessage: { Data: raw },
        Source: from,
        Destinations: [to],
        Tags: [{ Name: 'reservation', Value: reservation }],
        ConfigurationSetName: configurationSet,
      })
      try {
        const { MessageId } = await client.send(command)
        if (MessageId === undefined) throw new Error(`SES gave no message id for ${reservation}`)
        return MessageId
      } catch (error) {
        if (refusesMessage(error)) throw new UndeliverableByEmail(reservation)
        throw withoutAddresses(error, reservation)
      }
    },

    async sentAs(reservation) {
      return (await notebook.get('mail', reservation))?.messageId ?? null
    },
  }
}

/**
 * Whether SES refused this one message or its address. It refuses with the same code while the sender is not verified:
 * that is for an administrator to mend, and must not send everybody's letters by post.
 */
const refusesMessage = (error: unknown): boolean =>
  error instanceof SESServiceException &&
  (error.name === 'MessageRejected' || error.name === 'InvalidParameterValue') &&
  !error.message.includes('not verified')

/** SES quotes addresses in its messages, and errors are logged (invariant 6). */
function withoutAddresses(error: unknown, reservation: string): unknown {
  if (!(error instanceof SESServiceException)) return error
  return Object.assign(new Error(`SES did not take ${reservation}`), { name: error.name })
}
