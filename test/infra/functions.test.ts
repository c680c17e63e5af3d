import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { functionPlaceholder, functions, type Needs } from '../../infra/functions.ts'

const PROJECT = resolve(import.meta.dirname, '../..')
const folders = readdirSync(join(PROJECT, 'functions')).sort()
const codeOf = (name: string) =>
  readdirSync(join(PROJECT, 'functions', name))
    .map((file) => readFileSync(join(PROJECT, 'functions', name, file), 'utf8'))
    .join('\n')

/** What a call in a function's code asks for, as `<resource> <use>`. */
const CALLS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bhandle\(/, ['CASE#* read', 'CASE#* put', 'REGISTER read', 'VOLUME read']],
  [/\blog\.load\(/, ['CASE#* read']],
  [/\blog\.append\(/, ['CASE#* put']],
  [/\blog\.queued\(/, ['index queue']],
  [/\b(log\.open(Ids)?Of|openCases)\(/, ['index client']],
  [/\blog\.overdue\(/, ['index due']],
  [/\blog\.entries\(/, ['index day', 'CASE#* read']],
  [/\bregisters\.(terms|clients|organisation|municipality)\(/, ['REGISTER read']],
  [/\bregisters\.terms\(/, ['VOLUME read']],
  [/\bregisters\.(note|expect)OpenCases\(/, ['VOLUME put']],
  [/\bregisters\.set\w+\(/, ['REGISTER read', 'REGISTER put', 'REGISTER-HISTORY put']],
  [/\brenters\.(get|all|objects)\(|\b(gateFacts|personOf)\(/, ['RENTER#* read']],
  [/\brenters\.put\(/, ['RENTER#* put', 'RENTER#* read']],
  [/\brenters\.(lodge|withdraw)Objection\(/, ['RENTER#* update']],
  [/\bstartCase\(/, ['arrears-case start', 'NOTE#execution read', 'NOTE#execution put']],
  [/\bisRunning\(/, ['arrears-case describe', 'NOTE#execution read']],
  [/\brunning\(\)/, ['arrears-case list', 'NOTE#execution read']],
  [/\bstartRound\(/, ['signal-round start']],
  [/\bstartImport\(/, ['erp-import start']],
  [/\bcaseworkOutside\(|\bworkflow\.wake\(/, ['arrears-case wake']],
  [/\b(undeliverable|unlessUnwritable)\(/, ['NOTE#question put']],
  [/\bwork\.templates\(/, ['letters', 'work read']],
  [/\bmailer\.send\(/, ['mail']],
  [/\bsentAs\(/, ['NOTE#mail read']],
  [/\bsendByEmail\(work, \{/, ['mail', 'letters', 'work read', 'evidence write']],
  [/\bsendByPost\(work, \{/, ['letters', 'work read', 'evidence write', 'post write']],
  [/\bchangeManifest\(/, ['evidence read', 'evidence write']],
  [/\bsettingsOf\(/, ['work read']],
  [/\beachDaySince\([^']*'erp-return'/, ['NOTE#erp-return read', 'NOTE#erp-return put']],
  [/\beachDaySince\([^']*'post-batch'/, ['NOTE#post-batch read', 'NOTE#post-batch put']],
  [/\bportalChannels\(/, ['secrets']],
  [/\bplacedIn\(/, ['work read']],
  [/\bplaced\(/, ['signals read', 'work read']],
  [/\bwritePortalFile\(/, ['work write', 'evidence write', 'signals write']],
]
const NOTE = /\bnotebook\.(get|putMany|put|list|reservation)(?:<[^>]*>)?\(\s*'([\w-]+)'/g
const OBJECT = /\bobjects\.(get|put|stream|exists|list)\(\s*'(\w+)'|\b(get|put)Json\(\s*work\.objects,\s*'(\w+)'/g

function askedBy(code: string): string[] {
  const asked = CALLS.filter(([call]) => call.test(code)).flatMap(([, uses]) => uses)
  for (const [, verb, kind] of code.matchAll(NOTE)) {
    if (verb === 'putMany') asked.push(`NOTE#${kind} putMany`)
    else if (verb !== 'put') asked.push(`NOTE#${kind} read`)
    if (verb === 'put' || verb === 'reservation') asked.push(`NOTE#${kind} put`)
  }
  for (const [, verb, bucket, jsonVerb, jsonBucket] of code.matchAll(OBJECT))
    asked.push(`${bucket ?? jsonBucket} ${(verb ?? jsonVerb) === 'put' ? 'write' : 'read'}`)
  return [...new Set(asked)].sort()
}

function declared({ table, buckets, machines, indexes = [], sendsMail, writesLetters, readsSecrets }: Needs): string[] {
  const used = Object.entries({ ...table, ...buckets, ...machines }).flatMap(([resource, uses]) =>
    uses.map((use) => `${resource} ${use}`),
  )
  const others = [
    ...(sendsMail ? ['mail'] : []),
    ...(writesLetters ? ['letters'] : []),
    ...(readsSecrets ? ['secrets'] : []),
  ]
  return [...used, ...indexes.map((index) => `index ${index}`), ...others].sort()
}

describe('what the functions may do', () => {
  it('is said of every function, and of no other', () => {
    expect(Object.keys(functions).sort()).toEqual(folders)
  })

  it.each(folders)('is for %s what its code asks, and nothing more', (name) => {
    expect(declared(functions[name] ?? { duration: 'short' })).toEqual(askedBy(codeOf(name)))
  })

  it('names the partitions as the adapters do', () => {
    const adapters = readdirSync(join(PROJECT, 'shared/adapters'))
      .map((file) => readFileSync(join(PROJECT, 'shared/adapters', file), 'utf8'))
      .join('\n')
    const prefixes = [...adapters.matchAll(/partitionOf = \(\w+: string\) => `([A-Z]+#)\$/g)].map(
      ([, prefix]) => prefix,
    )
    const fixed = [...adapters.matchAll(/const (?:REGISTER|HISTORY|VOLUME) = '([A-Z-]+)'/g)].map(([, name]) => name)
    const partitions = Object.values(functions).flatMap(({ table = {} }) => Object.keys(table))
    const kinds = new Set(partitions.map((partition) => partition.replace(/#.*/, '#')))
    expect(kinds).toEqual(new Set([...prefixes, ...fixed]))
  })

  it('has placeholders in the state machines that read as names', () => {
    expect(functionPlaceholder('find-standing')).toBe('FindStanding')
  })
})
