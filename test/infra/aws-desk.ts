import { Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { stageNamed } from '../../infra/aws/stages.ts'
import { flat, production, resources, type Synthesized, synthesize } from './aws-app.ts'

// Part of aws.test.ts, which looks at the same templates.

const SSO = 'aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Debiteuren_0a1b'
const ROLES = ['debiteurenbeheer', SSO]

interface Policy {
  readonly Effect: string
  readonly Principal: { readonly AWS: unknown }
  readonly Action: string
  readonly Resource: unknown
  readonly Condition?: { readonly ArnNotEquals: Record<string, unknown> }
}
const policies = ({ process }: Synthesized): Policy[] =>
  resources(process, 'AWS::Events::EventBusPolicy').map(({ Properties }) => Properties.Statement as Policy)
/** The names of the roles that a list of ARNs names. */
const named = (arns: unknown) => [arns].flat().map((arn) => flat(arn).replace(/^arn:.*:iam::.*:role\//, ''))

describe('the bus of facts', () => {
  let withTwo: Synthesized
  let nobody: Synthesized
  beforeAll(() => {
    withTwo = synthesize({ ...stageNamed('test'), reporters: ROLES })
    nobody = production()
  })

  it('takes facts of the roles that the stage names', () => {
    const allowed = policies(withTwo).filter(({ Effect }) => Effect === 'Allow')
    expect(allowed.map(({ Action, Principal }) => [Action, named(Principal.AWS)])).toEqual([
      ['events:PutEvents', ROLES],
    ])
  })

  it('and refuses everybody else, whatever else they may', () => {
    const [denied, ...more] = policies(withTwo).filter(({ Effect }) => Effect === 'Deny')
    expect(more).toEqual([])
    expect(denied).toMatchObject({ Action: 'events:PutEvents', Principal: { AWS: '*' } })
    expect(flat(denied?.Resource)).toMatch(/^<DeskBus\w+\.Arn>$/)
    expect(Object.keys(denied?.Condition ?? {})).toEqual(['ArnNotEquals'])
    expect(named(denied?.Condition?.ArnNotEquals['aws:PrincipalArn'])).toEqual(ROLES)
  })

  it('and everybody, as long as the stage names none', () => {
    expect(policies(nobody)).toEqual([
      expect.objectContaining({ Effect: 'Deny', Action: 'events:PutEvents', Principal: { AWS: '*' } }),
    ])
    expect(policies(nobody)[0]?.Condition).toBeUndefined()
  })

  it('lies under the key of messages, which EventBridge may use for it', () => {
    const [bus] = resources(nobody.process, 'AWS::Events::EventBus')
    expect(flat(bus?.Properties.KmsKeyIdentifier)).toContain('KeysMessages')
    const statements = resources(nobody.data, 'AWS::KMS::Key')
      .filter(({ Properties }) => String(Properties.Description).includes('facts, queues and topics'))
      .flatMap(({ Properties }) => (Properties.KeyPolicy as { Statement: object[] }).Statement)
    // Without a condition: what EventBridge asks of the key does not always say for which bus.
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
      Resource: '*',
    })
  })

  it('keeps as a dead letter what it cannot encrypt or read (invariant 4)', () => {
    const deskQueue = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DeskDeadLetters'), 'Arn'] }
    nobody.process.hasResourceProperties('AWS::Events::EventBus', { DeadLetterConfig: { Arn: deskQueue } })
    nobody.process.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp('^DeskDeadLetters') }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: {
              ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [Match.stringLikeRegexp('^DeskBus'), 'Arn'] } },
            },
          }),
        ]),
      },
    })
  })

  it('has no archive, which would keep facts about persons past their term (K2)', () => {
    nobody.process.resourceCountIs('AWS::Events::Archive', 0)
  })
})
