/**
 * List prices of AWS in eu-west-1 (Ireland), in US dollars, without tax, free tier or volume discount: the first tier
 * of each. Look them up again before a decision hangs on them; this is the only place where they stand.
 */
export const REGION = 'eu-west-1'
/**
 * When they were last known. Those of Step Functions were read on AWS's own page; compare the others with their sources
 * before relying on them.
 */
export const PRICES_OF = '2026-11-23'

export interface Price {
  readonly usd: number
  /** The dollars are for so many. */
  readonly per: number
  readonly of: string
  readonly source: string
}

const MILLION = 1_000_000
const STEP_FUNCTIONS = 'https://aws.amazon.com/step-functions/pricing/'
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/'
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/'
const S3 = 'https://aws.amazon.com/s3/pricing/'
const SES = 'https://aws.amazon.com/ses/pricing/'
const EVENTBRIDGE = 'https://aws.amazon.com/eventbridge/pricing/'
const SQS = 'https://aws.amazon.com/sqs/pricing/'

export const PRICES = {
  stateTransition: { usd: 0.025, per: 1_000, of: 'state transitions (Standard)', source: STEP_FUNCTIONS },
  lambdaRequest: { usd: 0.2, per: MILLION, of: 'invocations', source: LAMBDA },
  lambdaGbSecond: { usd: 0.0000133334, per: 1, of: 'GB-seconds (arm64)', source: LAMBDA },
  readUnit: { usd: 0.1415, per: MILLION, of: 'read request units (on demand)', source: DYNAMODB },
  writeUnit: { usd: 0.705, per: MILLION, of: 'write request units (on demand)', source: DYNAMODB },
  s3Put: { usd: 0.005, per: 1_000, of: 'PUT and LIST requests (Standard)', source: S3 },
  s3Get: { usd: 0.0004, per: 1_000, of: 'GET and HEAD requests (Standard)', source: S3 },
  mail: { usd: 0.1, per: 1_000, of: 'mails', source: SES },
  mailGb: { usd: 0.12, per: 1, of: 'GB of mail', source: SES },
  busEvent: { usd: 1, per: MILLION, of: 'events', source: EVENTBRIDGE },
  schedule: { usd: 1, per: MILLION, of: 'schedules fired', source: EVENTBRIDGE },
  queueRequest: { usd: 0.4, per: MILLION, of: 'requests (standard queue)', source: SQS },
} as const satisfies Readonly<Record<string, Price>>

export type PriceName = keyof typeof PRICES
