import type { Rule } from 'aws-cdk-lib/aws-events'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Push } from '../../rights.ts'
import type { Stage } from '../stages.ts'
import type { Buckets } from './buckets.ts'
import type { CaseFunctions } from './case-functions.ts'
import type { Keys } from './keys.ts'
import { RisConnector } from './ris-connector.ts'
import { RisPickup } from './ris-pickup.ts'
import { RisPush } from './ris-push.ts'

export interface RisFilesProps {
  readonly stage: Stage
  readonly prefix: string
  readonly keys: Keys
  readonly buckets: Buckets['buckets']
  readonly functions: CaseFunctions
  /** What files are pushed through; null where they are not. */
  readonly push: Push | null
}

/** What there is to watch of the way to Inforing. */
export interface RisFiles {
  /** The server from which Inforing fetches. */
  readonly serverId?: string
  /** Matches every transfer to Inforing's server that failed. */
  readonly failed?: Rule
  readonly undelivered: Readonly<Record<string, Queue>>
}

/** What files are pushed through, where the stage says that they are; before the functions, which are told of it. */
export function risPush(scope: Construct, props: Omit<RisFilesProps, 'functions' | 'push'>): Push | null {
  const { ris } = props.stage
  if (ris.by !== 'push') return null
  const { connectorId } = new RisConnector(scope, 'RisConnector', props, ris)
  return { connectorId, folder: ris.folder }
}

/** The way of the files for RIS Matching to Inforing, as the stage chose it. */
export function risFiles(scope: Construct, props: RisFilesProps): RisFiles {
  const { push } = props
  const { ris } = props.stage
  if (push) {
    const { failed, undelivered } = new RisPush(scope, 'RisPush', props, push.connectorId)
    return { failed, undelivered: { transfers: undelivered } }
  }
  if (ris.by !== 'pickup') return { undelivered: {} }
  const { serverId, undelivered } = new RisPickup(scope, 'RisPickup', props, ris)
  return { serverId, undelivered: { 'pick-ups': undelivered } }
}
