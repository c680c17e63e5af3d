import { Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { type RisDelivery, stageNamed } from '../../infra/aws/stages.ts'
import { portalFolder } from '../../shared/rounds/portal-file.ts'
import { flat, resources, type Synthesized, synthesize } from './aws-app.ts'

const withRis = (ris: RisDelivery): Synthesized => synthesize({ ...stageNamed('test'), ris })
/** Where the round writes the files for RIS Matching that go by sFTP. */
const OWN = portalFolder({ portal: 'RIS', channel: 'sftp' })
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample inforing'

/** Everything that a role may do with objects of buckets in one way, with its patterns. */
const allowed = ({ process }: Synthesized, role: string, action: string) =>
  resources(process, 'AWS::IAM::Policy')
    .filter(({ Properties }) => flat((Properties.Roles as unknown[])[0]).includes(role))
    .flatMap(
      ({ Properties }) =>
        (Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] }).Statement,
    )
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => [Resource].flat().map(flat))
    .map((resource) => resource.replace(/^[^/]*\//, ''))
const readable = (all: Synthesized, role: string) => allowed(all, role, 's3:GetObject')
const writable = (all: Synthesized, role: string) => allowed(all, role, 's3:PutObject')

describe('Inforing picks the files up', () => {
  let all: Synthesized
  beforeAll(() => {
    all = withRis({ by: 'pickup', publicKeys: [PUBLIC_KEY] })
  })

  it('from a server that knows keys, and no passwords', () => {
    all.process.hasResourceProperties('AWS::Transfer::Server', {
      Protocols: ['SFTP'],
      IdentityProviderType: 'SERVICE_MANAGED',
      SecurityPolicyName: Match.stringLikeRegexp('^TransferSecurityPolicy-202[4-9]'),
      StructuredLogDestinations: Match.anyValue(),
    })
    all.process.hasResourceProperties('AWS::Transfer::User', { UserName: 'inforing', SshPublicKeys: [PUBLIC_KEY] })
    expect(() => withRis({ by: 'pickup', publicKeys: [] })).toThrow('public key')
  })

  it('and sees of the buckets the folders with files for the portals alone', () => {
    const [user] = resources(all.process, 'AWS::Transfer::User')
    const mappings = user?.Properties.HomeDirectoryMappings as { Entry: string; Target: unknown }[]
    expect(user?.Properties.HomeDirectoryType).toBe('LOGICAL')
    expect(mappings.map(({ Entry, Target }) => [Entry, flat(Target)])).toEqual([
      ['/signals', expect.stringMatching(/bucket.*signals.*\/ris\/sftp\/signals$/i)],
      ['/withdrawals', expect.stringMatching(/bucket.*signals.*\/ris\/sftp\/withdrawals$/i)],
    ])
  })

  it('which are there from the start, without a byte, and never expire: each is put anew every day', () => {
    const schedules = resources(all.process, 'AWS::Scheduler::Schedule').filter(({ Properties }) =>
      String(Properties.Name).includes('-ris-folder-'),
    )
    const puts = schedules.map(({ Properties }) => {
      const { Arn, Input, DeadLetterConfig } = Properties.Target as Record<string, unknown>
      expect(DeadLetterConfig).toBeDefined()
      return [Properties.ScheduleExpression, flat(Arn), flat(Input)]
    })
    const put = (folder: string) => [
      'rate(1 day)',
      expect.stringMatching(/:scheduler:::aws-sdk:s3:putObject$/),
      expect.stringMatching(new RegExp(`^{"Bucket":".*signals.*","Key":"${OWN}/${folder}/"}$`, 'i')),
    ]
    expect(puts).toEqual([put('signals'), put('withdrawals')])
    expect(writable(all, 'RisPickupFoldersRole')).toEqual([`${OWN}/signals/`, `${OWN}/withdrawals/`])
    // The operators are told of files.
    all.watch.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], detail: { object: { size: [{ numeric: ['>', 0] }] } } },
    })
  })

  it('reads its own files, and writes nothing', () => {
    expect(readable(all, 'RisPickup')).toEqual([`${OWN}/*`])
  })

  it('and each first time stands in the manifest of the file (S2)', () => {
    all.process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.transfer'], 'detail-type': ['SFTP Server File Download Completed'] },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Functionsrecordpickup'), 'Arn'] },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    })
    all.process.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^Functionsrecordpickup') },
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
  })

  it('or the operators hear of it on the same day', () => {
    all.watch.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'vroegsignalering-test-unfetched-files',
      EvaluationPeriods: 8,
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'RUNNING_SUM(FILL(written, 0)) - RUNNING_SUM(FILL(fetched, 0))' }),
      ]),
    })
    all.watch.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.transfer'], 'detail-type': ['SFTP Server File Download Completed'] },
    })
  })
})

