import { EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { deadLetters, keepFailures, PATIENCE } from './dead-letters.ts'

interface DeskProps {
  readonly busName: string
  readonly key: Key
  readonly recordFact: Lambda
}

/** The bus on which people, municipalities and portals report facts; each is recorded, or waits as a dead letter. */
export class Desk extends Construct {
  readonly undelivered: Queue

  constructor(scope: Construct, id: string, { busName, key, recordFact }: DeskProps) {
    super(scope, id)
    this.undelivered = deadLetters(this, key)
    const bus = new EventBus(this, 'Bus', { eventBusName: busName })
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
