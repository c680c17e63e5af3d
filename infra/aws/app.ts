import { resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { bundleHandlers } from '../build/bundle.ts'
import { addStacks } from './stacks.ts'
import { stageNamed } from './stages.ts'

const bundles = resolve(import.meta.dirname, '../../dist/aws')
const functionNames = await bundleHandlers({ outDir: bundles })

const app = new App()
addStacks(app, stageNamed(app.node.tryGetContext('stage')), { bundles, functionNames })
