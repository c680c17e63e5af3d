import { resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { bundleHandlers } from '../build/bundle.ts'
import { usesOfFunctions } from '../functions.ts'
import { addStacks } from './stacks.ts'
import { stageNamed } from './stages.ts'

const folder = resolve(import.meta.dirname, '../../dist/aws')
await bundleHandlers({ outDir: folder })

const app = new App()
addStacks(app, stageNamed(app.node.tryGetContext('stage')), { folder, uses: await usesOfFunctions() })
