import { ArnFormat, Stack } from 'aws-cdk-lib'
import { EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { AnyPrincipal, ArnPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { deadLetters, keepFailures, PATIENCE } from './dead-letters.ts'

interface DeskProps {
  readonly busName: string
  readonly key: Key
  readonly recordFact: Lambda
  /** The roles that may report facts, by name; nobody else may. */
  readonly reporters: readonly string[]
}

/**
 * The bus on which people, municipalities and portals report facts; each is recorded, or waits as a dead letter. What
 * is on it lies under the key of messages.
 */
export class Desk extends Construct {
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, { busName, key, recordFact, reporters }: DeskProps) {
    super(scope, id)
    this.undelivered = deadLetters(this, key)
    const bus = new EventBus(this, 'Bus', { eventBusName: busName, kmsKey: key, deadLetterQueue: this.undelivered })
    keepUnreadable(bus, this.undelivered)
    letReport(bus, reporters)
    const reported = new Rule(this, 'Reported', {
      // By its name: emulators of AWS stumble over a reference to a bus.
      eventBus: EventBus.fromEventBusName(this, 'BusByName', busName),
      eventPattern: { source: ['vroegsignalering.desk'] },
      targets: [
        new LambdaFunction(recordFact, {
          deadLetterQueue: this.undelivered,
          retryAttempts: 185,
          maxEventAge: PATIENCE,
        }),
      ],
    })
    reported.node.addDependency(bus)
    keepFailures(recordFact, this.undelivered)
  }
}

/** A fact that the bus cannot encrypt or read, because something is wrong with its key, waits as a dead letter. */
function keepUnreadable(bus: EventBus, queue: Queue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': bus.eventBusArn } },
    }),
  )
}

/**
 * Lets these roles of the account report facts, without a permission of their own, and refuses everybody else: within
 * an account a permission alone would do, and an administrator has them all.
 */
function letReport(bus: EventBus, reporters: readonly string[]): void {
  const roles = reporters.map((resourceName) =>
    Stack.of(bus).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    }),
  )
  const onBus = { actions: ['events:PutEvents'], resources: [bus.eventBusArn] }
  bus.addToResourcePolicy(
    new PolicyStatement({
      ...onBus,
      sid: 'NobodyElseReports',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      ...(roles.length > 0 && { conditions: { ArnNotEquals: { 'aws:PrincipalArn': roles } } }),
    }),
  )
  if (roles.length > 0)
    bus.addToResourcePolicy(
      new PolicyStatement({ ...onBus, sid: 'TheseReport', principals: roles.map((role) => new ArnPrincipal(role)) }),
    )
}
