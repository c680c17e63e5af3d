import { CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  DomainName,
  HttpApi,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'

/**
 * How many requests in a second get through, and how many at once: some forty people who each open a page every two
 * seconds, and a room full of them at nine o'clock. Whoever sends more is refused before it costs a function.
 */
const THROTTLE = { rateLimit: 20, burstLimit: 40 }

/** What is logged of a request: not its path and its query, which may name a person, nor its address. */
const LOGGED = {
  requestId: '$context.requestId',
  method: '$context.httpMethod',
  status: '$context.status',
  latency: '$context.responseLatency',
}

interface ConsoleApiProps {
  readonly stage: Stage
  readonly prefix: string
}

/** The way in to the console from outside: one route for everything, as the console itself refuses by default. */
export class ConsoleApi extends Construct {
  readonly api: HttpApi
  readonly log: LogGroup
  /** Where people find the console, without a slash at its end. */
  readonly address: string

  constructor(scope: Construct, id: string, { stage, prefix }: ConsoleApiProps) {
    super(scope, id)
    const own = stage.consoleDomain && ownDomain(this, stage.consoleDomain)
    this.api = new HttpApi(this, 'Api', {
      apiName: `${prefix}-console`,
      createDefaultStage: false,
      // One address: a cookie and the user pool know no other.
      disableExecuteApiEndpoint: own !== null,
    })
    this.log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/apis/${prefix}-console`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.log),
        format: AccessLogFormat.custom(JSON.stringify(LOGGED)),
      },
      ...(own && { domainMapping: { domainName: own } }),
    })
    this.address = stage.consoleDomain ? `https://${stage.consoleDomain.name}` : this.api.apiEndpoint
    new CfnOutput(Stack.of(this), 'Console', { value: this.address })
    if (own) new CfnOutput(Stack.of(this), 'ConsoleDomainTarget', { value: own.regionalDomainName })
  }

  /** After the function, which is told where people sign in, and they come back to this address. */
  leadTo(console: Lambda): void {
    const route = new HttpRoute(this, 'Default', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Console', console),
    })
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'An authorizer reads no cookie; the console lets in whoever has a session, and nobody else.',
    })
  }
}

const ownDomain = (scope: Construct, { name, certificate }: NonNullable<Stage['consoleDomain']>): DomainName =>
  new DomainName(scope, 'Domain', {
    domainName: name,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificate),
  })
