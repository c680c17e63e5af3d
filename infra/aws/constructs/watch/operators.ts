import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'

/** Where alarms go: to the e-mail addresses of whoever looks after the system. */
export function operators(scope: Construct, key: Key, addresses: readonly string[]): Topic {
  const topic = new Topic(scope, 'Operators', { masterKey: key, enforceSSL: true })
  for (const address of addresses) topic.addSubscription(new EmailSubscription(address))
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [
        new ServicePrincipal('cloudwatch.amazonaws.com', {
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
        }),
      ],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
    }),
  )
  return topic
}
