import { EventBus } from 'aws-cdk-lib/aws-events'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import type { Sender as SenderOfStage } from '../stages.ts'

interface SenderProps {
  readonly sender: SenderOfStage
  readonly configurationSet: string
}

/**
 * The domain that letters come from, and how they are sent: never over a line that is not encrypted (then the letter
 * comes back, and goes by post), and reported when sent, accepted, late, returned, refused or unwanted.
 */
export class Sender extends Construct {
  constructor(scope: Construct, id: string, { sender, configurationSet }: SenderProps) {
    super(scope, id)
    const set = new ConfigurationSet(this, 'Set', {
      configurationSetName: configurationSet,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    })
    set.addEventDestination('Reports', {
      // SES reports to this bus only.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        ...[EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY, EmailSendingEvent.DELIVERY_DELAY],
        ...[EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
      ],
    })
    if (sender.identity === 'here')
      new EmailIdentity(this, 'Identity', { identity: Identity.domain(sender.domain), configurationSet: set })
  }
}
