import { Duration } from 'aws-cdk-lib'
import {
  CfnManagedLoginBranding,
  ClientAttributes,
  OAuthScope,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito'
import type { Construct } from 'constructs'
import type { SignIn } from '../../rights.ts'
import type { Colleagues } from './colleagues.ts'

/**
 * The console as the user pool knows it: a client without a secret, since PKCE proves who fetches the answer.
 *
 * @param address of the console, without a slash at its end
 */
export function consoleClient(scope: Construct, { pool, domain }: Colleagues, address: string): SignIn {
  const client = new UserPoolClient(scope, 'ConsoleClient', {
    userPool: pool,
    generateSecret: false,
    preventUserExistenceErrors: true,
    authFlows: { userSrp: true },
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
      callbackUrls: [`${address}/aanmelden/terug`],
      logoutUrls: [`${address}/aanmelden`],
    },
    readAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }),
    // A list without any would let all be written: nobody changes the name that he signs with.
    writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    // Whoever comes for the first time sets up his telephone meanwhile.
    authSessionValidity: Duration.minutes(15),
    // The console asks once who somebody is, and keeps a session of its own.
    idTokenValidity: Duration.minutes(5),
    accessTokenValidity: Duration.minutes(5),
    refreshTokenValidity: Duration.hours(1),
  })
  // Without a style of its own, a client has no pages at all.
  new CfnManagedLoginBranding(scope, 'ConsoleLogin', {
    userPoolId: pool.userPoolId,
    clientId: client.userPoolClientId,
    useCognitoProvidedValues: true,
  })
  return { issuer: pool.userPoolProviderUrl, clientId: client.userPoolClientId, domain: domain.baseUrl() }
}
