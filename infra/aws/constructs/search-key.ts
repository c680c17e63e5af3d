import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { SEARCH_KEY } from '../../../shared/contracts/uses.ts'
import { secretsPrefixOf } from './permissions.ts'

/** The key by which renters are found, made by Secrets Manager and seen by nobody. */
export class SearchKey extends Construct {
  readonly secret: Secret

  constructor(scope: Construct, id: string, { prefix }: { readonly prefix: string }) {
    super(scope, id)
    this.secret = new Secret(this, 'Secret', {
      secretName: `${secretsPrefixOf(prefix)}${SEARCH_KEY}`,
      description: 'By which renters are found by name, address and mailbox',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'By another key nobody is found any more until everything that renters are found by is written anew.',
    })
  }
}
