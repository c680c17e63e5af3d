import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { CfnConnector } from 'aws-cdk-lib/aws-transfer'
import { Construct } from 'constructs'
import type { RisDelivery } from '../stages.ts'
import { through } from './permissions.ts'
import type { RisFilesProps } from './ris-files.ts'
import { RIS_FOLDER } from './ris-names.ts'

/**
 * The connector by which `deliver-file` brings each file for RIS Matching to Inforing's server, from fixed addresses
 * that Inforing can let in.
 */
export class RisConnector extends Construct {
  readonly connectorId: string

  constructor(
    scope: Construct,
    id: string,
    { prefix, keys, buckets: { signals } }: Pick<RisFilesProps, 'prefix' | 'keys' | 'buckets'>,
    { url, hostKeys }: Extract<RisDelivery, { by: 'push' }>,
  ) {
    super(scope, id)
    const login = new Secret(this, 'Login', {
      secretName: `${prefix}-inforing`,
      description: 'User name and private key at Inforing: {"Username":"…","PrivateKey":"…"}',
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(login).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Inforing must be given the new public key first: the runbook says how the key is rotated.',
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('transfer.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    for (const statement of [
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [signals.arnForObjects(`${RIS_FOLDER}/*`)] }),
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [login.secretArn] }),
      through(this, keys.files, 's3', ['kms:Decrypt']),
    ])
      role.addToPrincipalPolicy(statement)
    const connector = new CfnConnector(this, 'Connector', {
      url,
      accessRole: role.roleArn,
      sftpConfig: { userSecretId: login.secretArn, trustedHostKeys: [...hostKeys] },
      securityPolicyName: 'TransferSFTPConnectorSecurityPolicy-2024-03',
    })
    this.connectorId = connector.attrConnectorId
  }
}
