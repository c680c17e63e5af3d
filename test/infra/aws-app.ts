import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { z } from 'zod'
import { addStacks, type Stacks } from '../../infra/aws/stacks.ts'
import { type Stage, stageNamed } from '../../infra/aws/stages.ts'
import { usesOfFunctions } from '../../infra/functions.ts'

const PROJECT = resolve(import.meta.dirname, '../..')
export const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8')
export const uses = await usesOfFunctions()
export const functionNames = readdirSync(join(PROJECT, 'functions')).sort()
const { context } = z.object({ context: z.record(z.string(), z.unknown()) }).parse(JSON.parse(read('cdk.json')))

export interface Synthesized {
  readonly data: Template
  readonly process: Template
  readonly watch: Template
}

/**
 * The templates of a stage, as `npm run synth` makes them, but of functions with next to nothing in them: that command
 * bundles for real.
 *
 * @param alter changes the stacks first
 * @throws ValidationFailed at what the rules of AWS Solutions find
 */
export function synthesize(stage: Stage, alter: (stacks: Stacks) => void = () => {}): Synthesized {
  const temporary = mkdtempSync(join(tmpdir(), 'aws-'))
  try {
    for (const name of functionNames) {
      mkdirSync(join(temporary, name))
      writeFileSync(join(temporary, name, 'index.mjs'), `export const handler = () => '${name}'`)
    }
    const outdir = join(temporary, 'cdk.out')
    const stacks = addStacks(new App({ context, outdir }), stage, { folder: temporary, uses })
    alter(stacks)
    return {
      data: Template.fromStack(stacks.data),
      process: Template.fromStack(stacks.process),
      watch: Template.fromStack(stacks.watch),
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

let made: Synthesized | undefined
/** The templates of the stage `production`, made once for all that look at them. */
export const production = (): Synthesized => {
  made ??= synthesize(stageNamed('production'))
  return made
}

export type Resource = { Type: string; Properties: Record<string, unknown> } & Record<string, unknown>

export const resources = (template: Template, type: string): Resource[] =>
  Object.values(template.findResources(type)) as Resource[]

export const count = (template: Template, type: string, props: object): number =>
  Object.keys(template.findResources(type, { Properties: props })).length

/** Every resource of every template. */
export const everything = ({ data, process, watch }: Synthesized): Resource[] =>
  [data, process, watch].flatMap((template) => Object.values((template.toJSON() as { Resources: object }).Resources))

/** What CloudFormation puts together, with names in angle brackets where only it knows them. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value
  const [kind, of] = Object.entries(value as object)[0] ?? []
  if (kind === 'Fn::Join') return (of as [string, unknown[]])[1].map(flat).join((of as [string])[0])
  if (kind === 'Fn::GetAtt') return `<${(of as string[]).join('.')}>`
  if (kind === 'Fn::ImportValue') return flat(of)
  return `<${kind}:${flat(of)}>`
}
