import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { type Mailer, MailRefused, type Notebook, UndeliverableByEmail } from '../contracts/ports.ts'
import type { MailRefusal } from '../domain/closed-lists.ts'

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
        if (!(error instanceof SESServiceException)) throw error
        const code = refusalOf(error)
        if (code) throw new MailRefused(reservation, code, error.message)
        if (MESSAGE_REFUSED.has(error.name)) throw new UndeliverableByEmail(reservation)
        // SES quotes addresses in its messages, and errors are logged (invariant 6).
        throw Object.assign(new Error(`SES did not take ${reservation}`), { name: error.name })
      }
    },

    async sentAs(reservation) {
      return (await notebook.get('mail', reservation))?.messageId ?? null
    },
  }
}

/** SES refuses this one message, or its address. */
const MESSAGE_REFUSED: ReadonlySet<string> = new Set(['MessageRejected', 'InvalidParameterValue'])

const REFUSALS: Readonly<Record<string, MailRefusal>> = {
  MailFromDomainNotVerifiedException: 'not-verified',
  AccountSendingPausedException: 'paused',
  ConfigurationSetSendingPausedException: 'paused',
  ConfigurationSetDoesNotExistException: 'settings',
  Throttling: 'quota',
  ThrottlingException: 'quota',
  LimitExceededException: 'quota',
}

/**
 * Why SES takes nobody's mail, where it says so and the mail surely did not leave; null otherwise. It gives the code of
 * one refused message also while the sender is not verified, or may send nothing: that is for an administrator to mend,
 * and must not send everybody's letters by post.
 */
function refusalOf({ name, message }: SESServiceException): MailRefusal | null {
  if (MESSAGE_REFUSED.has(name)) {
    if (message.includes('not verified')) return 'not-verified'
    return /sending (suspended|paused)/i.test(message) ? 'paused' : null
  }
  return REFUSALS[name] ?? null
}
