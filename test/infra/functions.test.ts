import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { functionPlaceholder, usesOfFunctions } from '../../infra/functions.ts'
import { type Arns, environmentOf, type Names, type Statement, statementsOf } from '../../infra/rights.ts'
import { INDEXES } from '../../shared/adapters/table.ts'
import { type Uses, VARIABLES } from '../../shared/contracts/uses.ts'

const folders = readdirSync(resolve(import.meta.dirname, '../../functions')).sort()
const functions = await usesOfFunctions()

const TIMESTAMPS = VARIABLES.timestamps

const ARNS: Arns = {
  region: 'eu-central-1',
  table: 'table/cases',
  bucket: (bucket) => `bucket/${bucket}`,
  machine: (machine) => `states:stateMachine:${machine}`,
  keys: { cases: 'key/cases', files: 'key/files' },
  sender: ['identity/ours', 'configuration-set/ours'],
  secrets: 'secret/ours/*',
  searchKey: 'secret/ours/search-key',
  connector: 'connector/c-1',
}
/** Every pair of an action and a resource, with the partitions that it is narrowed to. */
const allowed = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ actions, resources, conditions }) => {
    const partitions = conditions?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []
    return actions.flatMap((action) => resources.map((resource) => [action, resource, ...partitions].join(' ')))
  })
const withoutKeys = (uses: Uses) => allowed(statementsOf(uses, { ...ARNS, keys: null }))

describe('what the functions may do', () => {
  it('is said by the handler of every function', () => {
    expect(Object.keys(functions)).toEqual(folders)
    for (const name of folders) expect(functions[name], join('functions', name)).toBeTypeOf('object')
  })

  it('comes down to permissions', () => {
    const uses: Uses = {
      duration: 'short',
      cases: 'append',
      indexes: ['client'],
      registers: 'change',
      openCases: 'count',
      renters: 'objection',
      notes: { question: ['put'], mail: ['putMany'] },
      buckets: { work: ['read'], evidence: ['write'] },
      machines: { 'arrears-case': ['start', 'describe', 'list', 'wake'] },
      mail: true,
      secrets: true,
      transfer: true,
    }
    const reads = 'table/cases CASE#* REGISTER REGISTER-HISTORY VOLUME BOOK BEAT RENTER#*'
    expect(withoutKeys(uses)).toEqual([
      ...[`dynamodb:GetItem ${reads}`, `dynamodb:BatchGetItem ${reads}`, `dynamodb:Query ${reads}`],
      'dynamodb:PutItem table/cases CASE#* REGISTER REGISTER-HISTORY VOLUME NOTE#question',
      'dynamodb:BatchWriteItem table/cases NOTE#mail',
      'dynamodb:UpdateItem table/cases RENTER#*',
      'dynamodb:Query table/cases/index/client',
      ...['s3:GetObject bucket/work/*', 's3:ListBucket bucket/work'],
      ...['s3:PutObject bucket/evidence/*', 's3:PutObjectLegalHold bucket/evidence/*'],
      'states:StartExecution states:stateMachine:arrears-case',
      'states:DescribeExecution states:execution:arrears-case:*',
      'states:ListExecutions states:stateMachine:arrears-case',
      'states:SendTaskSuccess states:stateMachine:arrears-case',
      ...['ses:SendRawEmail identity/ours', 'ses:SendRawEmail configuration-set/ours'],
      'secretsmanager:GetSecretValue secret/ours/*',
      ...['transfer:StartFileTransfer connector/c-1', 'transfer:ListFileTransferResults connector/c-1'],
    ])
    expect(allowed(statementsOf(uses, ARNS)).filter((each) => each.startsWith('kms:'))).toEqual([
      ...['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'].map((each) => `${each} key/cases`),
      ...['kms:Decrypt key/files', 'kms:GenerateDataKey key/files'],
    ])
  })

  it('reads the key by which renters are found for whoever writes their records, or searches, and for nobody else', () => {
    const reads = 'secretsmanager:GetSecretValue secret/ours/search-key'
    const readers = folders.filter((name) => withoutKeys(functions[name] ?? { duration: 'short' }).includes(reads))
    expect(readers).toEqual(folders.filter((name) => ['write', 'change'].includes(functions[name]?.renters ?? '')))
    const searching = withoutKeys({ duration: 'short', renters: 'read', search: true })
    expect(searching).toContain(reads)
    expect(searching.filter((each) => /index|SEARCH/.test(each))).toEqual(['dynamodb:Query table/cases/index/client'])
    const writing = withoutKeys({ duration: 'short', renters: 'write' })
    const onTerms = (action: string) => `dynamodb:${action} table/cases SEARCH#*`
    expect(writing).toEqual(expect.arrayContaining(['BatchWriteItem', 'DeleteItem'].map(onTerms)))
  })

  it('leaves whoever purges to lift holds and take files away, and nobody else (C6, K2)', () => {
    const purges = ['s3:DeleteObjectVersion bucket/evidence/*', 's3:ListBucketVersions bucket/evidence']
    const purging = withoutKeys({ duration: 'long', buckets: { evidence: ['purge'] } })
    expect(purging.sort()).toEqual([...purges, 's3:PutObjectLegalHold bucket/evidence/*'].sort())
    const purgers = folders.filter((name) => functions[name]?.buckets?.evidence?.includes('purge'))
    expect(purgers.length).toBeLessThanOrEqual(1)
    for (const name of folders.filter((each) => !purgers.includes(each)))
      expect(withoutKeys(functions[name] ?? { duration: 'short' }).filter((each) => purges.includes(each))).toEqual([])
  })

  it('names the timestamp service to whoever has anchors stamped, where the stage names one', () => {
    const names: Names = {
      ...{ table: 'cases', bucket: (bucket) => bucket, machineArn: (machine) => machine, configurationSet: 'ours' },
      ...{ secretsPrefix: 'ours/', push: null, timestamps: 'https://tijdstempels.example/tsr', signIn: null },
    }
    const stamped = Object.entries(functions).filter(([, uses]) => TIMESTAMPS in environmentOf(uses, names))
    expect(stamped.map(([name]) => name)).toEqual(['anchor-day'])
    const anchors: Uses = { duration: 'long', timestamps: true }
    expect(environmentOf(anchors, names)).toEqual({ [TIMESTAMPS]: 'https://tijdstempels.example/tsr' })
    expect(environmentOf(anchors, { ...names, timestamps: null })).toEqual({})
  })

  it('is nothing for a function that uses nothing', () => {
    expect(statementsOf({ duration: 'short' }, ARNS)).toEqual([])
  })

  it('names indexes that the table has', () => {
    const named = Object.values(functions).flatMap(({ indexes = [] }) => indexes)
    expect(new Set(named)).toEqual(new Set(Object.keys(INDEXES)))
  })

  it('has placeholders in the state machines that read as names', () => {
    expect(functionPlaceholder('find-standing')).toBe('FindStanding')
  })
})
