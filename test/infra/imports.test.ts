import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const PROJECT = resolve(import.meta.dirname, '../..')

interface Rule {
  readonly files: RegExp
  /** Places in the project, and packages: with everything below them. */
  readonly may: readonly string[]
}

const DOMAIN = 'shared/domain'
const CONTRACTS = 'shared/contracts'
const LIBRARIES = ['shared/portals', 'shared/erp', 'shared/letters']
const QUESTIONS = 'shared/questions'
const USE_CASE_PARTS = [
  ...['shared/cases', 'shared/rounds', 'shared/correspondence', 'shared/facts', 'shared/queries', 'shared/morning'],
  QUESTIONS,
]
/** What of `shared/runtime` knows neither the clock nor Lambda. */
const TOOLS = ['each-day', 'json-objects', 'keep-once', 'keyed-hash', 'pool', 'random', 'remember', 'sha256'].map(
  (name) => `shared/runtime/${name}.ts`,
)

/**
 * Who may import what: domain ← contracts ← libraries ← cases, questions, queries, correspondence, rounds and facts ←
 * use cases ← handlers ← infra. Only handlers and infra name adapters. A file obeys the first rule that is about it;
 * `OWN` is the folder it lies in.
 */
const OWN = '.'
const RULES: readonly Rule[] = [
  { files: /^shared\/domain\//, may: [DOMAIN, 'temporal-polyfill', 'date-holidays', 'canonicalize'] },
  { files: /^shared\/contracts\//, may: [CONTRACTS, DOMAIN, 'zod'] },
  { files: /^shared\/portals\//, may: ['shared/portals', DOMAIN, CONTRACTS, 'zod', 'exceljs', 'jszip', 'papaparse'] },
  {
    files: /^shared\/erp\//,
    may: ['shared/erp', DOMAIN, CONTRACTS, 'zod', 'papaparse', 'saxes', 'node:crypto', 'node:stream', 'node:zlib'],
  },
  { files: /^shared\/letters\/directory\.ts$/, may: ['shared/letters', 'node:fs/promises', 'node:path'] },
  {
    files: /^shared\/letters\//,
    may: ['shared/letters', DOMAIN, CONTRACTS, 'zod', 'mustache', 'nodemailer', 'pdfkit', 'node:crypto'],
  },
  { files: /^shared\/cases\//, may: ['shared/cases', DOMAIN, CONTRACTS, ...TOOLS, 'canonicalize'] },
  { files: /^shared\/questions\//, may: [QUESTIONS, DOMAIN, CONTRACTS] },
  {
    files: /^shared\/queries\//,
    may: [
      'shared/queries',
      'shared/cases/named-claims.ts',
      'shared/letters/format.ts',
      ...[QUESTIONS, DOMAIN, CONTRACTS, ...TOOLS, 'zod', 'node:zlib'],
    ],
  },
  {
    files: /^shared\/facts\//,
    may: [
      ...['shared/facts', 'shared/cases', 'shared/queries', 'shared/rounds', 'shared/portals/manifest.ts'],
      ...[QUESTIONS, DOMAIN, CONTRACTS, ...TOOLS],
    ],
  },
  {
    files: /^shared\/correspondence\//,
    may: ['shared/correspondence', 'shared/cases', QUESTIONS, DOMAIN, CONTRACTS, ...LIBRARIES, ...TOOLS],
  },
  {
    files: /^shared\/rounds\//,
    may: [
      'shared/rounds',
      'shared/cases',
      'shared/correspondence',
      'shared/queries',
      QUESTIONS,
      DOMAIN,
      CONTRACTS,
      ...LIBRARIES,
      ...TOOLS,
      'zod',
    ],
  },
  {
    files: /^shared\/morning\//,
    may: [
      ...['shared/morning', 'shared/queries', 'shared/correspondence', 'shared/rounds', 'shared/letters/format.ts'],
      ...[QUESTIONS, DOMAIN, CONTRACTS],
    ],
  },
  {
    files: /^shared\/runtime\//,
    may: ['shared/runtime', DOMAIN, CONTRACTS, 'zod', '@middy/core', '@aws-lambda-powertools/logger', 'node:crypto'],
  },
  {
    files: /^shared\/adapters\//,
    may: [
      'shared',
      'zod',
      '@aws-sdk',
      '@peculiar',
      '@smithy/undici-http-handler',
      'openid-client',
      ...['node:crypto', 'node:events', 'node:fs/promises', 'node:path', 'node:readline', 'node:stream'],
      ...['node:timers/promises', 'node:util'],
    ],
  },
  { files: /^statemachines\//, may: [OWN, DOMAIN] },
  {
    files: /^functions\/console\/handler\.ts$/,
    may: [OWN, 'shared/adapters', 'shared/contracts/uses.ts', 'shared/runtime', 'hono/aws-lambda'],
  },
  {
    files: /^functions\/[^/]+\/handler\.ts$/,
    may: [OWN, 'shared/adapters', 'shared/contracts/uses.ts', 'shared/runtime'],
  },
  // Pages are made by a library that knows neither the clock nor Lambda.
  { files: /^functions\/console\/styles\.ts$/, may: [...TOOLS, 'node:fs', 'node:path'] },
  {
    files: /^functions\/console\//,
    may: ['functions/console', DOMAIN, CONTRACTS, ...LIBRARIES, ...USE_CASE_PARTS, ...TOOLS, 'hono', 'zod'],
  },
  {
    files: /^functions\//,
    may: [OWN, DOMAIN, CONTRACTS, ...LIBRARIES, ...USE_CASE_PARTS, ...TOOLS, 'zod', 'node:crypto'],
  },
  { files: /^infra\/build\//, may: ['infra/build', 'statemachines', 'esbuild', 'zod', 'node:'] },
  {
    files: /^infra\/(restart-executions|copy-stage|put-registers|show-registers)\.ts$/,
    may: [
      ...['shared/adapters', 'shared/facts/signature.ts', DOMAIN, CONTRACTS, ...TOOLS],
      ...['infra/command.ts', 'infra/local', 'infra/own-templates.ts', 'infra/sender.ts', '@aws-sdk', 'node:'],
    ],
  },
  { files: /^infra\/own-templates\.ts$/, may: ['shared/letters', 'infra/build', 'infra/command.ts', 'node:'] },
  { files: /^infra\/command\.ts$/, may: ['node:util'] },
  { files: /^infra\/sender\.ts$/, may: ['infra/aws/stages.ts'] },
  { files: /^infra\/[^/]+\.ts$/, may: [CONTRACTS, 'node:'] },
  {
    files: /^infra\/aws\//,
    may: [
      ...['infra/aws', 'infra/build', 'infra/functions.ts', 'infra/rights.ts', 'infra/schedules.ts', 'statemachines'],
      ...['shared/adapters/table.ts', CONTRACTS],
      ...['aws-cdk-lib', 'cdk-nag', 'constructs', 'node:'],
    ],
  },
  {
    files: /^infra\/local\//,
    may: [
      ...[
        'infra/command.ts',
        'infra/local',
        'infra/own-templates.ts',
        'infra/sender.ts',
        'infra/build',
        'infra/functions.ts',
        'infra/rights.ts',
        'infra/schedules.ts',
      ],
      ...['shared', 'statemachines', 'functions/console', 'node:'],
      ...[
        'zod',
        '@aws-sdk',
        'dynalite',
        'light-my-request',
        '@20minutes/s3rver',
        'aws-ses-v2-local',
        'jsonata',
        'mailparser',
        'nodemailer',
      ],
      ...['exceljs', 'jszip', 'papaparse', 'aws-lambda', 'hono', '@hono/node-server', 'pdfkit', 'ssh2'],
    ],
  },
]

const below = (place: string, target: string): boolean =>
  target === place || target.startsWith(place.endsWith(':') ? place : `${place}/`)

/**
 * What a file imports, as types too: places in the project as their path from its root, packages as they are written.
 */
function importsOf(file: string, text: string): string[] {
  const statements = /(?:^|\n)(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*'([^']+)'|\bimport\(\s*'([^']+)'/g
  return [...text.matchAll(statements)].map(([, from, dynamic]) => {
    const target = from ?? dynamic ?? ''
    return target.startsWith('.') ? join(dirname(file), target) : target
  })
}

function violationsIn(file: string, text: string): string[] {
  const rule = RULES.find(({ files }) => files.test(file))
  if (!rule) return [`${file} has no rule`]
  const allowed = rule.may.map((place) => (place === OWN ? dirname(file) : place))
  return importsOf(file, text)
    .filter((target) => !allowed.some((place) => below(place, target)))
    .map((target) => `${file} imports ${target}`)
}

const FOLDERS = ['shared', 'statemachines', 'functions', 'infra']
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.includes('node_modules'))
    .map((path) => {
      const file = join(folder, path)
      return { file, text: readFileSync(join(PROJECT, file), 'utf8') }
    }),
)

describe('imports go one way', () => {
  it.each(FOLDERS)('in %s', (folder) => {
    const own = sources.filter(({ file }) => below(folder, file))
    expect(own.length).toBeGreaterThan(0)
    expect(own.flatMap(({ file, text }) => violationsIn(file, text))).toEqual([])
  })

  it('and the domain asks neither the clock, nor the environment, nor chance', () => {
    const impure = /\bDate\.now\b|new Date\(\)|Temporal\.Now|\bprocess\.(?!md\b)|\bMath\.random\b|\bconsole\./
    const domain = sources.filter(({ file }) => below(DOMAIN, file))
    expect(domain.filter(({ text }) => impure.test(text)).map(({ file }) => file)).toEqual([])
  })

  it('and questions are asked, listed and ended in one place', () => {
    const notes = /\bnotebook\s*\.\w+(?:<[^>]*>)?\(\s*'question'|dynamoNotebook\([^)]*\)\s*\.\w+\(\s*'question'/
    expect(sources.filter(({ text }) => notes.test(text)).map(({ file }) => file)).toEqual([])
    const one = sources.find(({ file }) => file === 'shared/questions/questions.ts')
    expect(one?.text).toContain("const KIND = 'question'")
  })

  it('and what runs on Lambda comes from the dependencies that the project declares', () => {
    const manifest = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')))
    const declared = Object.keys(manifest.dependencies)
    const undeclared = sources
      .filter(({ file }) => below('shared', file) || below('functions', file))
      .flatMap(({ file, text }) =>
        importsOf(file, text)
          .filter((target) => !/^(node:|shared\/|functions\/)/.test(target))
          .filter((target) => !declared.some((name) => below(name, target)))
          .map((target) => `${file} imports ${target}`),
      )
    expect(undeclared).toEqual([])
  })
})

describe('the check', () => {
  it.each([
    ['shared/domain/decide.ts', "import { readFile } from 'node:fs/promises'"],
    ['shared/domain/decide.ts', "import type { Bucket } from '../contracts/ports.ts'"],
    ['shared/cases/change-case.ts', "import {\n  dynamoCaseLog,\n} from '../adapters/dynamo-case-log.ts'"],
    ['shared/runtime/lambda.ts', "export { caseLog } from '../adapters/from-environment.ts'"],
    ['functions/send-letter/send-letter.ts', "const it = await import('../../shared/adapters/clients.ts')"],
    ['functions/send-letter/send-letter.ts', "import { x } from '../post-letter/post-letter.ts'"],
    ['statemachines/arrears-case.ts', "import { viewOf } from '../shared/cases/standing-view.ts'"],
    ['statemachines/arrears-case.ts', "import { functions } from '../infra/functions.ts'"],
    ['infra/aws/app.ts', "import '../local/start.ts'"],
    ['infra/local/start.ts', "import { stages } from '../aws/stages.ts'"],
    ['shared/novelty/file.ts', ''],
  ])('refuses in %s: %s', (file, text) => {
    expect(violationsIn(file, text)).toHaveLength(1)
  })

  it('lets pass what goes the right way', () => {
    expect(violationsIn('functions/send-letter/handler.ts', "import { sendLetter } from './send-letter.ts'\n")).toEqual(
      [],
    )
    expect(violationsIn('shared/cases/change-case.ts', "import { decide } from '../domain/decide.ts'")).toEqual([])
  })
})
