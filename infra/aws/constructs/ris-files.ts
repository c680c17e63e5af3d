import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import type { Buckets } from './buckets.ts'
import type { Keys } from './keys.ts'
import { RisPickup } from './ris-pickup.ts'
import { RisPush } from './ris-push.ts'

export interface RisFilesProps {
  readonly stage: Stage
  readonly prefix: string
  readonly keys: Keys
  readonly buckets: Buckets['buckets']
  /** Told of every file that is fetched. */
  readonly recordPickUp: Lambda
}

/** What there is to watch of the way to Inforing. */
export interface RisFiles {
  /** The server from which Inforing fetches. */
  readonly serverId?: string
  /** The machine that brings a file. */
  readonly machine?: StateMachine
  readonly undelivered: Readonly<Record<string, Queue>>
}

/** The way of the files for RIS Matching to Inforing, as the stage chose it. */
export function risFiles(scope: Construct, props: RisFilesProps): RisFiles {
  const { ris } = props.stage
  switch (ris.by) {
    case 'hand':
      return { undelivered: {} }
    case 'pickup': {
      const { serverId, undelivered } = new RisPickup(scope, 'RisPickup', props, ris)
      return { serverId, undelivered: { 'pick-ups': undelivered } }
    }
    case 'push': {
      const { machine, undelivered } = new RisPush(scope, 'RisPush', props, ris)
      return { machine, undelivered: { 'ris-files': undelivered } }
    }
  }
}
