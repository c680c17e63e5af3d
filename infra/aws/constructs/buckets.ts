import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import type { Key } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Bucket as BucketName } from '../../../shared/contracts/ports.ts'
import { accessLogs } from './access-logs.ts'
import { keepUnderLegalHold } from './legal-hold.ts'

interface Manner {
  /** Whether EventBridge hears of the files that arrive. */
  readonly announces?: true
  /** Whether what is written stays as it was written, under a legal hold. */
  readonly evidence?: true
  /** After how many days its files are gone, by the beginning of their names. */
  readonly gone?: Readonly<Record<string, number>>
}

/** Every bucket that the ports name. */
const BUCKETS: Readonly<Record<BucketName, Manner>> = {
  // A book that waits for a person is confirmed within weeks, or delivered anew.
  inbox: { announces: true, gone: { '': 90 } },
  // The batches of an import are read by that import alone; where a signal went is asked as long as it can be withdrawn
  // (S4).
  work: { gone: { 'imports/': 30 } },
  // Each case keeps its own row of a file as evidence (S2); the file itself is of use until the portal has it.
  signals: { announces: true, gone: { '': 90 } },
  evidence: { evidence: true },
  // Printed within days; the copy that counts is in the evidence.
  post: { gone: { '': 90 } },
  erpReturn: { gone: { '': 90 } },
}
const NAMES = Object.keys(BUCKETS) as BucketName[]

/**
 * The buckets: reached with TLS only and by nobody from outside, under the key of files with persons in them, their use
 * logged.
 */
export class Buckets extends Construct {
  readonly buckets: Readonly<Record<BucketName, Bucket>>

  constructor(scope: Construct, id: string, { prefix, key }: { readonly prefix: string; readonly key: Key }) {
    super(scope, id)
    const logs = accessLogs(this)
    const made = NAMES.map((name) => [name, this.#make(name, key, logs)] as const)
    this.buckets = Object.fromEntries(made) as Record<BucketName, Bucket>
    keepUnderLegalHold(this.buckets.evidence, prefix)
  }

  #make(name: BucketName, key: Key, logs: IBucket): Bucket {
    const { announces, evidence, gone = {} } = BUCKETS[name]
    const bucket = new Bucket(this, name, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      ...(evidence && { objectLockEnabled: true }),
      lifecycleRules: [...(evidence ? [] : [OLD_VERSIONS]), ...Object.entries(gone).map(expiry), UNFINISHED],
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: `${name}/`,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    // The construct's own switch deploys a function of CDK's that only sets this property.
    if (announces && bucket.node.defaultChild instanceof CfnBucket)
      bucket.node.defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
    return bucket
  }
}

/** What is purged must be gone, the versions that it had too (K2). */
const OLD_VERSIONS: LifecycleRule = { noncurrentVersionExpiration: Duration.days(30) }
const UNFINISHED: LifecycleRule = { abortIncompleteMultipartUploadAfter: Duration.days(7) }

const expiry = ([prefix, days]: [string, number]): LifecycleRule => ({
  expiration: Duration.days(days),
  ...(prefix !== '' && { prefix }),
})
