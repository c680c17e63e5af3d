import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { s3Client } from '../../shared/adapters/clients.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { s3ObjectStore } from '../../shared/adapters/s3-object-store.ts'
import { tableDefinition } from '../../shared/adapters/table.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { localCloud } from '../support/local-cloud.ts'
import { runCommand } from '../support/run-command.ts'

const PROJECT = resolve(import.meta.dirname, '../..')
const REGISTERS = 'infra/local/sample/registers.json'
const PLACE = ['--table', 'cases', '--work-bucket', 'work']

const folder = mkdtempSync(join(tmpdir(), 'registers-'))
let database: Database
beforeAll(async () => {
  database = await startDatabase()
  localCloud({ s3: inject('emulators').s3 })
  await database.client.send(new CreateTableCommand(tableDefinition('cases')))
  await s3Client().send(new CreateBucketCommand({ Bucket: 'work' }))
})
afterAll(async () => {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

const putRegisters = (...options: readonly string[]) => run('put-registers', options)

async function run(command: string, options: readonly string[]) {
  const { code, stdout: shown, stderr: said } = await runCommand(`infra/${command}.ts`, options)
  return { code, said, shown }
}

test('the registers, the addresses, mappings and own letters of a stage are where its functions read them; once more changes nothing', async () => {
  const bundled = readFileSync(resolve(PROJECT, 'shared/letters/templates/reminder.txt.mustache'), 'utf8')
  writeFileSync(join(folder, 'reminder.txt.mustache'), `${bundled}\nWij horen graag van u.\n`)
  const mapping = {
    source: 'bron',
    confirmedBy: 'Jansen',
    shape: 'claims',
    due: { rule: 'column' },
    files: [{ name: 'a', columns: {} }],
  }
  writeFileSync(join(folder, 'bron.mapping.json'), JSON.stringify(mapping))
  const given = ['--registers', REGISTERS, '--mappings', folder, '--templates', folder]
  for (const round of ['first', 'again']) {
    const { code, said } = await putRegisters(...PLACE, ...given)
    expect(said, round).toMatch(/^In cases: \d+ opdrachtgevers en \d+ gemeenten\.$/m)
    expect(code, round).toBe(0)
  }
  const clients = await dynamoRegisterStore(database.client, 'cases').clients()
  expect(clients.map(({ id }) => id)).toContain('BELEGGER-A')
  const buckets = { inbox: '', work: 'work', signals: '', evidence: '', post: '', erpReturn: '' }
  const keys: string[] = []
  for await (const key of s3ObjectStore(s3Client(), buckets).list('work', '')) keys.push(key)
  expect(keys.sort()).toEqual([
    'mappings/bron.mapping.json',
    'registers/addresses.json',
    'registers/portals.json',
    'templates/reminder.txt.mustache',
  ])
})

test('as a process of its own too, a command that is typed wrongly says how it is used', async () => {
  const told = await Promise.all(
    ['put-registers', 'show-registers', 'local/inspect-export', 'local/verify', 'restart-executions'].map((command) => {
      const child = spawn(process.execPath, [`infra/${command}.ts`, '--zo-niet'], {
        cwd: PROJECT,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      return Promise.all([text(child.stderr), once(child, 'close')]).then(([said]) => [child.exitCode, said])
    }),
  )
  for (const [code, said] of told) {
    expect(said).toMatch(/^(gebruik|geef|usage)/i)
    expect(code).toBe(2)
  }
})

test('I4 own letters that lack what the law asks for are refused where they are put in, with what is missing', async () => {
  const own = mkdtempSync(join(folder, 'own-'))
  const demand = readFileSync(resolve(PROJECT, 'shared/letters/templates/demand.txt.mustache'), 'utf8')
  writeFileSync(join(own, 'demand.txt.mustache'), demand.replaceAll(/\{\{> report-duty\}\}/g, ''))
  const missing = /^template demand\.txt: het onderdeel ".+" ontbreekt: zet \{\{/m
  const refused = await Promise.all([
    run('put-registers', [...PLACE, '--registers', REGISTERS, '--templates', own]),
    run('local/simulate', ['--templates', own, '--out', join(folder, 'out')]),
    run('local/start', ['--templates', own, '--data', join(folder, 'data'), '--port', '3911', '--sftp-port', '0']),
  ])
  for (const { code, said } of refused) {
    expect(said).toMatch(missing)
    expect(said).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
  }
})

test('E1 who puts the registers signs, also somebody whom only they name, or whom nobody knows', async () => {
  const store = dynamoRegisterStore(database.client, 'cases')
  const registers = JSON.parse(readFileSync(resolve(PROJECT, REGISTERS), 'utf8')) as object
  writeFileSync(
    join(folder, 'signed.json'),
    JSON.stringify({ ...registers, colleagues: [{ id: 'loes', name: 'Loes Vos' }] }),
  )
  const given = [...PLACE, '--registers', join(folder, 'signed.json')]
  expect(await putRegisters(...given, '--by', 'loes vos')).toMatchObject({ code: 0 })
  const names = async () => (await store.colleagues()).map(({ name }) => name)
  expect((await names()).filter((name) => name.toLowerCase() === 'loes vos')).toHaveLength(1)
  expect(await putRegisters(...given, '--by', 'Wijkbeheer')).toMatchObject({ code: 0 })
  expect((await names()).at(-1)).toBe('Wijkbeheer')
})

test('R1 what stood on a day is shown later; of before there was anything, nothing', async () => {
  const { shown, code } = await run('show-registers', ['--table', 'cases', '--on', '2100-01-01'])
  expect(code).toBe(0)
  expect(JSON.parse(shown)).toMatchObject({ clients: [{ value: { id: 'BELEGGER-A' }, by: 'system' }, {}, {}, {}, {}] })
  const before = await run('show-registers', ['--table', 'cases', '--on', '2020-01-01'])
  expect(JSON.parse(before.shown)).toMatchObject({ organisation: null, clients: [] })
  expect(await run('show-registers', ['--table', 'cases', '--on', 'gisteren'])).toMatchObject({ code: 2 })
})

describe('the command refuses with one clear line', () => {
  test('an address in a domain from which SES lets the stage send nothing', async () => {
    const { organisation, ...rest } = JSON.parse(readFileSync(resolve(PROJECT, REGISTERS), 'utf8')) as {
      organisation: object
    }
    const path = join(folder, 'elders.json')
    writeFileSync(path, JSON.stringify({ ...rest, organisation: { ...organisation, from: 'incasso@elders.example' } }))
    const production = ['--table', 'vroegsignalering-production-data-Table-1A2B', '--work-bucket', 'work']
    const { code, said } = await putRegisters(...production, '--registers', path)
    expect(said).toMatch(/^elders\.json: organisation\.from incasso@elders\.example ligt niet in voorbeeld\.example /m)
    expect(code).toBe(2)
  })

  test('to push files as portals.json says, since on AWS the stage says it', async () => {
    const registers = JSON.parse(readFileSync(resolve(PROJECT, REGISTERS), 'utf8')) as object
    const push = { host: 'sftp.ris.example', username: 'u', hostKeys: [`SHA256:${'A'.repeat(43)}`], secret: 'sleutel' }
    writeFileSync(join(folder, 'portals.json'), JSON.stringify({ RIS: { sftp: push } }))
    writeFileSync(join(folder, 'registers.json'), JSON.stringify({ ...registers, portalsFile: 'portals.json' }))
    const { code, said } = await putRegisters(...PLACE, '--registers', join(folder, 'registers.json'))
    expect(said).toMatch(
      /^portals\.json: haal RIS\.sftp weg; op AWS zegt infra\/aws\/stages\.ts waar bestanden heen gaan$/m,
    )
    expect(said).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
  })

  test.each([
    ['nothing', [], /^Gebruik: npm run put-registers/m],
    ['an option that is unknown', ['--fast'], /^Gebruik: npm run put-registers/m],
    [
      'registers that are not there',
      [...PLACE, '--registers', 'none.json'],
      /none\.json: dit bestand is niet te lezen/,
    ],
    [
      'letters that are not there',
      [...PLACE, '--registers', REGISTERS, '--templates', 'none'],
      /none: deze map bestaat niet/,
    ],
  ])('%s', async (_, options, says) => {
    const { code, said } = await putRegisters(...options)
    expect(said).toMatch(says)
    expect(said).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
  })
})
