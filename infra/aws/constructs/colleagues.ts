import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  UserPool,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { ROLES } from '../../../shared/contracts/session.ts'

/**
 * Who may sign in to the console: nobody by himself, each with a password and a code of his telephone, and a group for
 * each role. They outlive their stack.
 */
export class Colleagues extends Construct {
  readonly pool: UserPool
  /** The pages on which they sign in. */
  readonly domain: UserPoolDomain

  constructor(scope: Construct, id: string, { prefix }: { readonly prefix: string }) {
    super(scope, id)
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: prefix,
      // The cheapest that has managed login.
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      // No attribute is required here: the console refuses whoever has no name, and no client need be let write one.
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      userInvitation: {
        emailSubject: 'U kunt zich aanmelden bij Vroegsignalering',
        emailBody:
          'Meld u aan als {username} met het tijdelijke wachtwoord {####}. Het is drie dagen geldig. U kiest dan een ' +
          'eigen wachtwoord, en koppelt een app op uw telefoon die codes geeft.',
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason: 'What the dearer plan adds watches over passwords; here no password is enough by itself.',
    })
    for (const [groupName, description] of Object.entries(ROLES))
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.pool.userPoolId, groupName, description })
    this.domain = this.pool.addDomain('Domain', {
      // Within a region there is one of each name, over all accounts.
      cognitoDomain: { domainPrefix: `${prefix}-${Stack.of(this).account}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    })
    new CfnOutput(Stack.of(this), 'UserPool', { value: this.pool.userPoolId })
  }
}
