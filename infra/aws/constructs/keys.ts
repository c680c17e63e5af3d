import { Construct } from 'constructs'
import { DataKey } from './data-key.ts'

/** A key for each class of data, so that who may read the one cannot read the other. */
export class Keys extends Construct {
  /** The table: histories, renters, registers. */
  readonly cases: DataKey
  /** The buckets: books, letters and files for the portals, all with persons in them. */
  readonly files: DataKey
  /** The bus of facts, queues and topics: what is on its way. */
  readonly messages: DataKey

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.cases = new DataKey(this, 'Cases', 'vroegsignalering: cases, renters and registers')
    this.files = new DataKey(this, 'Files', 'vroegsignalering: books, letters and files for the portals')
    this.messages = new DataKey(this, 'Messages', 'vroegsignalering: facts, queues and topics')
    this.messages.letAlarmsAndEventsThrough()
  }
}