const PUSH = {
  by: 'push',
  url: 'sftp://sftp.example:22',
  hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample'],
  folder: '/in',
} as const

describe('we bring the files to Inforing', () => {
  let all: Synthesized
  beforeAll(() => {
    all = withRis(PUSH)
  })

  it('to a server that is recognised by its key, with a key that lies in a secret', () => {
    all.process.hasResourceProperties('AWS::Transfer::Connector', {
      Url: 'sftp://sftp.example:22',
      SftpConfig: { TrustedHostKeys: [...PUSH.hostKeys], UserSecretId: Match.anyValue() },
      SecurityPolicyName: Match.stringLikeRegexp('^TransferSFTPConnectorSecurityPolicy-'),
    })
    expect(readable(all, 'RisConnectorRole')).toEqual([`${OWN}/*`])
  })

  it('with the function that brings files over every channel, and nothing of its own', () => {
    const [deliverFile] = resources(all.process, 'AWS::Lambda::Function').filter(
      ({ Properties }) => Properties.FunctionName === 'vroegsignalering-test-deliver-file',
    )
    expect(deliverFile?.Properties.Environment).toMatchObject({
      Variables: {
        SFTP_CONNECTOR: { 'Fn::GetAtt': [expect.stringMatching(/^RisConnector/), 'ConnectorId'] },
        SFTP_FOLDER: '/in',
      },
    })
    const roles = resources(all.process, 'AWS::IAM::Role').map(({ Properties }) => JSON.stringify(Properties.Policies))
    expect(roles.filter((policies) => policies?.includes('transfer:'))).toEqual([
      expect.stringMatching(
        /"Action":\["transfer:ListFileTransferResults","transfer:StartFileTransfer"\].*:connector\/",[^}]*"RisConnector/,
      ),
    ])
    const machines = resources(all.process, 'AWS::StepFunctions::StateMachine').map(({ Properties }) =>
      String(Properties.StateMachineName).replace('vroegsignalering-test-', ''),
    )
    expect(machines.sort()).toEqual(['arrears-case', 'erp-import', 'signal-round'])
  })

  it.each(['Completed', 'Failed'])('and what became of each is recorded, or waits for a person: %s (S2)', (what) => {
    all.process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.transfer'],
        'detail-type': [`SFTP Connector File Send ${what}`],
        detail: {
          'connector-id': [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^RisConnector'), 'ConnectorId'] }],
        },
      },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Functionsrecordtransfer'), 'Arn'] },
          DeadLetterConfig: Match.anyValue(),
          InputTransformer: Match.absent(),
        }),
      ],
    })
    all.process.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^Functionsrecordtransfer') },
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
  })

  it('or the operators hear of it at once', () => {
    const alarms = new Map(
      resources(all.watch, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [Properties.AlarmName, Properties]),
    )
    expect(alarms.get('vroegsignalering-test-failed-transfers')).toMatchObject({
      MetricName: 'TriggeredRules',
      Threshold: 1,
    })
    expect([...alarms.keys()]).toContain('vroegsignalering-test-undelivered-transfers')
    expect([...alarms.keys()]).not.toContain('vroegsignalering-test-failed-deliver-file')
  })
})

describe('somebody uploads the files', () => {
  it('so nothing of Transfer Family is there, and no function knows a connector', () => {
    const all = withRis({ by: 'hand' })
    const types = Object.values((all.process.toJSON() as { Resources: Record<string, { Type: string }> }).Resources)
    expect(types.filter(({ Type }) => Type.startsWith('AWS::Transfer::'))).toEqual([])
    expect(JSON.stringify(all.process.toJSON())).not.toContain('SFTP_CONNECTOR')
  })
})
