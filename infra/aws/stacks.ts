import type { App } from 'aws-cdk-lib'
import type { Bundles } from './constructs/case-functions.ts'
import { DataStack } from './data-stack.ts'
import { ProcessStack } from './process-stack.ts'
import { refuseOutsideEu, type Stage } from './stages.ts'

/** The whole system for one stage: what must never be lost, and what works on it. @throws Error outside the EU (K4) */
export function addStacks(app: App, stage: Stage, bundles: Bundles): { data: DataStack; process: ProcessStack } {
  refuseOutsideEu(stage)
  const prefix = `vroegsignalering-${stage.name}`
  const env = { region: stage.region }
  const data = new DataStack(app, `${prefix}-data`, { env })
  const process = new ProcessStack(app, `${prefix}-process`, { env, stage, prefix, data, bundles })
  return { data, process }
}
