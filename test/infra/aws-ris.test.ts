import validator from 'asl-validator'
import { Match } from 'aws-cdk-lib/assertions'
import jsonata from 'jsonata'
import { beforeAll, describe, expect, it } from 'vitest'
import { RIS_KEYS } from '../../infra/aws/constructs/ris-names.ts'
import { DELIVER_FILE } from '../../infra/aws/constructs/ris-push.ts'
import { type RisDelivery, stageNamed } from '../../infra/aws/stages.ts'
import { signalProfile, withdrawalProfile } from '../../shared/portals/bundled-profiles.ts'
import { fileName } from '../../shared/portals/file-name.ts'
import { definitionIn, placeholdersIn, tasksOf, undeclaredIn, unreachableIn } from '../statemachines/definition.ts'
import { expressionsIn } from '../statemachines/expressions.ts'
import { flat, resources, type Synthesized, synthesize } from './aws-app.ts'

const withRis = (ris: RisDelivery): Synthesized => synthesize({ ...stageNamed('test'), ris })
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample inforing'

/** A pattern of IAM, as a regular expression. */
const matcher = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^$()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )
const isForInforing = (key: string) => RIS_KEYS.some((pattern) => matcher(pattern).test(key))

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

describe('the files for RIS Matching', () => {
  const named = { on: '2026-04-20', part: 1 }

  it('are told from those of the other portal by their names', () => {
    for (const format of ['xlsx', 'csv'] as const) {
      expect(isForInforing(`signals/${fileName(signalProfile('RIS', format), named)}`)).toBe(true)
      expect(isForInforing(`signals/${fileName(signalProfile('VPS', format), named)}`)).toBe(false)
    }
    expect(isForInforing(`withdrawals/${fileName(withdrawalProfile('RIS'), named)}`)).toBe(true)
    expect(isForInforing(`withdrawals/${fileName(withdrawalProfile('VPS'), named)}`)).toBe(false)
  })
})

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
      ['/signals', expect.stringMatching(/bucket.*signals.*\/signals$/i)],
      ['/withdrawals', expect.stringMatching(/bucket.*signals.*\/withdrawals$/i)],
    ])
  })

  it('reads its own files, and writes nothing', () => {
    expect(readable(all, 'RisPickup')).toEqual([...RIS_KEYS].sort())
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
    expect(readable(all, 'RisPushConnectorRole')).toEqual([...RIS_KEYS].sort())
  })

  it('as soon as they are written, and never silently not', () => {
    all.process.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], detail: { bucket: Match.anyValue() } },
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
    const expressions = expressionsIn(machine)

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

    it.each([
      ['RIS', 'sftp', true],
      ['RIS', 'upload', false],
      ['VPS', 'upload', false],
    ])('that brings a file for %s by %s: %s', async (portal, channel, brought) => {
      const condition = expressions.find((source) => source.includes('worklist.channel')) ?? ''
      expect(await jsonata(condition).evaluate({}, { worklist: { portal, channel } })).toBe(brought)
    })

    it('that takes of the worklist where the file goes, and no case', async () => {
      const source = expressions.find((each) => each.includes('$sift')) ?? ''
      const Body = JSON.stringify({ portal: 'RIS', channel: 'sftp', caseIds: ['C-1'] })
      const bound = { states: { result: { Body } }, parse: (json: string) => JSON.parse(json) }
      expect(await jsonata(source).evaluate({}, bound)).toEqual({ portal: 'RIS', channel: 'sftp' })
    })

    it('that finds the worklist of a file by its name', async () => {
      const source = expressions.find((each) => each.includes('worklist.json')) ?? ''
      const bound = { states: { input: { key: 'signals/vroegsignalen-2026-04-20-01.xlsx' } } }
      expect(await jsonata(source).evaluate({}, bound)).toBe('rounds/vroegsignalen-2026-04-20-01.xlsx.worklist.json')
    })
  })
})
