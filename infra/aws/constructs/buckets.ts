import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Bucket as BucketName } from '../../../shared/contracts/ports.ts'

/** Every bucket that the ports name, and whether the files that arrive in it are announced. */
const BUCKETS: Readonly<Record<BucketName, { readonly announces: boolean }>> = {
  inbox: { announces: true },
  work: { announces: false },
  signals: { announces: false },
  evidence: { announces: false },
  post: { announces: false },
  erpReturn: { announces: false },
}
const NAMES = Object.keys(BUCKETS) as BucketName[]

/** The buckets: reached with TLS only and by nobody from outside, encrypted, every version kept for a month. */
export class Buckets extends Construct {
  readonly buckets: Readonly<Record<BucketName, Bucket>>

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const made = NAMES.map((name) => [name, this.#make(name)] as const)
    this.buckets = Object.fromEntries(made) as Record<BucketName, Bucket>
  }

  #make(name: BucketName): Bucket {
    const bucket = new Bucket(this, name, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      // What is purged must be gone, the versions that it had too (K2).
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    })
    // The construct's own switch deploys a function of CDK's that only sets this property.
    if (BUCKETS[name].announces && bucket.node.defaultChild instanceof CfnBucket)
      bucket.node.defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
    return bucket
  }
}
