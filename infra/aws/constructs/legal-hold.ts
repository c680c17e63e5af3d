import { ArnFormat, Stack } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'

/** The name of the role of whichever function purges what is past its term (K2). */
export const retentionRole = (prefix: string): string => `${prefix}-retention`

/**
 * Every letter is written under a legal hold, and stays as it was written (C6): nobody lifts a hold, nor takes away a
 * file, but the retention job (K2).
 */
export function keepUnderLegalHold(bucket: Bucket, prefix: string): void {
  const retention = Stack.of(bucket).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: retentionRole(prefix),
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  })
  const deny = (actions: string[], conditions: Record<string, Record<string, string>>) =>
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions,
        resources: [bucket.arnForObjects('*')],
        conditions,
      }),
    )
  const byOthers = { ArnNotEquals: { 'aws:PrincipalArn': retention } }
  deny(['s3:PutObjectLegalHold'], { StringEquals: { 's3:object-lock-legal-hold': 'OFF' }, ...byOthers })
  deny(['s3:DeleteObject', 's3:DeleteObjectVersion'], byOthers)
}
