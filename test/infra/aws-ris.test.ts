import validator from 'asl-validator'
import { Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { DELIVER_FILE } from '../../infra/aws/constructs/ris-push.ts'
import { type RisDelivery, stageNamed } from '../../infra/aws/stages.ts'
import { portalFolder } from '../../shared/rounds/portal-file.ts'
import { definitionIn, placeholdersIn, tasksOf, undeclaredIn, unreachableIn } from '../statemachines/definition.ts'
import { flat, resources, type Synthesized, synthesize } from './aws-app.ts'

const withRis = (ris: RisDelivery): Synthesized => synthesize({ ...stageNamed('test'), ris })
/** Where the round writes the files for RIS Matching that go by sFTP. */
const OWN = portalFolder({ portal: 'RIS', channel: 'sftp' })
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample inforing'

/** Everything that a role may get from buckets, with its patterns. */
const readable = ({ process }: Synthesized, role: string) =>
  resources(process, 'AWS::IAM::Policy')
    .filter(({ Properties }) => flat((Properties.Roles as unknown[])[0]).includes(role))
    .flatMap(
      ({ Properties }) =>
        (Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] }).Statement,
    )
    .filter(({ Action }) => [Action].flat().includes('s3:GetObject'))
    .flatMap(({ Resource }) => [Resource].flat().map(flat))
    .map((resource) => resource.replace(/^[^/]*\//, ''))

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
    expect(readable(all, 'RisPushConnectorRole')).toEqual([`${OWN}/*`])
  })

  it('as soon as they are written, and never silently not', () => {
    all.process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], detail: { object: { key: [{ prefix: `${OWN}/` }] } } },
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('^RisPushMachine') },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    })
    const names = resources(all.watch, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties.AlarmName)
    expect(names).toEqual(
      expect.arrayContaining([
        'vroegsignalering-test-failed-deliver-file',
        'vroegsignalering-test-undelivered-ris-files',
      ]),
    )
  })

  describe('with a machine', () => {
    const definition = definitionIn(DELIVER_FILE)
    const { text, machine } = definition

    it('that is valid States Language, all of whose states are reached and whose variables are assigned', async () => {
      expect(validator(JSON.parse(text)).errors).toEqual([])
      expect(unreachableIn(machine)).toEqual([])
      expect(await undeclaredIn(machine)).toEqual([])
    })

    it('that tries every task again, ends it in time, and fails for people to see', () => {
      for (const [state, { Retry, TimeoutSeconds, Catch }] of tasksOf(definition)) {
        expect(Retry.length, state).toBeGreaterThan(0)
        expect(TimeoutSeconds, state).toBeDefined()
        expect(Catch, state).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: 'The file was not delivered' }])
      }
    })

    it('that has a value for every placeholder', () => {
      const [deployed] = resources(all.process, 'AWS::StepFunctions::StateMachine').filter(
        ({ Properties }) => Properties.StateMachineName === 'vroegsignalering-test-deliver-file',
      )
      expect(Object.keys(deployed?.Properties.DefinitionSubstitutions as object).sort()).toEqual(
        placeholdersIn(text).sort(),
      )
    })
  })
})
