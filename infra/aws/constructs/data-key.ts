import { RemovalPolicy } from 'aws-cdk-lib'
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'

/** What the wildcards of CDK's own grants stand for. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'kms:ReEncrypt*': ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  'kms:GenerateDataKey*': ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
}

/**
 * The key of one class of data: rotated every year, and kept when its stack goes, since nothing can be read without it.
 * The account's administrators manage it; whoever uses it has a permission of its own that names it.
 */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN })
  }

  override grant(grantee: IGrantable, ...actions: string[]): Grant {
    return super.grant(grantee, ...actions.flatMap((action) => NAMED[action] ?? [action]))
  }

  /**
   * Lets CloudWatch tell of this account's alarms under the key, and EventBridge keep under it what is on a bus and
   * what it could not deliver.
   */
  letAlarmsAndEventsThrough(): void {
    const conditions = { StringEquals: { 'aws:SourceAccount': this.stack.account } }
    this.#let(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions }))
    // What EventBridge asks of a key says nothing of where it comes from: with a condition on that, it would get
    // nothing.
    // A bus also looks whether the key is a symmetric one, which says nothing of the bus either.
    this.#let(new ServicePrincipal('events.amazonaws.com'), 'kms:DescribeKey')
  }

  #let(service: ServicePrincipal, ...actions: string[]): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [service],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey', ...actions],
        resources: ['*'],
      }),
    )
  }
}
