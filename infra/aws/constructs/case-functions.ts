import { join } from 'node:path'
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  Code,
  Function as Lambda,
  LoggingFormat,
  ParamsAndSecretsLayerVersion,
  ParamsAndSecretsVersions,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Bucket as BucketName } from '../../../shared/contracts/ports.ts'
import { type Machine, type Uses, usesSearchKey } from '../../../shared/contracts/uses.ts'
import { environmentOf, MEMORY_MB, type Push, type SignIn, statementsOf } from '../../rights.ts'
import type { Stage } from '../stages.ts'
import type { Keys } from './keys.ts'
import { retentionRole } from './legal-hold.ts'
import { arnsOf, policy, secretsPrefixOf } from './permissions.ts'

/** The functions as they are bundled, a folder each. */
export interface Bundles {
  readonly folder: string
  /** What each function may do. */
  readonly uses: Readonly<Record<string, Uses>>
}

export interface CaseFunctionsProps {
  readonly stage: Stage
  readonly prefix: string
  readonly bundles: Bundles
  readonly keys: Keys
  readonly table: Table
  readonly searchKey: Secret
  readonly buckets: Readonly<Record<BucketName, Bucket>>
  readonly machineArn: (machine: Machine) => string
  readonly configurationSet: string
  readonly push: Push | null
  readonly signIn: SignIn
}

const TIMEOUTS = { short: Duration.minutes(1), long: Duration.minutes(15) } as const

/** Every function of `functions/`, each with the permissions and the environment that follow from its `uses`. */
export class CaseFunctions extends Construct {
  readonly #functions = new Map<string, Lambda>()
  readonly #logs = new Map<string, LogGroup>()
  readonly names: readonly string[]

  constructor(scope: Construct, id: string, props: CaseFunctionsProps) {
    super(scope, id)
    this.names = Object.keys(props.bundles.uses)
    for (const name of Object.keys(props.stage.atOnce))
      if (!this.names.includes(name)) throw new Error(`stage ${props.stage.name}: there is no functions/${name}`)
    for (const [name, uses] of Object.entries(props.bundles.uses))
      this.#functions.set(name, this.#make(name, uses, props))
  }

  /** @throws Error when no folder has this name */
  named(name: string): Lambda {
    const found = this.#functions.get(name)
    if (!found) throw new Error(`there is no functions/${name}`)
    return found
  }

  /** Where a function's logs go. @throws Error when no folder has this name */
  logOf(name: string): LogGroup {
    const found = this.#logs.get(name)
    if (!found) throw new Error(`there is no functions/${name}`)
    return found
  }

  #make(name: string, uses: Uses, props: CaseFunctionsProps): Lambda {
    const { stage, prefix, bundles, table, buckets, machineArn, configurationSet, push, signIn } = props
    const functionName = `${prefix}-${name}`
    const logGroup = new LogGroup(this, `${name}-log`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.#logs.set(name, logGroup)
    const atOnce = stage.atOnce[name]
    const role = new Role(this, `${name}-role`, {
      ...(uses.buckets?.evidence?.includes('purge') && { roleName: retentionRole(prefix) }),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        uses: new PolicyDocument({ statements: statementsOf(uses, arnsOf(this, props)).map(policy) }),
      },
    })
    logGroup.grantWrite(role)
    return new Lambda(this, name, {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(bundles.folder, name)),
      role,
      memorySize: MEMORY_MB[uses.duration],
      timeout: TIMEOUTS[uses.duration],
      ...(atOnce !== undefined && { reservedConcurrentExecutions: atOnce }),
      environment: environmentOf(uses, {
        table: table.tableName,
        bucket: (bucket) => buckets[bucket].bucketName,
        machineArn,
        configurationSet,
        secretsPrefix: secretsPrefixOf(prefix),
        push,
        timestamps: stage.timestamps,
        signIn,
      }),
      ...((uses.secrets || usesSearchKey(uses)) && {
        paramsAndSecrets: ParamsAndSecretsLayerVersion.fromVersion(ParamsAndSecretsVersions.V1_0_103),
      }),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
    })
  }
}
