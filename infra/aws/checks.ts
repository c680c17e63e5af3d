import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { reasonFor } from './wildcards.ts'

/**
 * The rules of AWS Solutions, with one list of reasons for wildcards. cdk-nag would have each acknowledged on its own,
 * by a name that holds what CDK generates.
 */
export class ExplainedChecks implements IPolicyValidationPlugin {
  readonly name = 'AwsSolutions'
  readonly #checks = new AwsSolutionsChecks()

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { violations } = this.#checks.validate(context)
    const unexplained = violations.filter(({ ruleName }) => !isExplained(ruleName))
    return { success: unexplained.length === 0, violations: unexplained }
  }
}

function isExplained(ruleName: string): boolean {
  const [, resource] = /^AwsSolutions-IAM5\[Resource::(.*)\]$/.exec(ruleName) ?? []
  return resource !== undefined && reasonFor(resource) !== null
}
