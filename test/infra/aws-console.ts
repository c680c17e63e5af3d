import { Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { stageNamed } from '../../infra/aws/stages.ts'
import { ROLES } from '../../shared/contracts/session.ts'
import { flat, production, resources, type Synthesized, synthesize } from './aws-app.ts'

// Part of aws.test.ts, which looks at the same templates.

let all: Synthesized
beforeAll(() => {
  all = production()
})

const OWN = {
  name: 'console.voorbeeld.example',
  certificate: 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d',
}

describe('the way in to the console', () => {
  it('is one route for everything, of whatever method, to the console itself', () => {
    all.process.resourceCountIs('AWS::ApiGatewayV2::Api', 1)
    all.process.resourceCountIs('AWS::ApiGatewayV2::Route', 1)
    all.process.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$default' })
    all.process.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      IntegrationUri: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Functionsconsole'), 'Arn'] },
    })
  })

  it('lets no other site ask anything (CORS)', () => {
    const [api] = resources(all.process, 'AWS::ApiGatewayV2::Api')
    expect(api?.Properties).toMatchObject({ ProtocolType: 'HTTP' })
    expect(api?.Properties).not.toHaveProperty('CorsConfiguration')
  })

  it('is throttled, and takes no more of the functions of the account than its share', () => {
    all.process.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    })
    expect(stageNamed('production').atOnce.console).toBe(20)
  })

  it('logs of a request nothing that may name a person: no path, no query, no address (invariant 6)', () => {
    const formats = resources(all.process, 'AWS::ApiGatewayV2::Stage').map(
      ({ Properties }) => (Properties.AccessLogSettings as { Format: string }).Format,
    )
    expect(formats).toHaveLength(1)
    expect(JSON.parse(formats.join())).toEqual({
      requestId: '$context.requestId',
      method: '$context.httpMethod',
      status: '$context.status',
      latency: '$context.responseLatency',
    })
  })

  it('has an address of its own where the stage names one, and then no other', () => {
    const { process } = synthesize({ ...stageNamed('test'), consoleDomain: OWN })
    process.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: OWN.name,
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: OWN.certificate })],
    })
    process.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1)
    process.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true })
    process.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      CallbackURLs: [`https://${OWN.name}/aanmelden/terug`],
      LogoutURLs: [`https://${OWN.name}/aanmelden`],
    })
    process.hasOutput('ConsoleDomainTarget', {})
  })
})

describe('who may sign in to the console', () => {
  it('is put there by an administrator, and outlives the stack', () => {
    all.data.hasResource('AWS::Cognito::UserPool', {
      Properties: {
        AdminCreateUserConfig: Match.objectLike({ AllowAdminCreateUserOnly: true }),
        DeletionProtection: 'ACTIVE',
        UserPoolTier: 'ESSENTIALS',
        UsernameAttributes: ['email'],
      },
      DeletionPolicy: 'Retain',
    })
  })

  it('has a long password and a code of a telephone, never one by SMS', () => {
    all.data.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: Match.objectLike({
          MinimumLength: 14,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        }),
      },
    })
  })

  it('is in a group that is named after a role', () => {
    const groups = resources(all.data, 'AWS::Cognito::UserPoolGroup').map(({ Properties }) => [
      Properties.GroupName,
      Properties.Description,
    ])
    expect(Object.fromEntries(groups)).toEqual(ROLES)
  })

  it('signs in on the pages of Amazon Cognito, by a code that only the console can use', () => {
    const [domain] = resources(all.data, 'AWS::Cognito::UserPoolDomain')
    expect(flat(domain?.Properties.Domain)).toMatch(/^vroegsignalering-production-<Ref:AWS::AccountId>$/)
    expect(domain?.Properties.ManagedLoginVersion).toBe(2)
    const [client] = resources(all.process, 'AWS::Cognito::UserPoolClient')
    expect(client?.Properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'profile'],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
    })
    all.process.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', { UseCognitoProvidedValues: true })
  })

  it('cannot change the name that he signs with', () => {
    const [client] = resources(all.process, 'AWS::Cognito::UserPoolClient')
    expect(client?.Properties).toMatchObject({ ReadAttributes: ['name'], WriteAttributes: ['locale'] })
  })
})
