import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import type { StateMachine as Definition } from '../../../statemachines/asl.ts'
import { machines } from '../../../statemachines/machines.ts'
import { functionPlaceholder } from '../../functions.ts'
import type { Stage } from '../stages.ts'
import type { CaseFunctions } from './case-functions.ts'
import type { Keys } from './keys.ts'
import { executionsOf, onPartitions, throughTable } from './permissions.ts'

const TABLE_PLACEHOLDER = 'CaseTable'

/** Machines of which thousands run at once, for months: the history of a case says all that their steps would. */
const ONE_A_CASE: ReadonlySet<string> = new Set(['arrears-case'])

/**
 * The ARN of a machine by its name alone. Functions know the machines that they start or wake by it: a reference would
 * run in a circle, since the machines call those functions.
 */
export const machineArn = (scope: Construct, prefix: string, machine: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: `${prefix}-${machine}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })

interface MachinesProps {
  readonly prefix: string
  readonly stage: Stage
  readonly keys: Keys
  readonly table: Table
  readonly functions: CaseFunctions
}

/** Every state machine of `statemachines/`. */
export class Machines extends Construct {
  readonly #machines = new Map<string, StateMachine>()
  readonly #logs = new Map<string, LogGroup>()

  constructor(scope: Construct, id: string, props: MachinesProps) {
    super(scope, id)
    for (const [name, definition] of Object.entries(machines))
      this.#machines.set(name, this.#make(name, definition, props))
  }

  /** @throws Error when no state machine has this name */
  named(name: string): StateMachine {
    const found = this.#machines.get(name)
    if (!found) throw new Error(`there is no state machine ${name}`)
    return found
  }

  get all(): ReadonlyMap<string, StateMachine> {
    return this.#machines
  }

  /** Where a machine's logs go. @throws Error when no state machine has this name */
  logOf(name: string): LogGroup {
    const found = this.#logs.get(name)
    if (!found) throw new Error(`there is no state machine ${name}`)
    return found
  }

  #make(name: string, definition: Definition, { prefix, stage, keys, table, functions }: MachinesProps): StateMachine {
    const text = JSON.stringify(definition)
    const placeholders = [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, placeholder = '']) => placeholder))]
    const arns = new Map(functions.names.map((each) => [functionPlaceholder(each), functions.named(each).functionArn]))
    const fillOf = (placeholder: string): string => {
      const value = placeholder === TABLE_PLACEHOLDER ? table.tableName : arns.get(placeholder)
      if (value === undefined) throw new Error(`${name}: no function is called \${${placeholder}}`)
      return value
    }

    const logGroup = new LogGroup(this, `${name}-log`, {
      logGroupName: `/aws/vendedlogs/states/${prefix}-${name}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.#logs.set(name, logGroup)
    const machine = new StateMachine(this, name, {
      stateMachineName: `${prefix}-${name}`,
      definitionBody: DefinitionBody.fromString(text),
      definitionSubstitutions: Object.fromEntries(placeholders.map((each) => [each, fillOf(each)])),
      tracingEnabled: true,
      logs: {
        destination: logGroup,
        level: ONE_A_CASE.has(name) ? LogLevel.ERROR : LogLevel.ALL,
        includeExecutionData: false,
      },
    })
    const called = placeholders.filter((each) => each !== TABLE_PLACEHOLDER).map(fillOf)
    machine.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: called }))
    if (placeholders.includes(TABLE_PLACEHOLDER)) {
      machine.addToRolePolicy(onPartitions(table.tableArn, ['dynamodb:PutItem'], ['CASE#*']))
      machine.addToRolePolicy(throughTable(this, keys.cases))
    }
    if (ONE_A_CASE.has(name))
      Validations.of(machine).acknowledge({
        id: 'AwsSolutions-SF1',
        reason: 'Each step is an event in the history of its case; the log has what fails.',
      })
    if (/"DISTRIBUTED"/.test(text)) this.#letRunItself(machine, machineArn(this, prefix, name))
    return machine
  }

  /** The children of a distributed map are executions of the machine itself. */
  #letRunItself(machine: StateMachine, arn: string): void {
    machine.addToRolePolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [arn] }))
    machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [executionsOf(arn)],
      }),
    )
  }
}
