import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'

/**
 * Nobody lifts the legal hold of a letter, nor takes away a version of it: evidence stays as it was written (C6). The job that
 * purges what is past its term (K2) is to be the one exception, by the name of its role.
 */
export function keepUnderLegalHold(bucket: Bucket): void {
  const deny = (actions: string[], conditions?: Record<string, Record<string, string>>) =>
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions,
        resources: [bucket.arnForObjects('*')],
        ...(conditions && { conditions }),
      }),
    )
  deny(['s3:PutObjectLegalHold'], { StringEquals: { 's3:object-lock-legal-hold': 'OFF' } })
  deny(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'])
}
