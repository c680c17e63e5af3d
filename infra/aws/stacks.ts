import { type App, DefaultStackSynthesizer, type IStackSynthesizer, type StackProps, Validations } from 'aws-cdk-lib'
import { ExplainedChecks } from './checks.ts'
import type { Bundles } from './constructs/case-functions.ts'
import { DataStack } from './data-stack.ts'
import { ProcessStack } from './process-stack.ts'
import { refuseOutsideEu, type Stage } from './stages.ts'
import { WatchStack } from './watch-stack.ts'

export interface Stacks {
  readonly data: DataStack
  readonly process: ProcessStack
  readonly watch: WatchStack
}

/**
 * The whole system for one stage: what must never be lost, what works on it, and what watches. @throws Error outside
 * the EU (K4)
 */
export function addStacks(app: App, stage: Stage, bundles: Bundles): Stacks {
  refuseOutsideEu(stage)
  const prefix = `vroegsignalering-${stage.name}`
  const props = (): StackProps => ({
    env: { region: stage.region },
    // `cdk deploy` looks at the version itself; in the template, it would be in the way of everything else that deploys
    // it.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
  })
  const data = new DataStack(app, `${prefix}-data`, { ...props(), prefix })
  const process = new ProcessStack(app, `${prefix}-process`, { ...props(), stage, prefix, data, bundles })
  const watch = new WatchStack(app, `${prefix}-watch`, { ...props(), stage, prefix, data, process })
  Validations.of(app).addPlugins(new ExplainedChecks())
  return { data, process, watch }
}
